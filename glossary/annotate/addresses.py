"""Addresses in a text: what holds ``://`` or ``@``, or begins with ``www.``, from white space to white space."""

from __future__ import annotations

import re

TELLING = ("://", "@", "www.")
"""What is in a text that has addresses."""
_TOLD = re.compile(r"://|@|(?<!\S)www\.")
_SPACE = re.compile(r"\s")


def addresses(text: str) -> list[tuple[int, int]]:
    """Return where the addresses of a text begin and end, in their order."""
    found: list[tuple[int, int]] = []
    if not any(mark in text for mark in TELLING):
        return found
    done = 0
    for mark in _TOLD.finditer(text):
        if mark.start() >= done:
            start = mark.start()
            while start > done and not text[start - 1].isspace():
                start -= 1
            space = _SPACE.search(text, mark.end())
            done = space.start() if space else len(text)
            found.append((start, done))
    return found
