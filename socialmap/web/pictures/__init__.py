"""Pictures at the doors: taken in with a form, and shown on pages."""
