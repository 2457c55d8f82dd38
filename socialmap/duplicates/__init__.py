"""Listings that may be the same: found, judged by people, merged and taken apart again."""
