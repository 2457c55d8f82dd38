"""Lists of listings at the desk: filtered, changed many at once, measured for quality."""
