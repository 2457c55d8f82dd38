"""What others would use instead, each started and measured beside socialmap."""
