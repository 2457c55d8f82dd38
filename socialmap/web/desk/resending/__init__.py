"""Forms that arrive after their person was signed out: saved, and sent again by them."""
