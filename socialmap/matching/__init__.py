"""Are two listings the same one? Names, traits, blocks and the weight of what agrees. Pure."""
