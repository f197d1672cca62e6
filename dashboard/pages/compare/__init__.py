"""The comparison: one indicator, several views of it."""
