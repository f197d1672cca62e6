"""Fünf Kleinstädte, neue Arbeitswelten: a public dashboard on five German small towns."""

from pathlib import Path

__version__ = "0.3.0"
ROOT = Path(__file__).resolve().parent.parent  # of the checkout: beside it lie assets/ and data/
