"""How numbers, dates, names and addresses are written, each said once."""
