"""What is made for projectors and paper: slides, legal line, QR code."""
