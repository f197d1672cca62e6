"""One town: its page, its slides, its fact sheet."""
