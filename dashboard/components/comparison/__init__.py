"""The comparison: what its views start from, and the view that slides show too."""
