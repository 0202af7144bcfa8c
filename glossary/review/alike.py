"""Headwords of one language that are nearly the same, so that no reader could tell two entries apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

SIMILAR = 0.93
"""The share of letters in common from which on two headwords are nearly the same (``difflib``'s ratio)."""


def alike(terms: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ids whose terms are nearly the same, for each of them those of the others. ``terms`` are folded, by id.

    Readers tell “Article 12” from “Article 13”: terms with other numbers are not alike.
    """
    found: dict[str, list[str]] = {}
    for one, other in _pairs(terms):
        if _numbers(terms[one]) == _numbers(terms[other]) and _similar(terms[one], terms[other]):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() > SIMILAR and matcher.ratio() > SIMILAR  # the first is never less, and soon told


def _numbers(term: str) -> list[str]:
    return re.findall(r"\d+", term)


def _pairs(terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs whose lengths and letters let them be so similar: a thousand terms have half a million pairs."""
    rows = sorted((len(term), name, _letters(term)) for name, term in terms.items())
    for number, (length, name, letters) in enumerate(rows, 1):
        for other_length, other, other_letters in rows[number:]:
            odd = (1 - SIMILAR) * (length + other_length)
            if other_length - length > odd:  # so are all that follow: they are longer
                break
            if (letters ^ other_letters).bit_count() <= odd:
                yield name, other


def _letters(term: str) -> int:
    """Return a number with a bit for each letter of a term; letters may share one."""
    bits = 0
    for letter in set(term):
        bits |= 1 << ord(letter) % 61
    return bits
