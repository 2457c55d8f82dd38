"""What is on the map: organisations, initiatives and what is known of them."""
