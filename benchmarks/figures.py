"""The figures to reach, as a table: what, how much, and how it comes from the samples."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import log
from statistics import median
from typing import NamedTuple

from benchmarks.competitors import BUILT_IN, EXPORT, INSTALLED, OURS
from benchmarks.samples import Samples, ratios

COMPARED = 60
"""Concepts of the glossary that all are compared over."""

SIZES = (2, COMPARED, 1000)
LARGE = SIZES[-1]
_LINEAR = 1.25
"""The greatest order of growth that still counts as linear: a processor's caches hold sixty concepts and not a thousand."""


class Figure(NamedTuple):
    """One row: words, what is measured in each round, what to reach, whether that is a minimum or a maximum, and the unit."""

    words: str
    values: Callable[[Samples], list[float]]
    reach: float
    is_minimum: bool
    unit: str = ""

    def holds(self, samples: Samples) -> bool | None:
        """Return whether the median reaches it, ``None`` where nothing was measured."""
        values = self.values(samples)
        if not values:
            return None
        return median(values) >= self.reach if self.is_minimum else median(values) <= self.reach


def fastest_peer(samples: Samples, concepts: int) -> str | None:
    """Return who of the others answers an entry the fastest."""
    rates_of = {
        one.name: median(rates)
        for one in (*BUILT_IN, *INSTALLED)
        if one.peer and (rates := samples.of(one.name, concepts, "entry"))
    }
    return max(rates_of, key=lambda name: rates_of[name]) if rates_of else None


def _compared(samples: Samples) -> int:
    """The size that was compared: the usual one, or the only one."""
    return COMPARED if COMPARED in samples.sizes() else min(samples.sizes(), default=0)


def _of_limit(samples: Samples, *, who: str) -> list[float]:
    concepts = _compared(samples)
    return ratios(samples.of(who, concepts, "entry"), samples.of(who, concepts, "limit"))


def _of_peer(samples: Samples) -> list[float]:
    peer = fastest_peer(samples, _compared(samples))
    return ratios(_of_limit(samples, who=OURS.name), _of_limit(samples, who=peer)) if peer else []


def _unchanged(samples: Samples) -> list[float]:
    concepts = _compared(samples)
    return ratios(samples.of(OURS.name, concepts, "not modified"), samples.of(OURS.name, concepts, "modified"))


def _from_memory(samples: Samples) -> list[float]:
    concepts = _compared(samples)
    pairs = zip(
        *(samples.of(OURS.name, concepts, f"{what} br from memory") for what in ("bundle", "script")), strict=True
    )
    return [min(pair) for pair in pairs]


def _large(samples: Samples, *, what: str, factor: float = 1) -> list[float]:
    return [factor * value for value in samples.of(OURS.name, LARGE, what)]


def _growth(samples: Samples, *, what: str) -> list[float]:
    """The power of the number of concepts that the cost beyond that of the smallest glossary grows with: 1 is linear."""
    medians = [median(values) for size in SIZES if (values := samples.of(OURS.name, size, what))]
    if len(medians) < len(SIZES):
        return []
    middle, large = (cost - medians[0] for cost in medians[1:])
    some, many = (size - SIZES[0] for size in SIZES[1:])
    return [log(large / middle) / log(many / some)] if middle > 0 and large > 0 else []


FIGURES = (
    Figure("An entry, by the limit", partial(_of_limit, who=OURS.name), 0.7, is_minimum=True),
    Figure("An entry, by the fastest peer", _of_peer, 20, is_minimum=True),
    Figure("The entry not modified (304), by the entry", _unchanged, 1, is_minimum=True),
    Figure(
        "An entry of the export under nginx, by the limit", partial(_of_limit, who=EXPORT.name), 0.95, is_minimum=True
    ),
    Figure("Bundle and script with Brotli, share from memory", _from_memory, 0.999, is_minimum=True),
    Figure("Start with 1,000 concepts", partial(_large, what="start"), 10, is_minimum=False, unit="s"),
    Figure(
        "Memory of a worker with 1,000 concepts (RSS)",
        partial(_large, what="memory full", factor=1e-6),
        400,
        is_minimum=False,
        unit="MB",
    ),
    Figure(
        "Search with 1,000 concepts, 99th percentile",
        partial(_large, what="search p99", factor=1000),
        10,
        is_minimum=False,
        unit="ms",
    ),
    Figure(
        "Growth of start time from 60 to 1,000 concepts: order (1 is linear)",
        partial(_growth, what="start"),
        _LINEAR,
        is_minimum=False,
    ),
    Figure("Growth of memory: the same", partial(_growth, what="memory"), _LINEAR, is_minimum=False),
)
