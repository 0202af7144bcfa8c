"""Vetted, translated definitions, served as JSON."""

__version__ = "0.2.0"
