"""Organisations at the desk: a page each, its form, merging two, and claims."""
