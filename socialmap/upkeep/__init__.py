"""Is it still true? Confirmations, reminders, phone calls, links in mail and checks of sites."""
