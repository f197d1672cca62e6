"""The same rows as files for other programs."""
