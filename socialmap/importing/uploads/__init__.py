"""Uploaded files: stored, read, mapped, planned, applied, and sources that are read again."""
