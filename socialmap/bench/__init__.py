"""Measurements of socialmap, and of the programs that others would use instead."""
