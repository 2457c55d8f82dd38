"""Lists of listings at the desk: filtered, changed many at once or back again, measured."""
