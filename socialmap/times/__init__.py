"""Time: the clock, opening hours and dates, in Amsterdam time. Pure functions."""
