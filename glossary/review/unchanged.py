"""The findings of content that has not changed since it was last checked: a check is a function of what it reads.

1. What a check reads is the build (``derived``), the day, the folder that paths are shown from, and every file of the content
   with its bytes. Where one of them differs, nothing is taken over; a file that nobody reads may differ for nothing.
2. Findings are kept only if the content is the same after the check as before it.
3. Where maintainers' keys are pinned, a check also reads and writes the operator's state: then nothing is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import Any

import orjson

from glossary import derived
from glossary.errors import Finding, Level
from glossary.settings import Settings

_DEEPEST = 12
"""How many folders deep content may lie: the tiles of a log of any size lie less deep."""

BESIDE = ("glossary.toml", "wordmark.png", "wording.toml", "sources", "figures")
"""What belongs to the content beside the folder of term files."""


def findings(chosen: Settings, day: date, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what a check of the content on a day finds; what it found before, where nothing has changed since."""
    if not chosen.snapshot or chosen.maintainers:  # Rule 3
        return list(check())
    name = f"check-{sha256(repr(_place(chosen)).encode()).hexdigest()[:16]}"
    inputs = _inputs(chosen, day)
    if inputs and (kept := _kept(derived.read(chosen.snapshot, name), inputs)) is not None:
        return kept
    found = list(check())
    if inputs and _inputs(chosen, day) == inputs:  # Rule 2
        rows = [[each.file, each.line, each.what, each.remedy, each.level] for each in found]
        derived.write(chosen.snapshot, name, orjson.dumps({"inputs": inputs, "findings": rows}))
    return found


def _kept(data: bytes | None, inputs: str) -> list[Finding] | None:
    value: Any = orjson.loads(data) if data else {}
    if value.get("inputs") != inputs:
        return None
    return [Finding(file, line, what, remedy, Level(level)) for file, line, what, remedy, level in value["findings"]]


def _place(chosen: Settings) -> tuple[str, ...]:
    """Return where the content is, and from where its paths are shown."""
    folders = [(folder.absolute(), folder.resolve()) for folder in chosen.folders]
    return (str(Path.cwd()), *(str(path) for both in folders for path in both))


def _inputs(chosen: Settings, day: date) -> str | None:
    """Return the digest of all that a check reads (rule 1); ``None`` where that cannot be told, such as of a pipe."""
    rows = [repr((*_place(chosen), day.isoformat()))]
    try:
        for path in (*chosen.folders, *(chosen.terms.parent / name for name in BESIDE)):
            rows += _states(path, _DEEPEST)
    except OSError:
        return None
    return sha256("\n".join(rows).encode("utf-8", "surrogateescape")).hexdigest()


def _states(entry: Path | os.DirEntry[str], depth: int) -> Iterator[str]:
    """Yield what a file or a folder is, and all below it. Raises ``OSError`` for what cannot be read, or is neither."""
    path = os.fspath(entry)
    link = str(Path(path).readlink()) if entry.is_symlink() else None
    if not entry.is_dir():
        yield repr((path, link, _digest(path)))
        return
    yield repr((path, link))
    if not depth:
        raise NotADirectoryError
    with os.scandir(path) as below:
        for each in sorted(below, key=lambda one: one.name):
            if each.name != ".git":
                yield from _states(each, depth - 1)


def _digest(path: str) -> str | None:
    """Return the digest of a file's bytes; ``None`` where there is none."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(file, "rb") as opened:
        if not S_ISREG(os.fstat(file).st_mode):
            raise NotADirectoryError
        return sha256(opened.read()).hexdigest()
