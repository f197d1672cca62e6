"""Fünf Kleinstädte, neue Arbeitswelten: a public dashboard on five German small towns."""

__version__ = "0.1.0"
