"""Texts whose words are not in memory: they are read, when somebody asks, from the lines of the ledger that approve them.

1. What is read is the file of a ledger exactly as it was when its records were read (``content/stored.py``). An edit of the
   file itself changes nothing of it, and the last good edition has its words as long as it is served.
2. Each time words are read, the digest of the text is made of them anew. What does not match the digest by which it was
   vetted is nobody's text, and is never given out.
3. A few texts that were read last are kept in memory, since an answer asks for one many times.
"""

from __future__ import annotations

from contextlib import suppress

import orjson

from glossary.content.stored import Stored
from glossary.content.text import FIELDS, Text

MOST = 32
"""Most texts of one file that are kept in memory (rule 3), of about two kilobytes each."""

_BITS = 28
"""A place is one number: where a text begins in its file, and in its lowest bits how many bytes long it is."""


class Unreadable(Exception):
    """Words that are not those that were approved: the disk has lost them, or somebody has changed the copy."""


class Words:
    """A ledger's file as it was read (rule 1)."""

    def __init__(self, data: bytes) -> None:
        self._file = Stored(data)
        self._latest: dict[int, Text] = {}

    def text(self, place: int, digest: str) -> Text:
        """Return the text at a place. Raises ``Unreadable`` where it is not the one with this digest (rule 2)."""
        known = self._latest.get(place)
        if known is None:
            known = self._read(place, digest)
            if len(self._latest) >= MOST:
                self._latest.clear()
            self._latest[place] = known
        return known

    def _read(self, place: int, digest: str) -> Text:
        with suppress(OSError, orjson.JSONDecodeError, AttributeError):
            text = Text.known(orjson.loads(self._file.at(place >> _BITS, place & ((1 << _BITS) - 1))))
            if text.digest == digest:
                return text
        raise Unreadable(f"the words of {digest} are not those that were approved")


class Filed(Text):
    """A text of a ledger: its digest is in memory, and its words are read when somebody asks for them."""

    __slots__ = ("_place", "_words")
    _place: int
    _words: Words

    @classmethod
    def of_words(cls, words: Words, start: int, length: int, digest: str) -> Filed:
        """Make a text of the words that stand in a file."""
        text, put = cls.__new__(cls), object.__setattr__
        put(text, "_words", words)
        put(text, "_place", start << _BITS | length)
        put(text, "_digest", digest)
        return text

    def read(self) -> Text:
        """Return the same text with its words in memory. Raises ``Unreadable``."""
        return self._words.text(self._place, self._digest)


def _reading(name: str) -> property:
    return property(lambda filed: getattr(filed.read(), name))


for _name in (*FIELDS, "fields"):
    setattr(Filed, _name, _reading(_name))
