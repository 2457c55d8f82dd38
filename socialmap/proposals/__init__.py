"""What people without rights want changed, added or kept off the map, and what became of it."""
