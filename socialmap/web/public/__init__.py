"""The door for residents and for whoever has a link in a mail: no account."""
