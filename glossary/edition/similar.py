"""Similar words: the names that a misspelt word may have meant.

Names are compared by trigrams (the share of three-letter pieces that they have in common, Dice's coefficient), which a few
flat arrays answer quickly. The best of them are compared again by edits: letters added, dropped, changed or swapped with the
next one. Spaces do not count, so that compounds may be written as one word or as several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from glossary.edition.flat import Flat

LEAST = 0.5
"""The least similarity of a name that may have been meant."""

MAX_LETTERS = 120
"""So many letters of a query are compared: hardly a name is longer, and readers choose how long a query is."""

_SHORTLIST = 12
"""So many names by trigrams are compared by edits."""

_LEAST_SHARED = 0.3
"""The least similarity by trigrams of a name that is compared by edits: that of five letters, two of them swapped."""


class Similarity(NamedTuple):
    """A name, by its number, that may have been meant. ``score`` is 1 for the same letters."""

    score: float
    name: int


class Similar:
    """Names by their trigrams: ``_holders`` has the numbers of the names that hold each trigram."""

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are all different, in bare letters without spaces; a name's number is its place among them."""
        self.names = tuple(names)
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            for trigram in _trigrams(name):
                holders[trigram].append(number)
        self._places = {trigram: place for place, trigram in enumerate(holders)}
        self._holders = Flat(holders.values(), len(self.names))

    def search(self, word: str, least: float = LEAST) -> list[Similarity]:
        """Return the names that are at least so similar, the most similar first."""
        word = word[:MAX_LETTERS]
        shortlist = [(share, number, self.names[number]) for share, number in nlargest(_SHORTLIST, self._shared(word))]
        edits = Edits(word)
        # Edits tell more than trigrams about short words, trigrams more than edits about a part of a long name.
        scored = (
            Similarity(max(share, edits.similarity(name, least), _inflected(word, name)), number)
            for share, number, name in shortlist
        )
        return sorted((found for found in scored if found.score >= least), key=lambda found: (-found.score, found.name))

    def _shared(self, word: str) -> Iterable[Similarity]:
        """Yield the names that share enough trigrams with a word, with Dice's coefficient."""
        trigrams = _trigrams(word)
        places = [self._places[trigram] for trigram in trigrams if trigram in self._places]
        shared = Counter(chain.from_iterable(map(self._holders.__getitem__, places)))
        # 2 s / (q + n) >= c, and n >= s, so s >= c q / (2 - c): most names need not be looked at.
        minimum = _LEAST_SHARED * len(trigrams) / (2 - _LEAST_SHARED)
        for name, count in [(name, count) for name, count in shared.items() if count >= minimum]:
            share = 2 * count / (len(trigrams) + len(self.names[name]) + 1)
            if share >= _LEAST_SHARED:
                yield Similarity(share, name)


def _inflected(word: str, name: str) -> float:
    """Return how similar words are of which only the endings may differ, such as “groomed” and “grooming”; 0 for others."""
    same = next(
        (at for at, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]), min(len(word), len(name))
    )
    endings = len(word) - same, len(name) - same
    return 0.75 if same >= max(4, sum(endings)) and max(endings) <= 3 else 0


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(word) + 1)}


class Edits:
    """Counts the edits from one word to others.

    Bit-parallel: the rows of the table of distances are the bits of a few integers (H. Hyyrö, "A Bit-Vector Algorithm for
    Computing Levenshtein and Damerau Edit Distances", 2003), a step for each letter.
    """

    def __init__(self, word: str) -> None:
        self.word = word
        self._places: dict[str, int] = {}
        for place, letter in enumerate(word):
            self._places[letter] = self._places.get(letter, 0) | 1 << place

    def similarity(self, other: str, least: float = 0) -> float:
        """Return 1 for the same word, 0 for one that has nothing in common, and for one that is too long or too short to be
        at ``least`` so similar."""
        shorter, longer = sorted((len(self.word), len(other)))
        return 1 - self.count(other) / max(longer, 1) if shorter >= least * longer else 0

    def count(self, other: str) -> int:
        """Return how many letters have to be added, dropped, changed or swapped with the next one."""
        count, last = len(self.word), 1 << len(self.word) >> 1
        rising, falling, equal, before = (1 << count) - 1, 0, 0, 0
        for letter in other:
            here = self._places.get(letter, 0)
            swapped = ((~equal & here) << 1) & before
            equal = (((here & rising) + rising) ^ rising) | here | falling | swapped
            up, down = falling | ~(equal | rising), equal & rising
            count += bool(up & last) - bool(down & last)
            up, down = up << 1 | 1, down << 1
            rising, falling, before = down | ~(equal | up), up & equal, here
        return count
