"""Sentences and words of prose, divided as each language divides them (Unicode TR 29, through ICU)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from threading import get_ident
from typing import Any

import icu

_WORD_LIKE = 100
"""The lowest status of an ICU word break that ends a word, not a space or a mark (UWordBreak, UBRK_WORD_NONE_LIMIT)."""

_CONFUSING = frozenset({"pt"})
"""Languages in which ICU finds abbreviations at the ends of words: “al.” in “sexual.”."""


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text, without the spaces between them (Unicode TR 29). A usual abbreviation ends none."""
    iterator = _between_sentences(language, get_ident())
    units = icu.UnicodeString(text)  # boundaries are counted in UTF-16 units
    iterator.setText(units)
    ends = [0, *iterator]
    return [str(units[start:end]).strip() for start, end in pairwise(ends)]


def count_words(text: str, language: str) -> int:
    """Return how many words a text has (Unicode TR 29, with dictionaries where a language writes no spaces)."""
    iterator = _between_words(language, get_ident())
    iterator.setText(icu.UnicodeString(text))
    return sum(iterator.getRuleStatus() >= _WORD_LIKE for _ in iterator)


@lru_cache(maxsize=64)
def _between_sentences(language: str, _thread: int) -> Any:
    """Return what finds the ends of sentences, made once for each thread: it holds the text that it is at."""
    abbreviations = "" if language in _CONFUSING else "@ss=standard"
    return icu.BreakIterator.createSentenceInstance(icu.Locale(f"{language}{abbreviations}"))


@lru_cache(maxsize=64)
def _between_words(language: str, _thread: int) -> Any:
    return icu.BreakIterator.createWordInstance(icu.Locale.forLanguageTag(language))
