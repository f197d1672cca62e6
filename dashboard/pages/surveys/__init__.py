"""The surveys: what was asked and answered, and the demonstration."""
