"""Listings that may be the same: searched for, judged by people, merged and split again."""
