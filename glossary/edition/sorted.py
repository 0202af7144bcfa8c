"""Words in order, each once, in one string: as many strings of Python's own would take five times the memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Sorted:
    """Words, found by their beginning in a few steps. ``_begins`` says where each begins in ``_letters``, and the last one
    ends."""

    def __init__(self, words: Iterable[str]) -> None:
        distinct = sorted(set(words))
        self._letters = "".join(distinct)
        self._begins = array("I", accumulate(map(len, distinct), initial=0))

    def first(self, beginning: str) -> str:
        """Return the first word that is not before a beginning; none is empty. It is the same, if that is a word."""
        places = range(len(self._begins) - 1)
        place = bisect_left(places, beginning, key=self._word)
        return self._word(place) if place < len(places) else ""

    def _word(self, place: int) -> str:
        return self._letters[self._begins[place] : self._begins[place + 1]]
