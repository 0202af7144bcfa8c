"""All that is read of content, as a digest: where it is the same, so is whatever is made of the content alone.

1. It is made of the bytes of every file, of its name and of where a link leads, whether anybody reads it or not. Sizes and
   times of files do not count: a copy may keep them.
2. It is also made of the day, and of the folder that paths are shown from.
3. The package and what it is installed with are not in it: see ``derived``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from glossary.settings import Settings

_DEEPEST = 12
"""How many folders deep content may lie: the tiles of a log of any size lie less deep."""

BESIDE = ("glossary.toml", "wordmark.png", "wording.toml", "sources", "figures")
"""What belongs to the content beside the folder of term files."""


def place(chosen: Settings) -> tuple[str, ...]:
    """Return where the content is, and from where its paths are shown."""
    folders = [(folder.absolute(), folder.resolve()) for folder in chosen.folders]
    return (str(Path.cwd()), *(str(path) for both in folders for path in both))


def digest(chosen: Settings, day: date) -> str | None:
    """Return the digest of the content on a day; ``None`` where that cannot be told, such as of a pipe."""
    read = inputs(chosen, day)
    return read.digest if read else None


@dataclass(frozen=True)
class Inputs:
    """What is read: ``rest`` is the digest of all but the catalogs, ``catalogs`` are those of the languages' folders."""

    rest: str
    catalogs: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The digest of all of it."""
        return _joined((self.rest, repr(sorted(self.catalogs.items()))))

    def of_language(self, tag: str) -> str:
        """Return the digest of all but the catalogs of other languages."""
        return _joined((self.rest, tag, self.catalogs.get(tag, "")))


def inputs(chosen: Settings, day: date) -> Inputs | None:
    """Return what is read of the content on a day; ``None`` where that cannot be told."""
    rest, catalogs = [repr((*place(chosen), day.isoformat()))], dict[str, list[str]]()
    within = re.compile(re.escape(f"{chosen.translations}/") + r"([^/]+)/LC_MESSAGES/[^/]+\.po")
    try:
        for start in (*chosen.folders, *(chosen.terms.parent / name for name in BESIDE)):
            for path, link, content in _states(start, _DEEPEST):
                catalog = within.fullmatch(path)
                rows = catalogs.setdefault(catalog[1], []) if catalog else rest
                rows.append(repr((path, link, content)))
    except OSError:
        return None
    return Inputs(_joined(rest), {tag: _joined(rows) for tag, rows in catalogs.items()})


def _joined(rows: Iterable[str]) -> str:
    return sha256("\n".join(rows).encode("utf-8", "surrogateescape")).hexdigest()


def _states(entry: Path | os.DirEntry[str], depth: int) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield of a file or a folder, and of all below it, the path, where a link leads, and the digest of the bytes. Raises
    ``OSError`` for what cannot be read, or is neither."""
    path = os.fspath(entry)
    link = str(Path(path).readlink()) if entry.is_symlink() else None
    if not entry.is_dir():
        yield path, link, _digest(path)
        return
    yield path, link, _FOLDER
    if not depth:
        raise NotADirectoryError
    with os.scandir(path) as below:
        for each in sorted(below, key=lambda one: one.name):
            if each.name != ".git":
                yield from _states(each, depth - 1)


_FOLDER = "folder"
"""In the place of the digest of a folder."""


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
