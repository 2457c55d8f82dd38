"""Edit a listing at the desk: its form, what was typed, the preview and the history."""
