"""Numbers with their measure, and the periods that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from glossary.language import dates, numbers

LONGEST = 2
"""Years after the end of its period at which a figure ends, whatever else is so."""


class Measure(StrEnum):
    """What a number is a number of. Per cent and percentage points are two units."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "percentage_points"
    YEAR = "year"


class Number(NamedTuple):
    """A number with its measure."""

    value: Decimal
    measure: Measure

    def alone(self, language: str) -> str:
        """Return how a language writes it, where no text is around it."""
        match self.measure:
            case Measure.PERCENT:
                return numbers.percent(self.value, language)
            case Measure.YEAR:
                return numbers.year(int(self.value), language)
            case _:
                return numbers.decimal(self.value, language)

    def written(self, language: str) -> str:
        """Return how a language writes it in a sentence."""
        return numbers.isolated(self.alone(language), language)


class Period(NamedTuple):
    """The days that a figure is about, both included."""

    start: date
    end: date

    @property
    def year(self) -> int | None:
        """The calendar year that it is, if it is one."""
        year = self.start.year
        return year if self == (date(year, 1, 1), date(year, 12, 31)) else None

    def written(self, language: str) -> str:
        """Return how a language writes it: the year alone, or both days."""
        if self.year:
            return Number(Decimal(self.year), Measure.YEAR).written(language)
        return f"{dates.written(self.start, language)} – {dates.written(self.end, language)}"

    @property
    def ends_on(self) -> date:
        """The first day on which a figure of this period is no longer shown."""
        day = 28 if self.end.month == 2 else self.end.day
        return date(self.end.year + LONGEST, self.end.month, day)


def number(row: Mapping[str, Any]) -> Number:
    """Return the number of a row with ``value`` and ``measure``. Raises ``KeyError`` or ``ValueError`` for another row."""
    if type(row["value"]) not in (int, float):
        raise ValueError("its value is no number")
    return Number(Decimal(str(row["value"])), Measure(row["measure"]))
