"""What people answered: cards of results, published values, the register."""
