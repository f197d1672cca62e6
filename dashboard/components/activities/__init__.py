"""What towns did: lanes, list, cards and matrices of activities."""
