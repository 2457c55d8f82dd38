"""The index: published listings as arrays, with columns for filters and postings for words."""
