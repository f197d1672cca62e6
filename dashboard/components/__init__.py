"""Model objects in, Dash trees out."""
