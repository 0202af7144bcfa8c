"""What was found at the origins, and is there for all workers and for the next look: in ``seen.json`` of the folder of what
was taken, or, where that cannot be written, in the memory of the process that looked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from time import time
from typing import Any, NamedTuple

from glossary.artifact import origin, statement
from glossary.artifact.statement import Offer
from glossary.content import files
from glossary.errors import Finding, Level, Refused, Unwritable

_FILE = "seen.json"
_unwritten: dict[Path, Look] = {}


@dataclass(frozen=True)
class Heard:
    """What an origin said last: the tag of its offer, the offer, when it was last reached (Unix time; zero is never), and
    what is wrong with the origin itself."""

    tag: str = ""
    offer: Offer | None = None
    reached: float = 0.0
    findings: tuple[Finding, ...] = ()


class Refusal(NamedTuple):
    """Why an artifact was refused, and when it was looked at (Unix time)."""

    at: float
    what: str
    remedy: str


Refusals = dict[str, Refusal]
"""Artifacts that were refused, by their digests."""


@dataclass(frozen=True)
class Look:
    """What one look found: at each origin, what was refused, and everything that is wrong."""

    heard: Mapping[str, Heard] = field(default_factory=dict)
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def reached(self) -> float:
        """When an origin was last reached (Unix time); zero where none was."""
        return max((each.reached for each in self.heard.values()), default=0.0)


def read(folder: Path) -> Look:
    """Return what the last look found; nothing where there was none, or what is there cannot be read."""
    if folder in _unwritten:
        return _unwritten[folder]
    try:
        values = json.loads((folder / _FILE).read_bytes())
        heard = {name: _heard(row) for name, row in values["heard"].items()}
        refused = {digest: Refusal(*row) for digest, row in values["refused"].items()}
        return Look(heard, refused, _findings(values["findings"]))
    except (OSError, ValueError, KeyError, TypeError, Refused):
        return Look()


def _heard(row: Mapping[str, Any]) -> Heard:
    offer = statement.offer(row["offer"].encode()) if row["offer"] else None
    return Heard(row["tag"], offer, row["reached"], _findings(row["findings"]))


def _findings(rows: list[list[Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(file, line, what, remedy, Level(level)) for file, line, what, remedy, level in rows)


def keep(folder: Path, look: Look) -> None:
    """Keep what a look found."""
    heard = {
        name: {
            "tag": each.tag,
            "offer": each.offer.data.decode() if each.offer else "",
            "reached": each.reached,
            "findings": [astuple(finding) for finding in each.findings],
        }
        for name, each in look.heard.items()
    }
    values = {"heard": heard, "refused": look.refused, "findings": [astuple(finding) for finding in look.findings]}
    try:
        files.replace(folder / _FILE, json.dumps(values), lasting=False)
    except Unwritable:
        _unwritten[folder] = look
    else:
        _unwritten.pop(folder, None)


def told(folder: Path, finding: Finding) -> None:
    """Tell what kept this process from looking."""
    before = read(folder)
    _unwritten[folder] = Look(before.heard, before.refused, (finding,))


def recent(folder: Path, seconds: float) -> bool:
    """Return whether somebody looked within so many seconds."""
    try:
        return 0 <= time() - (folder / _FILE).stat().st_mtime < seconds
    except OSError:
        return False


def words(error: Refused | Unwritable) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    if isinstance(error, Refused):
        return error.reason, error.remedy
    return (
        f"it could not be unpacked ({error.error.strerror or error.error})",
        "make room; it is tried again in a minute",
    )


def refusal(name: str, offer: Offer, error: Refused | Unwritable) -> Finding:
    """Return the finding for an artifact that was refused."""
    what, remedy = words(error)
    return Finding(f"{origin.displayed(name)}/{offer.file}", 0, f"it is not taken: {what}", remedy)
