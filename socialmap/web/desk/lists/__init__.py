"""Lists at the desk: filter, change many, keep views, take a table away."""
