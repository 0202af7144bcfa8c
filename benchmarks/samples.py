"""What was measured: a number for each round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple


class Key(NamedTuple):
    """Who was measured, over how many concepts, and what of them (a row of ``measures.MEASURES``)."""

    who: str
    concepts: int
    what: str


class Spread(NamedTuple):
    """The median, the minimum and the maximum of the rounds."""

    median: float
    minimum: float
    maximum: float


class Samples:
    """All numbers of a run, in the order of its rounds."""

    def __init__(self) -> None:
        self._values: dict[Key, list[float]] = {}

    def add(self, who: str, concepts: int, values: Iterable[tuple[str, float]]) -> None:
        """Add the values that one round measured of somebody."""
        for what, value in values:
            self._values.setdefault(Key(who, concepts, what), []).append(value)

    def of(self, who: str, concepts: int, what: str) -> list[float]:
        """Return the numbers of all rounds, none where nothing was measured."""
        return self._values.get(Key(who, concepts, what), [])

    def sizes(self) -> list[int]:
        """Return the numbers of concepts that were measured."""
        return sorted({key.concepts for key in self._values})

    def __iter__(self) -> Iterator[Key]:
        return iter(self._values)


def spread(values: list[float]) -> Spread | None:
    """Return the median and the spread of numbers, ``None`` of none."""
    return Spread(median(values), min(values), max(values)) if values else None


def ratios(above: list[float], below: list[float]) -> list[float]:
    """Return the ratio in each round: what disturbs a whole round disturbs it little."""
    return [one / other for one, other in zip(above, below, strict=False) if other]
