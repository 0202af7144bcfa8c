"""Sentences and words of prose, counted as each language divides it (Unicode TR 29, through ICU)."""

from __future__ import annotations

from itertools import pairwise

import icu

_WORD_LIKE = 100
"""The least status of an ICU word break that ends a word and not a space or a mark (UWordBreak, UBRK_WORD_NONE_LIMIT)."""


_CONFUSING = frozenset({"pt"})
"""Languages in which words end as abbreviations do, to ICU: “sexual.” in “al.”."""


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text (Unicode TR 29, the language's usual abbreviations end none)."""
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
