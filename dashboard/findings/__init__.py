"""What may be said of the facts: pure rules, no drawing."""
