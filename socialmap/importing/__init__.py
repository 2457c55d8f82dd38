"""From a file of others to listings: read, plan, show, apply, undo."""
