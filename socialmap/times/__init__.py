"""When: the clock and the zone that people live in. Pure."""
