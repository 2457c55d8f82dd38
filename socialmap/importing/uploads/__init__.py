"""Uploaded files on their way to the map: stored, read, mapped, planned, applied, read again."""
