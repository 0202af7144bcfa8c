"""Vetted, translated definitions of child-safety terms, served as JSON."""

__version__ = "0.2.0"
