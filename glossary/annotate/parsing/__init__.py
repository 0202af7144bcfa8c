"""HTML parsed as a browser does it (WHATWG HTML, 13.2), by offsets in the source, which stays as it is."""
