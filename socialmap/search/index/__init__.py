"""The published catalogue as arrays: columns for filters, postings for words, kept up to date."""
