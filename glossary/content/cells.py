"""Texts as cells of a table: what a spreadsheet takes for a formula.

A spreadsheet computes a cell that begins with one of these characters when it opens a CSV file; quotation marks in the
file do not help, and an apostrophe put before it would stay in the text. So no text begins with one.
"""

from __future__ import annotations

from glossary.content.text import LISTS

STARTS = ("=", "+", "-", "@", "\t", "\r")
REMEDY = "begin it with a letter or another sign"

_NAMED = {"\t": "a tab", "\r": "a carriage return"}


def formula(name: str, value: str) -> str:
    """Return what is wrong with the value of a field that a spreadsheet would take for a formula, of a list with any of its
    words; else ``""``."""
    cells = (value, *value.split("\n")) if name in LISTS else (value,)
    first = next((cell[0] for cell in cells if cell.startswith(STARTS)), "")
    return f"it begins with {_NAMED.get(first, f'“{first}”')}, and a spreadsheet makes a formula of it" if first else ""
