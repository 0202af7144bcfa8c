"""The words of an index, each once."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

from glossary.edition.flat import Flat
from glossary.edition.uncollected import uncollected
from glossary.language.codes import BREAK

BEHIND = "\uffff"
"""A code point behind those of all letters."""

_EACH = 32
"""Every so many-th word is also kept by itself: those between are found in a few letters."""


class Vocabulary:
    """The words of an index, each once and in order, and the places that hold it: a tenth of all letters to look through.

    ``_letters`` has them between spaces. ``_begins`` says where each begins there, and ``_holders`` has the places that hold
    it.
    """

    def __init__(self, places: Iterable[str]) -> None:
        """``places`` are the letters of each place."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        count = 0
        with uncollected():
            for count, letters in enumerate(places, 1):
                for word in set(letters.split(" ")):
                    found[word].append(count - 1)
            distinct = sorted(found.keys() - {BREAK, ""})
            self._letters = f" {' '.join(distinct)} "
            self._begins = array("I", accumulate((len(word) + 1 for word in distinct), initial=0))
            self._heads = tuple(distinct[::_EACH])
            self._holders = Flat([found[word] for word in distinct], count)

    def holding(self, part: str, most: int | None = None) -> set[int] | None:
        """Return the places that hold a word with this part, ``None`` where they may be more than the most that are wanted. A
        space is the beginning or the end of the word."""
        holders, count = set[int](), 0
        for first, last in [self._beginning(part)] if part[0] == " " else self._with(part):
            some = self._holders.between(first, last)
            count += len(some)
            if most is not None and count > most:
                return None
            holders.update(some)
        return holders

    def has(self, part: str) -> bool:
        """Return whether there is a word that begins so, or is so."""
        first, last = self._beginning(part)
        return first < last

    def _beginning(self, part: str) -> tuple[int, int]:
        """Return the first word that begins so, or is so, and the first one behind these."""
        word = part.strip(" ")
        at = bisect_left(self._heads, word)
        first = self._at(self._letters.find(part, *self._between(at)))
        if first < 0 or part[-1] == " ":
            return first, first + (first >= 0)
        at = bisect_left(self._heads, word + BEHIND, at)
        return first, self._at(self._letters.rfind(part, *self._between(at))) + 1

    def _between(self, head: int) -> tuple[int, int]:
        """Return where the words from the head before one up to it are."""
        return self._begins[max(head - 1, 0) * _EACH], self._begins[min(head * _EACH + 1, len(self._begins) - 1)] + 1

    def _at(self, place: int) -> int:
        """Return the number of the word that begins at a place; -1 of none."""
        return bisect_right(self._begins, place) - 1 if place >= 0 else -1

    def _with(self, part: str) -> Iterator[tuple[int, int]]:
        """Yield each word with this part, and the following one."""
        at = self._letters.find(part)
        while at >= 0:
            following = bisect_right(self._begins, at)
            yield following - 1, following
            at = self._letters.find(part, self._begins[following])
