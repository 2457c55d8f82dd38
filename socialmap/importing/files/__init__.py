"""File formats, each read into rows of text: tables, workbooks, GeoJSON, OpenStreetMap, HSDS."""
