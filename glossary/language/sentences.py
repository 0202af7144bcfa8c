"""Sentences and words of prose, divided as each language divides them (Unicode TR 29, through ICU)."""

from __future__ import annotations

from itertools import pairwise

import icu

_WORD_LIKE = 100
"""The lowest status of an ICU word break that ends a word, not a space or a mark (UWordBreak, UBRK_WORD_NONE_LIMIT)."""

_CONFUSING = frozenset({"pt"})
"""Languages in which ICU finds abbreviations at the ends of words: “al.” in “sexual.”."""


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text, without the spaces between them (Unicode TR 29). A usual abbreviation ends none."""
    abbreviations = "" if language in _CONFUSING else "@ss=standard"
    iterator = icu.BreakIterator.createSentenceInstance(icu.Locale(f"{language}{abbreviations}"))
    units = icu.UnicodeString(text)  # boundaries are counted in UTF-16 units
    iterator.setText(units)
    ends = [0, *iterator]
    return [str(units[start:end]).strip() for start, end in pairwise(ends)]


def count_words(text: str, language: str) -> int:
    """Return how many words a text has (Unicode TR 29, with dictionaries where a language writes no spaces)."""
    iterator = icu.BreakIterator.createWordInstance(icu.Locale.forLanguageTag(language))
    iterator.setText(icu.UnicodeString(text))
    return sum(iterator.getRuleStatus() >= _WORD_LIKE for _ in iterator)
