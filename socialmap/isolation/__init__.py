"""Which form of isolation something addresses."""
