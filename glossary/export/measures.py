"""Measures: how large an export is, as static hosts count.

1. ``_headers`` and ``_redirects`` are read by hosts and are no files of the site.
2. A redirect is of a pattern where its address has an asterisk or a placeholder, and so is every one behind the first of
   these: Cloudflare Pages counts them so.
3. What is empty or begins with ``#`` in these two files counts nothing.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from glossary.errors import Refused

HEADERS, REDIRECTS = "_headers", "_redirects"

NAMES: Mapping[str, str] = {
    "files": "files",
    "folder": "files in one folder",
    "file": "largest file",
    "all": "all files",
    "header-rules": f"rules in {HEADERS}",
    "header-line": f"longest line in {HEADERS}",
    "redirects": f"rules in {REDIRECTS}",
    "plain-redirects": f"plain rules in {REDIRECTS}",
    "pattern-redirects": f"pattern rules in {REDIRECTS}",
    "redirect-line": f"longest line in {REDIRECTS}",
}
"""What is measured, by the names that ``hosts.toml`` uses."""

IN_BYTES = frozenset({"file", "all"})

_PATTERN = re.compile(r"\*|:[A-Za-z]")  # Rule 2


class File(NamedTuple):
    """A file of an export, by its path in the folder."""

    path: str
    bytes: int


@dataclass(frozen=True)
class Export:
    """An export in a folder: its files, and the lines that hosts read."""

    files: tuple[File, ...]
    headers: tuple[str, ...]
    redirects: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Export:
        """Read an export. Raises ``Refused`` where there is none."""
        try:
            headers, redirects = (_lines(folder / name) for name in (HEADERS, REDIRECTS))
            return cls(tuple(sorted(_files(folder))), headers, redirects)
        except (FileNotFoundError, NotADirectoryError) as error:
            reason = f"{folder} is no export: there is no {Path(error.filename).name} in it"
        except UnicodeDecodeError:
            reason = f"{folder} is no export of ours: {HEADERS} or {REDIRECTS} is not in UTF-8"
        except OSError as error:
            reason = f"{error.filename or folder} cannot be read ({error.strerror})"
        raise Refused(reason, "name a folder that “glossary export” wrote")

    @property
    def rules(self) -> Mapping[str, int]:
        """How much of each measure is in the two files that hosts read."""
        plain = len(list(takewhile(lambda line: not _PATTERN.search(line.split()[0]), self.redirects)))
        return {
            "header-rules": sum(line.startswith("/") for line in self.headers),
            "header-line": max(map(len, self.headers), default=0),
            "redirects": len(self.redirects),
            "plain-redirects": plain,
            "pattern-redirects": len(self.redirects) - plain,
            "redirect-line": max(map(len, self.redirects), default=0),
        }


def of_files(files: Sequence[File]) -> dict[str, int]:
    """Return how much of each measure these files are."""
    folders = Counter(file.path.rpartition("/")[0] for file in files)
    return {
        "files": len(files),
        "folder": max(folders.values(), default=0),
        "file": max((file.bytes for file in files), default=0),
        "all": sum(file.bytes for file in files),
    }


def shown(what: str, value: int) -> str:
    """Return a measure as people read it."""
    return f"{value / 1e6:,.1f} MB" if what in IN_BYTES else f"{value:,}"


def _lines(file: Path) -> tuple[str, ...]:
    lines = (line.strip() for line in file.read_text("utf-8").split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))  # Rule 3


def _files(folder: Path) -> Iterator[File]:
    for place, _, names in os.walk(folder, onerror=_told):
        within = Path(place).relative_to(folder)
        for name in names:
            path = (within / name).as_posix()
            if path not in (HEADERS, REDIRECTS):  # Rule 1
                yield File(path, (Path(place) / name).stat().st_size)


def _told(error: OSError) -> None:
    raise error
