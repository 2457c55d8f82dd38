"""Rooms on offer, and initiatives that look for one."""
