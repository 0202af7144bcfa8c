"""Sentences and words of prose, divided as each language divides them (Unicode TR 29, through ICU)."""

from __future__ import annotations

from functools import lru_cache
from threading import get_ident
from typing import Any

import icu

from glossary.language import locales

_WORD_LIKE = 100
"""The lowest status of an ICU word break that ends a word, not a space or a mark (UWordBreak, UBRK_WORD_NONE_LIMIT)."""

_MOST_INITIALS = 2
"""So many letters may be an abbreviation as a whole though a part of them is one, too: “MM.” beside “M.”."""


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text, without the spaces between them (Unicode TR 29). A usual abbreviation ends none."""
    iterator = _between_sentences(language, get_ident())
    units = icu.UnicodeString(text)  # boundaries are counted in UTF-16 units
    iterator.setText(units)
    parts, begin = list[str](), 0
    for end in list(iterator):
        part = str(units[begin:end]).strip()
        if end == len(units) or not _abbreviated(part.split()[-1] if part else "", language):
            parts.append(part)
            begin = end
    return parts


@lru_cache(maxsize=4096)
def _abbreviated(word: str, language: str) -> bool:
    """Return whether a word with a full stop behind it is a usual abbreviation of the language (CLDR, through ICU).

    ICU finds abbreviations at the ends of words too, “M.” in “CSAM.” and “al.” in “sexual.”: those are none."""
    if not word.endswith(".") or not _ends_none(word, language):
        return False
    letters = word[:-1].rpartition(".")[2]
    return len(letters) <= _MOST_INITIALS or not any(
        _ends_none(f"{letters[at:]}.", language) for at in range(1, len(letters))
    )


def _ends_none(word: str, language: str) -> bool:
    iterator = _between_sentences(f"{language}@ss=standard", get_ident())
    iterator.setText(f"{word} A")
    return len(list(iterator)) == 1


def count_words(text: str, language: str) -> int:
    """Return how many words a text has (Unicode TR 29, with dictionaries where a language writes no spaces)."""
    iterator = _between_words(language, get_ident())
    iterator.setText(icu.UnicodeString(text))
    return sum(iterator.getRuleStatus() >= _WORD_LIKE for _ in iterator)


@lru_cache(maxsize=128)
def _between_sentences(locale: str, _thread: int) -> Any:
    """Return what finds the ends of sentences, made once for each thread: it holds the text that it is at."""
    return icu.BreakIterator.createSentenceInstance(icu.Locale(locale))


@lru_cache(maxsize=64)
def _between_words(language: str, _thread: int) -> Any:
    return icu.BreakIterator.createWordInstance(locales.locale(language))
