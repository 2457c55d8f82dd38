"""File formats, each read into rows: tables, workbooks, GeoJSON, OpenStreetMap, HSDS."""
