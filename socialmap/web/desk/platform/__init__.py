"""What a platform chooses for itself at the desk: its words, its checks and its looks."""
