"""The listings on the map: their fields, history, freshness, visibility and addresses."""
