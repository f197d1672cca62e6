"""Rows in, a figure out; knows no data set and no Dash."""
