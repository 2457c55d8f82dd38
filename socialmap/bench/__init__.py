"""Measurements on this machine, and of what others would use instead."""
