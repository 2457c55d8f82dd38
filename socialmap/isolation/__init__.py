"""The forms of isolation, and which of them a listing addresses."""
