"""An export that is what another one would write, told without making it.

1. It was written of the same content on the same day (``inputs``), by the same build, with the same settings and choices.
2. Its files are those that were written: by their names, sizes, inodes, and the times of change of both.
3. Where an operator's state, kept content, pinned keys or an artifact decide what is served, it is not told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from glossary import derived
from glossary.edition import inputs
from glossary.export.selection import Selection
from glossary.serving import locate
from glossary.settings import Settings

_DECIDING = ("state", "kept", "maintainers", "content")
_OWN = frozenset({"clock", "snapshot"})
"""What of the settings says nothing about the files."""


class Current(NamedTuple):
    """An export that is there: its folder's name, its files and their bytes, and the day from which it may be another."""

    name: str
    files: int
    bytes: int
    until: date | None


def made_of(chosen: Settings, selection: Selection) -> str | None:
    """Return the digest of all that an export is made of (rule 1); ``None`` where nothing is kept or told (rule 3)."""
    if not chosen.snapshot or any(getattr(chosen, name) for name in _DECIDING):
        return None
    content, application = inputs.digest(chosen, chosen.today), find_spec(locate.module())
    if content is None or application is None or application.origin is None:
        return None
    settings = [(each.name, str(getattr(chosen, each.name))) for each in fields(chosen) if each.name not in _OWN]
    code = Path(application.origin).read_bytes()
    return sha256(repr((content, settings, repr(selection), sha256(code).hexdigest())).encode()).hexdigest()


def found(chosen: Settings, target: Path, made: str | None) -> Current | None:
    """Return the export at a target, if it was made of the same and nobody has changed it (rule 2)."""
    data = derived.read(chosen.snapshot, _name(target)) if made else None
    value: Any = orjson.loads(data) if data else {"made_of": ""}
    if value["made_of"] != made or not target.is_symlink() or target.readlink().name != value["name"]:
        return None
    if value["states"] is None or _states(target) != value["states"]:
        return None
    until = date.fromisoformat(value["until"]) if value["until"] else None
    return Current(value["name"], value["files"], value["bytes"], until)


def keep(chosen: Settings, target: Path, made: str, export: Current) -> None:
    """Remember an export that was just written."""
    value = {"made_of": made, "states": _states(target), **export._asdict()}
    derived.write(chosen.snapshot, _name(target), orjson.dumps(value))


def _name(target: Path) -> str:
    return f"export-{sha256(os.fsencode(target.absolute())).hexdigest()[:16]}"


def _states(target: Path) -> str | None:
    try:
        rows = sorted(_files(str(target.resolve())))
    except OSError:
        return None
    return sha256(repr(rows).encode("utf-8", "surrogateescape")).hexdigest()


def _files(folder: str) -> Iterator[tuple[object, ...]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                state = entry.stat(follow_symlinks=False)
                yield entry.path, state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns
