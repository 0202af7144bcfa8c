"""A match: one mention of a concept in a text."""

from __future__ import annotations

from typing import NamedTuple

TERM, AVOID = "term", "avoid"


class Match(NamedTuple):
    """One mention. ``start`` and ``end`` are in code points of the text as it came, ``start_utf16`` and ``end_utf16`` in
    units of UTF-16, as JavaScript, Java and editors count. ``form`` are the words as they were vetted.

    ``usage`` is ``term``, or ``avoid`` for words that the glossary asks to avoid: ``instead`` is then the term that replaces
    them, and ``reason`` says why they harm, in the language of the text.
    """

    concept: str
    form: str
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    language: str
    usage: str = TERM
    instead: str | None = None
    reason: str | None = None
