"""Figures: rows and model objects in, `go.Figure` out; no Dash, no data access."""
