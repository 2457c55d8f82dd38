"""The fields of a listing as people type them, read into values or into flaws with a remedy."""
