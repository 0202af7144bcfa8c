"""Similar words: the names that a misspelt word may have meant.

Names are compared by trigrams (the share of three-letter pieces that they have in common, Dice's coefficient), which a few
flat arrays answer quickly. The best of them are compared again by edits: letters added, dropped, changed or swapped with the
next one. Spaces do not count, so that compounds may be written as one word or as several.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from heapq import heappush, heappushpop
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

LEAST = 0.5
"""The least similarity of a name that may have been meant."""

MAX_LETTERS = 120
"""So many letters of a query are compared: hardly a name is longer, and readers choose how long a query is."""

_MOST_NOWHERE = 16_384
"""So many letters of trigrams that no name has are kept: readers choose which there are."""

_SHORTLIST = 12
"""So many names by trigrams are compared by edits."""

_LEAST_SHARED = 0.3
"""The least similarity by trigrams of a name that is compared by edits: that of five letters, two of them swapped."""


_count = itemgetter(1)


class Similarity(NamedTuple):
    """A name, by its number, that may have been meant. ``score`` is 1 for the same letters."""

    score: float
    name: int


class Similar:
    """Names by their trigrams. ``_holders`` has the numbers of the names that hold one, once it was asked for; ``_nowhere``
    are those that no name has, one a line.

    ``_text`` has each name as its trigrams are made of it; ``_begins`` says where each begins there, and the last one ends.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are all different, in bare letters without spaces; a name's number is its place among them."""
        self.names = tuple(names)
        padded = [f"{_padded(name)}\n" for name in self.names]
        self._text = "".join(padded)
        self._begins = array("I", accumulate(map(len, padded), initial=0))
        self._holders: dict[str, array[int]] = {}
        self._nowhere = ""

    def _holding(self, trigram: str) -> Iterable[int]:
        """Return the numbers of the names that hold a trigram."""
        if (holders := self._holders.get(trigram)) is not None:
            return holders
        if trigram in self._nowhere:
            return ()
        first, *others = self._text.split(trigram)  # many times as quick as to find one place after the other
        if not others:
            self._nowhere = f"{self._nowhere[-_MOST_NOWHERE:]}{trigram}\n"
            return ()
        places = accumulate((len(trigram) + len(other) for other in others[:-1]), initial=len(first))
        names = dict.fromkeys(bisect_right(self._begins, place) - 1 for place in places)
        self._holders[trigram] = array("H" if len(self.names) <= 1 << 16 else "I", names)
        return self._holders[trigram]

    def search(self, word: str, least: float = LEAST) -> list[Similarity]:
        """Return the names that are at least so similar, the most similar first."""
        word = word[:MAX_LETTERS]
        shortlist = [(share, number, self.names[number]) for share, number in self._shortlist(_trigrams(word))]
        edits = Edits(word)
        # Edits tell more than trigrams about short words, trigrams more than edits about a part of a long name.
        scored = (
            Similarity(max(share, edits.similarity(name, least), _inflected(word, name)), number)
            for share, number, name in shortlist
        )
        return sorted((found for found in scored if found.score >= least), key=lambda found: (-found.score, found.name))

    def _shortlist(self, trigrams: Collection[str]) -> list[Similarity]:
        """Return the names that share most of some trigrams, enough of them, with Dice's coefficient."""
        shared = Counter(chain.from_iterable(map(self._holding, trigrams)))
        # 2 s / (q + n) >= c, and n >= s, so s >= c q / (2 - c): most names need not be looked at.
        minimum, asked = _LEAST_SHARED * len(trigrams) / (2 - _LEAST_SHARED), len(trigrams)
        best = list[Similarity]()
        for name, count in sorted([each for each in shared.items() if each[1] >= minimum], key=_count, reverse=True):
            if len(best) == _SHORTLIST and 2 * count / (asked + count) < best[0].score:
                break  # by n >= s again, no other can be better
            share = 2 * count / (asked + len(self.names[name]) + 1)
            if share >= _LEAST_SHARED:
                (heappush if len(best) < _SHORTLIST else heappushpop)(best, Similarity(share, name))
        return best


def _inflected(word: str, name: str) -> float:
    """Return how similar words are of which only the endings may differ, such as “groomed” and “grooming”; 0 for others."""
    same = next(
        (at for at, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]), min(len(word), len(name))
    )
    endings = len(word) - same, len(name) - same
    return 0.75 if same >= max(4, sum(endings)) and max(endings) <= 3 else 0


def _trigrams(word: str) -> set[str]:
    padded = _padded(word)
    return {padded[at : at + 3] for at in range(len(word) + 1)}


def _padded(word: str) -> str:
    return f"  {word} "


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
