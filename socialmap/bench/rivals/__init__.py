"""The programs that others would use instead, each measured beside socialmap."""
