"""HTML, bytes in and bytes out.

The bytes are UTF-8, with or without a byte-order mark. Another encoding is refused, unless the page has only ASCII in it.
"""

from __future__ import annotations

import codecs
import re

from glossary.annotate.page import Page
from glossary.annotate.parsing.tokens import TOKEN, attributes, lowered
from glossary.annotate.parsing.tree import TooDeep
from glossary.errors import GlossaryError

_PRESCAN = 1024
"""Bytes in which a browser looks for the encoding (WHATWG HTML, 13.2.3.2)."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_UTF_8 = frozenset({"utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"})
_REMEDY = "save the page as UTF-8, with <meta charset=utf-8>"


class BadPage(GlossaryError):
    """A page that cannot be read: what is wrong in which line (from one), and how to mend it."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        self.line, self.what, self.remedy = line, what, remedy
        super().__init__(f"line {line}: {what}; {remedy}")


def read(raw: bytes) -> Page:
    """Read a page. Raises ``BadPage``."""
    return parsed(decoded(raw))


def parsed(source: str, prose: bool = False) -> Page:
    """Read a page, or a part of one. Raises ``BadPage``."""
    try:
        return Page(source, prose)
    except TooDeep as error:
        what = f"{error}, more than any browser nests"
        raise BadPage(line(source, error.start), what, "close the elements that are left open") from None


def decoded(raw: bytes) -> str:
    """Return the source of a page. Encoded as UTF-8 it gives the same bytes. Raises ``BadPage``."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadPage(1, "its byte-order mark says that it is in UTF-16", _REMEDY)
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    declared = None if raw.startswith(codecs.BOM_UTF8) else _declared(raw[:_PRESCAN].decode("latin-1"))
    if declared and declared not in _UTF_8:
        raise BadPage(1, f"it says that it is in “{declared}”", _REMEDY)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} of the page, {raw[error.start]:#04x}, is not UTF-8"
        raise BadPage(1 + raw.count(b"\n", 0, error.start), what, _REMEDY) from None


def _declared(head: str) -> str | None:
    for token in TOKEN.finditer(head):
        if token[2] and not token[1] and lowered(token[2]) == "meta":
            told = attributes(token[3])
            found = _CHARSET.search(told.get("content", ""))
            if declared := told.get("charset") or (found and found[1]):
                return declared.strip().lower()
    return None


def line(source: str, at: int) -> int:
    """Return the line of an offset, from one."""
    return 1 + source.count("\n", 0, at)
