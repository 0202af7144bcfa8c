"""Many files replaced together, also where the process is killed.

1. Each is written whole first, hidden, in a folder that is there already: whoever is killed so far has changed nothing.
2. Then a list of them is written, in one step (``unfinished.FILE``). From now on all of them count: nobody reads the content
   before the rest is done, which the next import does first.
3. Then all are renamed to their places, and the list goes.
4. Where anything goes wrong, what was renamed is put back, and nothing is left over.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from glossary.content import files, unfinished
from glossary.errors import BadContent, Finding

_PART = ".import"
"""Suffix of a file that is not in its place yet; other commands clear away what they have left themselves only."""


class _Step(NamedTuple):
    """A file that is renamed to its place, which held content of this digest before (``None``: nothing was there)."""

    part: Path
    path: Path
    before: str | None


def write(contents: Mapping[Path, str], translations: Path) -> list[Path]:
    """Replace files by these texts, all or none; return those that were not so already. Raises ``Unwritable``."""
    before = {path: path.read_bytes() if path.is_file() else None for path in contents}
    changed = {path: text.encode() for path, text in contents.items() if before[path] != text.encode()}
    steps, folders, journal = list[_Step](), list[Path](), translations / unfinished.FILE
    try:
        for path, data in changed.items():
            with files.writing(path):
                steps.append(_Step(_part(path, data), path, _digest(before[path])))  # Rule 1
        if len(steps) > 1:
            files.replace(journal, _listed(steps, translations))  # Rule 2
        for step in steps:
            with files.writing(step.path):
                folders += _made(step.path.parent)
                step.part.replace(step.path)  # Rule 3
        journal.unlink(missing_ok=True)
    except BaseException:
        for step in steps:  # Rule 4
            if not step.part.exists():
                _put_back(step.path, before[step.path])
            step.part.unlink(missing_ok=True)
        for folder in reversed(folders):
            shutil.rmtree(folder, ignore_errors=True)
        journal.unlink(missing_ok=True)
        raise
    return list(changed)


def finish(term_files: Path, translations: Path) -> bool:
    """Do the rest of an import that was killed, and clear away what it left; return whether there was one to finish. A file
    that somebody has changed since stays as it is. Whoever calls it holds the folders.

    Raises ``BadContent`` for a list that no import has written, ``Unwritable``.
    """
    journal, folders = translations / unfinished.FILE, (term_files, translations)
    there = journal.exists()
    for step in _read(journal, folders) if there else ():
        with files.writing(step.path):
            now = step.path.read_bytes() if step.path.is_file() else None
            if step.part.is_file() and _digest(now) == step.before:
                step.path.parent.mkdir(parents=True, exist_ok=True)
                step.part.replace(step.path)
    with files.writing(translations):
        journal.unlink(missing_ok=True)
        for folder in (*folders, *translations.glob("*/LC_MESSAGES")):
            for left in (*folder.glob(f".*{_PART}"), *folder.glob(f".{journal.name}.*")):
                left.unlink(missing_ok=True)
    return there


def _listed(steps: list[_Step], translations: Path) -> str:
    """Return the list, its paths relative to the folder of translations: a tree may be moved."""
    rows = [[*(os.path.relpath(path, translations) for path in step[:2]), step.before] for step in steps]
    return json.dumps(rows, indent=1) + "\n"


def _read(journal: Path, folders: tuple[Path, Path]) -> Iterator[_Step]:
    """Yield the steps of a list. Raises ``BadContent`` for one that leads out of the folders."""
    try:
        rows = json.loads(files.read(journal))
        steps = [_Step(_from(journal.parent, part), _from(journal.parent, path), before) for part, path, before in rows]
    except (ValueError, TypeError):
        steps, inside = [], False
    else:
        homes = [folder.resolve() for folder in folders]
        paths = [path for step in steps for path in step[:2]]
        inside = all(_within(path.parent.resolve(), homes) for path in paths)
    if not inside:
        what, remedy = "no import has written it as it stands", "delete it, and run the import again"
        raise BadContent([Finding(files.displayed(journal), 0, what, remedy)])
    yield from steps


def _from(folder: Path, relative: str) -> Path:
    """Return a path that ``os.path.relpath`` made relative to a folder, which may be a link."""
    return Path(os.path.normpath(folder / relative))


def _within(folder: Path, homes: list[Path]) -> bool:
    return any(folder.is_relative_to(home) for home in homes)


def _digest(data: bytes | None) -> str | None:
    return sha256(data).hexdigest() if data is not None else None


def _made(folder: Path) -> list[Path]:
    """Make a folder with those above it; return the topmost that was not there, if any."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[-1:]


def _part(path: Path, data: bytes) -> Path:
    """Write a file's new content into its folder, or the nearest above it that is there. On a full disk the part goes
    again."""
    home = next(folder for folder in path.parents if folder.is_dir())
    descriptor, name = tempfile.mkstemp(dir=home, prefix=f".{path.name}.", suffix=_PART)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        files.replace(path, data)
