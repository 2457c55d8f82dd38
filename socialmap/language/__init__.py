"""Dutch: one analysis of words, for listings and for queries alike."""
