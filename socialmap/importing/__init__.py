"""Imports: from somebody else's file to listings. Read, plan, show, apply, undo."""
