"""Proposals of people without rights: changes, additions and removals, and their answers."""
