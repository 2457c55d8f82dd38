"""Large runs, written and undone in slices, so that nobody waits long and nobody sees a half."""
