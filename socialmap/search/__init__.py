"""The finder: from a typed query to the listings that fit."""
