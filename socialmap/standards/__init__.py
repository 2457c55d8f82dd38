"""The catalogue in other people's words: tables, GeoJSON and HSDS, written and never read."""
