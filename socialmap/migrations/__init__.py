"""The steps by which the database got its shape, on SpatiaLite and PostGIS alike."""
