"""Reads a survey file and writes aggregates only; run by `python -m dashboard survey`."""
