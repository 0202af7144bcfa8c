"""Made-up figures about birds, for worlds of tests."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.world import TODAY, World

YEAR = TODAY.year - 1
"""The year that they are about: one of which figures are still shown on the day of the test."""

TEXTS = {
    "title": "Swifts that the Bird Society counted",
    "sentence": "In {year}, the Bird Society counted {birds} swifts.",
    "unit": "swifts",
    "counts": "It counts swifts that flew over one tower.",
    "does_not_count": "It does not count other birds.",
    "caveat": "It is no measure of how many swifts there are.",
}


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def write(world: World, figure: str, values: dict[str, Any], texts: dict[str, str], more: str = "") -> Path:
    """Write a figure file of these values and texts; what is ``None`` is left out."""
    world.figures.mkdir(exist_ok=True)
    path = world.figures / f"{figure}.toml"
    rows = [f"{key} = {_toml(value)}" for key, value in values.items() if value is not None]
    rows += ["[text]", *(f"{key} = {_toml(text)}" for key, text in texts.items() if text is not None)]
    path.write_text("\n".join(rows) + "\n" + more)
    return path


def counted(
    world: World, figure: str, *, year: int = YEAR, texts: dict[str, Any] | None = None, **changes: Any
) -> Path:
    """Write a figure that is a count, of a whole year."""
    values = {
        "value": 1234567,
        "measure": "count",
        "bound": "exact",
        "name": "birds",
        "period": {"from": date(year, 1, 1), "to": date(year, 12, 31)},
        "place": "FI",
        "publisher": "Bird Society",
        "report": "Yearbook",
        "page": "Page 7",
        "url": "https://birds.example.org/yearbook",
        "published": "2025-04",
        "seen": date(2025, 5, 1),
        "seen_at": "publisher",
        "wording": "restated",
        **changes,
    }
    return write(world, figure, values, {**TEXTS, **(texts or {})})


def claim(world: World, figure: str) -> Path:
    """Write a claim that is withdrawn."""
    texts = {"sentence": "“{birds} swifts nest in every tower.”", "reason": "Nobody counted them."}
    values = {"withdrawn": date(2025, 5, 1), "plural": "birds"}
    more = """[numbers.birds]
value = 1000
measure = "count"
[[sources]]
title = "Yearbook"
url = "https://birds.example.org/yearbook"
seen = 2025-05-01
"""
    return write(world, figure, values, texts, more)
