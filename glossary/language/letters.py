"""Letters: alphabetical order, the index, and folding, in each language's own way.

They come from ICU, because Python's own sort puts Swedish, Czech and Spanish words in the wrong place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeVar
from unicodedata import category

import icu

from glossary.language.tags import SOURCE

REMEMBERED = 5000
"""Characters whose kind is remembered: more than the languages here need, fewer than a reader could send."""

LONGEST_WORD = 64
"""Longest word whose letters are remembered, in characters: what readers type is theirs to choose, not our memory."""


_Item = TypeVar("_Item")


@lru_cache(maxsize=512)
def _collator(language: str, primary: bool = False) -> Any:
    collator = icu.Collator.createInstance(icu.Locale.forLanguageTag(language))
    if primary:
        collator.setStrength(icu.Collator.PRIMARY)
    return collator


def alphabetical(items: Iterable[_Item], language: str, key: Callable[[_Item], str]) -> list[_Item]:
    """Return the items in the language's own alphabetical order (Unicode TR 35, part 5)."""
    collator = _collator(language)
    return sorted(items, key=lambda item: collator.getSortKey(key(item)))


def initial(text: str, language: str) -> str:
    """Return the letter under which a language's alphabetical index has a text (Unicode TR 35).

    A text in other letters than the language's own stands under its letter in English, or under ``…``.
    """
    index = _alphabet(language)
    label, _kind = index.getBucket(index.getBucketIndex(text))
    return str(label) if label != "…" or language == SOURCE else initial(text, SOURCE)


@lru_cache(maxsize=512)
def _alphabet(language: str) -> Any:
    return icu.AlphabeticIndex(icu.Locale.forLanguageTag(language)).buildImmutableIndex()


def fold(text: str, language: str) -> str:
    """Return a form of the text in which what a reader of the language takes for the same letter is the same.

    Case, and accents that do not make another letter in that language, are gone: ``é`` is ``e`` in French, ``å`` stays
    apart from ``a`` in Swedish. Each character of the result is one primary collation weight (Unicode TR 10), so that
    ``in``, ``startswith`` and ``==`` compare letters. A run of spaces or punctuation is one space.
    """
    return " ".join([letters(word, language) for word in words(text)])


def letters(word: str, language: str) -> str:
    """Return the letters of one word, as ``fold`` gives them."""
    return (_weights if len(word) <= LONGEST_WORD else _weighed)(word, language)


def words(text: str) -> list[str]:
    """Return the words of a text: runs of letters, marks and digits (Unicode general categories L, M, N)."""
    return text.translate(_SPACED).split()


class _Spaced(dict[int, int]):
    """Code points to themselves if they belong to words, else to a space; most are looked up once."""

    def __missing__(self, point: int) -> int:
        found = point if category(chr(point))[0] in "LMN" else 0x20
        if len(self) < REMEMBERED:
            self[point] = found
        return found


_SPACED = _Spaced()


def _weighed(word: str, language: str) -> str:
    iterator = _collator(language, primary=True).createCollationElementIterator(word)
    primaries = map(icu.CollationElementIterator.primaryOrder, iterator)
    # A surrogate may appear as a weight here; it never leaves this process.
    return "".join(chr(weight) for weight in primaries if weight)


_weights = lru_cache(maxsize=65536)(_weighed)
