"""The people who work on the map: accounts, roles, signing in, and the audit log."""
