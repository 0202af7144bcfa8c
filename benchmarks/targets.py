"""The figures that readers, operators and contributors wait for: what each build takes, their ratio, and what to reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import log
from statistics import median
from typing import NamedTuple

from benchmarks.builds import OLDER, OURS
from benchmarks.report import measured, table
from benchmarks.samples import Samples, ratios

_WORDS = {True: "holds", False: "**does not hold**", None: "not measured"}


class Target(NamedTuple):
    """One row. ``what`` is measured of ours and ``before`` of the older build, the same where it is empty. ``by`` is what the
    ratio is made with instead, of ours as well. ``reach`` is a maximum, or a ``minimum``; where it is ``None``, the row is
    only to be looked at."""

    words: str
    size: int
    what: str
    reach: float | None
    before: str = ""
    by: str = ""
    minimum: bool = False
    unit: str = "s"
    factor: float = 1

    @property
    def name(self) -> str:
        """What is measured of the older build."""
        return self.before or self.what

    def ratio(self, samples: Samples, suffix: str = "") -> list[float]:
        """Return the ratio of each round."""
        if self.by:
            return ratios(*(samples.of(OURS, self.size, f"{what}{suffix}") for what in (self.what, self.by)))
        ours, older = samples.of(OURS, self.size, self.what + suffix), samples.of(OLDER, self.size, self.name + suffix)
        return ratios(ours, older)

    def holds(self, samples: Samples) -> bool | None:
        """Return whether the median reaches it, ``None`` where nothing was measured."""
        values = self.ratio(samples)
        if not values or self.reach is None:
            return None
        return median(values) >= self.reach if self.minimum else median(values) <= self.reach

    def row(self, samples: Samples) -> Sequence[str]:
        """Return the cells of its row."""
        older, ours = samples.of(OLDER, self.size, self.name), samples.of(OURS, self.size, self.what)
        return (
            self.words,
            *(measured(values, self.unit, self.factor) for values in (older, ours)),
            measured(self.ratio(samples)),
            measured(self.ratio(samples, " work")),
            f"{'≥' if self.minimum else '≤'} {_fraction(self.reach)}" if self.reach is not None else "·",
            _WORDS[self.holds(samples)] if self.reach is not None else "·",
        )


def _fraction(value: float) -> str:
    """Return a number as the issue has it: 1/5 rather than 0.2."""
    return str(Fraction(value).limit_denominator(100)) if value < 1 else f"{value:g}"


class Growth(NamedTuple):
    """The power of the number of concepts that a cost grows with, beyond what the smallest glossary costs: 1 is linear."""

    words: str
    what: str
    reach: float
    sizes: tuple[int, int, int]
    before: str = ""

    def order(self, samples: Samples, who: str) -> list[float]:
        """Return it, from the medians; nothing where one is missing or the cost does not grow."""
        name = self.before or self.what if who == OLDER else self.what
        medians = [median(values) for size in self.sizes if (values := samples.of(who, size, name))]
        if len(medians) < len(self.sizes):
            return []
        some, many = (cost - medians[0] for cost in medians[1:])
        small, large = (size - self.sizes[0] for size in self.sizes[1:])
        return [log(many / some) / log(large / small)] if some > 0 and many > 0 else []

    def holds(self, samples: Samples) -> bool | None:
        """Return whether it is reached, ``None`` where nothing was measured."""
        order = self.order(samples, OURS)
        return order[0] <= self.reach if order else None

    def row(self, samples: Samples) -> Sequence[str]:
        """Return the cells of its row."""
        older, ours = (measured(self.order(samples, who)) for who in (OLDER, OURS))
        return self.words, older, ours, ours, "·", f"≤ {self.reach:g}", _WORDS[self.holds(samples)]


def rows(targets: Iterable[Target | Growth], samples: Samples) -> Iterator[Sequence[str]]:
    """Yield the rows of the table."""
    return (target.row(samples) for target in targets)


def page(targets: Iterable[Target | Growth], samples: Samples, revision: str) -> str:
    """Return the table in Markdown."""
    head = ("Figure", revision, "This build", "Ratio", "The same by time at work", "To reach", "")
    return table(head, rows(targets, samples))
