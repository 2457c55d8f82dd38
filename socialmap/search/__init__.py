"""Finding: from what someone types to what fits."""
