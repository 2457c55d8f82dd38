"""Letters: mail rendered from templates, and the jobs that write them."""
