"""The overview: what the towns did, on one linked screen."""
