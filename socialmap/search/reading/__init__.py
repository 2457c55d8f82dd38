"""Reading: what the words of a query mean beside words to look for: a place, a time, a need."""
