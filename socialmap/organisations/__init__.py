"""Organisations: make, change, merge with undo, and claim one; reading them is in catalogue."""
