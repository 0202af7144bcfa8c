"""The documents that somebody names: files, folders, patterns, and what comes over standard input."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from glob import glob, has_magic
from pathlib import Path
from stat import S_ISBLK, S_ISCHR
from typing import NamedTuple

from glossary.annotate.html import BadPage
from glossary.annotate.linting.document import ENDINGS
from glossary.errors import Refused

STANDARD_INPUT = "-"
MAX_BYTES = 32 * 1024 * 1024
"""Largest document that is read."""

_LEFT_OUT = frozenset({"node_modules"})
"""Folders in a folder that nobody means, beside those whose name begins with a full stop."""


class Named(NamedTuple):
    """A document by its name. ``path`` is ``None`` for standard input."""

    name: str
    path: Path | None = None

    def read(self) -> bytes:
        """Return its bytes. Raises ``BadPage``."""
        try:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1) if self.path is None else _bytes(self.path)
        except OSError as error:
            raise BadPage(0, f"it cannot be read ({error.strerror})", "mend its name or its permissions") from None
        if len(raw) > MAX_BYTES:
            raise BadPage(0, f"it is larger than {MAX_BYTES // 1024 // 1024} MiB", "divide it into several files")
        return raw


def _bytes(path: Path) -> bytes:
    mode = path.stat().st_mode
    if S_ISCHR(mode) or S_ISBLK(mode):
        raise BadPage(0, "it is a device, not a file", "name a file, or - for standard input")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def named(names: Collection[str], exclude: Collection[str] = (), stdin_name: str = "<stdin>") -> Iterator[Named]:
    """Yield the documents of some names, each once, but for those whose path fits a pattern of ``exclude``. Raises
    ``Refused`` for a folder or a pattern without any."""
    there = set()
    for name in names:
        for each in [Named(stdin_name)] if name == STANDARD_INPUT else _files(name):
            if each.name not in there and not any(fnmatchcase(each.name, pattern) for pattern in exclude):
                there.add(each.name)
                yield each


def _files(name: str) -> Iterator[Named]:
    path = Path(name)
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if _meant(each, path))
    elif has_magic(name) and not path.exists():
        found = sorted(filter(Path.is_file, map(Path, glob(name, recursive=True))))  # noqa: PTH207
    else:
        found = [path]
    if not found:
        raise Refused(f"there is nothing to look at in {name}", f"it looks at files that end with {', '.join(ENDINGS)}")
    for each in found:
        yield Named(each.as_posix(), each)


def _meant(path: Path, folder: Path) -> bool:
    """Return whether a path in a folder is a document to look at."""
    parts = path.relative_to(folder).parts
    left_out = any(part.startswith(".") or part in _LEFT_OUT for part in parts)
    return path.suffix.lower() in ENDINGS and not left_out and path.is_file()
