"""Are two listings the same? Names, traits, blocks, and the weight of what agrees. Pure."""
