"""Vetted texts in the formats that other tools read. Pure: an edition in, text out."""
