"""Places in a document as people, editors and programs count them.

A line ends with a line feed, or a carriage return and a line feed; lines and columns count from one, offsets from zero.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple


class Point(NamedTuple):
    """A place: line and column, offset; column and offset once more in units of UTF-16."""

    line: int
    column: int
    offset: int
    column_utf16: int
    offset_utf16: int


class Lines:
    """The lines of a document."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self._ascii = source.isascii()
        self._last = 0, 0, 0

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self._lines)]

    @cached_property
    def _units(self) -> list[int]:
        return self._starts if self._ascii else [0, *accumulate(_utf16(line) + 1 for line in self._lines)]

    def point(self, offset: int) -> Point:
        """Return the place of an offset in code points."""
        number = bisect_right(self._starts, offset) - 1
        within = offset - self._starts[number]
        units = within if self._ascii else self._counted(number, within)
        return Point(number + 1, within + 1, offset, units + 1, self._units[number] + units)

    def _counted(self, number: int, within: int) -> int:
        """Return how many units of UTF-16 stand before a place in a line, on from the last place that was asked for."""
        line, before, units = self._last
        if line != number or before > within:
            before = units = 0
        units += _utf16(self._lines[number][before:within])
        self._last = number, within, units
        return units


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
