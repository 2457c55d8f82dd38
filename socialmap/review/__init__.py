"""Review: what one person wrote waits until a second person has looked at it."""
