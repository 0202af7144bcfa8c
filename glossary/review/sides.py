"""A folder as it was at a revision, and as it is, and its TOML files compared row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.content import files, tables
from glossary.errors import BadContent, Finding, Level

REVIEW = "let somebody who did not make this change look at it"


@dataclass(frozen=True)
class Sides:
    """A folder as it was at a revision, and as it is."""

    before: Path
    now: Path
    revision: str

    def finding(self, file: str, line: int, what: str, remedy: str = REVIEW, level: Level = Level.WARNING) -> Finding:
        """Return a finding about what is so since the revision."""
        return Finding(file, line, f"since {self.revision}: {what}", remedy, level)


Named = Mapping[str, Callable[[Mapping[str, Any]], str]]
"""How the rows of an array of tables are called, by its key."""


def rows(sides: Sides, name: str, named: Named) -> Iterator[Finding]:
    """Compare a TOML file by the rows of its arrays of tables, and by its other keys."""
    before, now = _read(sides.before / name, named), _read(sides.now / name, named)
    file = files.displayed(sides.now / name)
    for what in sorted(before.keys() | now.keys()):
        (old, _), (new, line) = before.get(what, (None, 0)), now.get(what, (None, 0))
        if old is None:
            yield sides.finding(file, line, f"{what} is new")
        elif new is None:
            yield sides.finding(file, line, f"{what} is gone")
        elif old != new:
            yield sides.finding(file, line, f"{what} was changed ({_changed(old, new)})")


def _changed(old: Any, new: Any) -> str:
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return f"from {old} to {new}"
    return ", ".join(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def _read(path: Path, named: Named) -> dict[str, tuple[Any, int]]:
    """Return the values of a TOML file by what they are called, each with its line; nothing where it cannot be read."""
    found: dict[str, tuple[Any, int]] = {}
    with suppress(BadContent):
        table = tables.read(path)
        for key, value in table.values.items():
            if key not in named or not isinstance(value, list):
                found[f"“{key}”"] = value, table.line(key)
                continue
            for number, row in enumerate(value):
                name, again = named[key](row), 2
                while name in found:
                    name, again = f"{named[key](row)} ({again})", again + 1
                found[name] = row, table.line(key, str(number))
    return found
