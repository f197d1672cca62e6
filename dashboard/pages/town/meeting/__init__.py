"""A meeting about a town: to choose the town, to prepare the talk, the talk."""
