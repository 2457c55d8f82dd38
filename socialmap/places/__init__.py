"""Where things are: points, addresses, areas and maps."""
