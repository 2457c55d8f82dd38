"""The catalogue in standard formats: tables, GeoJSON and HSDS. Only written, never read."""
