"""The data: tables to take away, indicators, sources, what is missing, how it was made."""
