"""The text of a record in its usual form: its canonical form, put together from the bytes of the line.

A start reads tens of thousands of lines. Nearly every text has the fields in their order, no escape but for a line break, a
quotation mark or a backslash, and no character of which anything could be said. What is taken here, ``record`` would take and
read alike, as a test shows that compares the two; anything else is left to it, and nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from unicodedata import is_normalized

from glossary.content.text import FIELDS, LISTS, REQUIRED, suspicious

_PLAIN = rb'[^"\\\x00-\x1f]*+'
_PROSE = rb'"(?![ "])%b(?:\\["\\]%b)*+(?<! )"' % (_PLAIN, _PLAIN)
_LINES = rb'"(?![ "]|\\n)%b(?:\\["\\n]%b)*+(?<! )(?<!\\n)"' % (_PLAIN, _PLAIN)
"""A value of one line, and one of several: not empty, and with no white space at either end."""


def _field(name: str) -> bytes:
    value = b'(?:"%b": (%b))' % (name.encode(), _LINES if name in LISTS else _PROSE)
    separated = value if name == FIELDS[0] else b"(?:, %b)" % value
    return separated if name in REQUIRED else separated + b"?"


_TEXT = re.compile(rb"\{%b\}" % b"".join(map(_field, FIELDS)))
_WIDE = rb"([\xc2\xe1-\xe3][\x80-\xbf]+)"
_LEADS = re.compile(rb"[\xc2\xe1-\xe3]")
_EDGES = re.compile(rb'(?:"|\\n)' + _WIDE), re.compile(_WIDE + rb'(?:"|\\n)')
"""A character, which may be white space other than the plain one, at the end of a value or of a word of a list."""

_BETWEEN = re.compile(rb"\\n[ \\]| \\n")
"""What no list has between its words: white space, or nothing at all."""

_FORMS, _AVOID, _REASON = (FIELDS.index(name) for name in ("forms", "avoid", "avoid_reason"))


def canonical(written: bytes) -> bytes | None:
    """Return the canonical form of a text, as it stands in a line; ``None`` where that has another form."""
    match = _TEXT.fullmatch(written)
    if match is None or not _ordinary(written):
        return None
    values = match.groups()
    if values[_AVOID] and not values[_REASON]:
        return None
    if _BETWEEN.search(values[_FORMS] or b"") or _BETWEEN.search(values[_AVOID] or b""):
        return None
    form, picked = _form(tuple(map(bool, values)))
    return form % picked(values)


@lru_cache(maxsize=256)
def _form(there: tuple[bool, ...]) -> tuple[bytes, Callable[[Sequence[bytes]], tuple[bytes, ...]]]:
    """Return the canonical form of a text that has some of the fields, and what picks their values in its order."""
    names = sorted(name for name, is_there in zip(FIELDS, there, strict=True) if is_there)
    form = b",".join(b'"%b":%%b' % name.encode() for name in names)
    return b"{%b}" % form, itemgetter(*map(FIELDS.index, names))


def _ordinary(written: bytes) -> bool:
    """Return whether nothing could be said against any character, nor against where white space stands."""
    try:
        if suspicious(written):
            return False
    except UnicodeDecodeError:
        return False
    if written.isascii():
        return True
    if not _LEADS.search(written):
        return is_normalized("NFC", written.decode())
    edges = (match[1].decode() for edge in _EDGES for match in edge.finditer(written))
    return is_normalized("NFC", written.decode()) and not any(map(str.isspace, edges))
