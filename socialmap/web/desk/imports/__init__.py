"""Bring files at the desk: columns, plan, runs and sources."""
