"""What is known: everything in `data/`, read, checked and frozen."""
