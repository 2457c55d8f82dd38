"""Themes: the name, colours, texts and numbers of a platform, and those of a municipality."""
