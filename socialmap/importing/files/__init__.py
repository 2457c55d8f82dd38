"""File formats, each read into rows of text: tables, maps, calendars, address cards and HSDS."""
