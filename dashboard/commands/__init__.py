"""What a person runs at a desk; the site never imports it."""
