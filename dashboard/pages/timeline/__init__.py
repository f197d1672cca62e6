"""The timeline: activities of all towns in time."""
