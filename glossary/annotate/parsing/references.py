"""Character references in text: ``&amp;``, ``&#8217;``, ``&nbsp`` without its end (WHATWG HTML, 13.2.5.72 to 13.2.5.80).

``html.unescape`` gives no offsets, and drops numbers of which a browser shows something.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.entities import html5

REFERENCE = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+);?|[a-zA-Z][a-zA-Z0-9]*+;?)|\0")
"""What may be a reference; a NUL in text is left out by browsers, so it is one to nothing."""

_LONGEST = max(map(len, html5))
_MOST_DIGITS = 7
_LAST, _REPLACEMENT = 0x10FFFF, "\N{REPLACEMENT CHARACTER}"
_SURROGATES = range(0xD800, 0xE000)
_WINDOWS = range(0x80, 0xA0)
"""Numbers that mean what windows-1252 has there, where it has something."""


@lru_cache(maxsize=4096)
def meaning(reference: str) -> tuple[str, int]:
    """Return what a match of ``REFERENCE`` stands for, and how much of it is the reference: ``&notable`` is “¬” and four
    characters. Nothing of it may be one (``&unknown;``): then the length is zero."""
    if reference == "\0":
        return "", 1
    if reference[1] == "#":
        return _numbered(reference[2:].rstrip(";")), len(reference)
    name = reference[1 : _LONGEST + 1]
    for length in range(len(name), 1, -1):
        if value := html5.get(name[:length]):
            return value, length + 1
    return "", 0


def _numbered(digits: str) -> str:
    hexadecimal = digits[0] in "xX"
    significant = digits.lstrip("xX").lstrip("0")
    number = int(significant[: _MOST_DIGITS + 1] or "0", 16 if hexadecimal else 10)
    if number in _WINDOWS:
        return bytes([number]).decode("cp1252", "ignore") or chr(number)
    if not 0 < number <= _LAST or number in _SURROGATES:
        return _REPLACEMENT
    return chr(number)


def resolved(text: str) -> str:
    """Return a text with what its references stand for."""
    if "&" not in text:
        return text
    return REFERENCE.sub(lambda found: _within(found[0]), text)


def _within(reference: str) -> str:
    value, length = meaning(reference)
    return value + reference[length:]
