"""Addresses in a text: what holds ``://`` or ``@``, or begins with ``www.``, from white space to white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

TELLING = ("://", "@", "www.")
"""What is in a text that has addresses."""
_HIDING = re.compile(r"w{0,2}\.|/|.*(?:@|://|www\.|:/?$)|(?:.*\s)?w{1,3}$")
_SPACE = re.compile(r"\s")


def hides(form: str) -> bool:
    """Return whether a form can stand where an address is told, or over a part of that: who looks for both misses one."""
    return _HIDING.match(form) is not None


def addresses(text: str) -> list[tuple[int, int]]:
    """Return where the addresses of a text begin and end, in their order."""
    found, done = list[tuple[int, int]](), 0
    for at in sorted(at for mark in TELLING for at in _places(text, mark)):
        if at >= done:
            start = at
            while start > done and not text[start - 1].isspace():
                start -= 1
            space = _SPACE.search(text, at)
            done = space.start() if space else len(text)
            found.append((start, done))
    return found


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        if mark != "www." or not at or text[at - 1].isspace():
            yield at
        at = text.find(mark, at + 1)
