"""The door for programs: data."""
