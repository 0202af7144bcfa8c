"""Many short lists of small numbers, in two flat arrays: as many lists of Python's own would take ten times the memory."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from itertools import accumulate, chain


class Flat:
    """Lists of whole numbers from 0, each found by its place. ``_bounds`` says where each begins in ``_numbers``."""

    def __init__(self, lists: Collection[Sequence[int]], limit: int) -> None:
        """``limit`` is greater than every number."""
        self._numbers = array("H" if limit <= 1 << 16 else "I", chain.from_iterable(lists))
        self._bounds = array("I", accumulate(map(len, lists), initial=0))

    def __getitem__(self, place: int) -> Sequence[int]:
        return self._numbers[self._bounds[place] : self._bounds[place + 1]]

    def between(self, first: int, last: int) -> Sequence[int]:
        """Return the numbers of the lists from the first place to the one before the last, one list behind the other."""
        return self._numbers[self._bounds[first] : self._bounds[last]]
