"""Letters: alphabetical order, the letters of an index, and folding, as each language has them.

All come from ICU, because Python's own sort puts Swedish, Czech and Spanish words in the wrong place.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from sys import byteorder
from typing import Any, TypeVar
from unicodedata import category

import icu

from glossary.language import locales
from glossary.language.tags import SOURCE

REMEMBERED = 5000
"""How many characters' kinds are cached: more than the languages here need, fewer than a reader could send."""

REMEMBERED_WORDS = 4096
"""How many words of a language have their letters cached."""

LONGEST_WORD = 64
"""Longest word, in characters, whose letters are cached: readers choose what they type, and must not fill our memory."""

_UTF_32 = f"utf-32-{byteorder[0]}e"

_Entry = TypeVar("_Entry")


@lru_cache(maxsize=512)
def _collator(language: str, primary: bool = False) -> Any:
    collator = icu.Collator.createInstance(locales.locale(language))
    if primary:
        collator.setStrength(icu.Collator.PRIMARY)
    return collator


def alphabetical(items: Iterable[_Entry], language: str, key: Callable[[_Entry], str]) -> list[_Entry]:
    """Return the items in the language's own alphabetical order (Unicode TR 35, part 5)."""
    collator = _collator(language)
    return sorted(items, key=lambda entry: collator.getSortKey(key(entry)))


def initial(text: str, language: str) -> str:
    """Return the heading under which a language's alphabetical index lists a text (Unicode TR 35).

    A text in a script that the language does not use stands under its letter in English, or under ``…``.
    """
    index = _alphabet(language)
    label, _kind = index.getBucket(index.getBucketIndex(text))
    return str(label) if label != "…" or language == SOURCE else initial(text, SOURCE)


@lru_cache(maxsize=512)
def _alphabet(language: str) -> Any:
    return icu.AlphabeticIndex(locales.locale(language)).buildImmutableIndex()


def fold(text: str, language: str) -> str:
    """Return a form of the text in which letters are equal that readers of the language see as the same letter.

    It has no case, and no accents but those that make another letter in that language: ``é`` equals ``e`` in French, ``å``
    differs from ``a`` in Swedish. Each character of the result is one primary collation weight (Unicode TR 10), so that
    ``in``, ``startswith`` and ``==`` compare letters. A run of spaces or punctuation becomes one space.
    """
    weights = _weights(language)
    return " ".join([weights[word] for word in words(text)])


def phrase(text: str, language: str) -> str:
    """Return the form that ``fold`` gives a text, between spaces: ``in`` then compares whole words."""
    return f" {fold(text, language)} "


def letters(word: str, language: str) -> str:
    """Return one word in the form that ``fold`` gives it."""
    return _weights(language)[word]


def letters_of(words: Sequence[str], language: str) -> list[str]:
    """Return each of many words in the form that ``fold`` gives it. All at once takes half the time of one by one."""
    for between in (" ", " _"):
        folded = _weighed(between.join(words), language).split(_weighed(between, language)) if words else []
        if len(folded) == len(words):  # else a letter's long weight ends like that of a space, as Danish ``å`` does
            return folded
    return [letters(word, language) for word in words]


def words(text: str) -> list[str]:
    """Return the words of a text: runs of letters, marks and digits (Unicode general categories L, M, N).

    Format characters (Cf), such as soft hyphens, are no part of a word and do not end it.
    """
    return text.translate(_SPACED).split()


def spaced(text: str) -> str:
    """Return the words of each line of a text, with at least one space between them."""
    return text.translate(_LINED)


class _Spaced(dict[int, "int | None"]):
    """A table for ``str.translate``: code points that belong to words as they are, format characters as nothing, all others
    as a space."""

    def __missing__(self, point: int) -> int | None:
        kind = category(chr(point))
        translated = None if kind == "Cf" else point if kind[0] in "LMN" else 0x20
        if len(self) < REMEMBERED:
            self[point] = translated
        return translated


_SPACED = _Spaced()

_LINED = _Spaced({ord("\n"): ord("\n")})
"""The same, with line breaks as they are."""


def _weighed(word: str, language: str) -> str:
    iterator = _collator(language, primary=True).createCollationElementIterator(word)
    # The upper half of each element is its weight: ICU's own function takes twice the time to tell.
    halves = memoryview(array("i", iterator)).cast("B").cast("H")[byteorder == "little" :: 2]
    # A weight may be a surrogate's code point. Folded text never leaves this process, so it need not be valid UTF-8.
    return array("I", halves).tobytes().decode(_UTF_32, "surrogatepass").replace("\0", "")


class _Weights(dict[str, str]):
    """The words of one language, each in the form that ``fold`` gives it. It begins anew when it is full."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> str:
        weights = _weighed(word, self._language)
        if len(word) <= LONGEST_WORD:
            if len(self) >= REMEMBERED_WORDS:
                self.clear()
            self[word] = weights
        return weights


_weights = lru_cache(maxsize=32)(_Weights)
