"""English that was left in a translation: the whole text, or a part of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from glossary.review import addresses

_SMALL = frozenset({
    "a", "an", "and", "are", "as", "be", "by", "can", "for", "from", "has", "have", "in", "is", "it", "its", "not", "of",
    "on", "or", "that", "the", "their", "they", "this", "to", "was", "were", "which", "who", "with",
})  # fmt: skip
"""Small words of English: a run of words without one may be a name, such as “Better Internet”."""

_RUN = 3
"""How many words in a row make English: two may be the same in both languages by chance."""

_QUOTED = re.compile(r"[«»„“”][^«»„“”]*[«»“”]|\([^)]*\)|\{\w+\}")
"""What may be English on purpose, and placeholders, which nobody translates."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\|")
"""A word; several with hyphens between them are one, which a language may have taken over: “end-to-end”."""


def same_as_source(source: str, text: str, _language: str) -> str | None:
    """Find a text that is the English one."""
    return "it is the English text" if source == text and len(source.split()) > 3 else None


def left_in_english(source: str, text: str, _language: str) -> str | None:
    """Find words in a row that are those of the English, a small word among them and another that is no name (in capitals).

    What stands in quotation marks or brackets may be English on purpose.
    """
    if source == text:
        return None
    english, words = _english(source), _words(text)
    if english.isdisjoint(_runs(map(str.lower, words))):
        return None
    for run in _runs(words):
        plain = {word for word in run if word.islower()}
        if tuple(map(str.lower, run)) in english and plain & _SMALL and plain - _SMALL:
            return f"it has English words (“{' '.join(run)}”)"
    return None


@lru_cache(maxsize=16384)
def _english(source: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of an English text in lower case. It is cached because every language is compared with the same."""
    return frozenset(run for run in _runs(map(str.lower, _words(source))) if "|" not in run)


def _words(text: str) -> list[str]:
    return _WORD.findall(_QUOTED.sub(" | ", addresses.without(text)))


def _runs(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield all runs of words. One with a bar reaches over something that was left out, and is in no English."""
    listed = list(words)
    return zip(*(listed[at:] for at in range(_RUN)), strict=False)
