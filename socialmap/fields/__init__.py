"""What people type in the fields of a listing, read into values or a flaw with its remedy."""
