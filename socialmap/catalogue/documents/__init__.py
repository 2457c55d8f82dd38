"""Documents, the JSON in which revisions hold listings: which of their values are valid."""
