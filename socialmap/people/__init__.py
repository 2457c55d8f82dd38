"""Who works on the map, and what they may do."""
