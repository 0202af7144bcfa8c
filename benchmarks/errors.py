"""What can go wrong with a measurement."""

from __future__ import annotations


class Failed(Exception):
    """A measurement could not be made. Slowness is no failure."""
