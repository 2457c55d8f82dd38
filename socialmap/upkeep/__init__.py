"""Is it still true? Confirmations, reminders, phone calls, magic links and checks of sites."""
