"""The pages of a site that was built, linked where they lie.

1. Each page is replaced in one step, and only if it changes. A page that cannot be read stays as it is, and is told. One run
   at a time changes a folder; what one that was killed has left half written goes with the next.
2. A page that has not changed since it was last linked with the same words and options is not read again. What was linked is
   remembered in a manifest, apart from the site; without it every page is read, and the result is the same.
3. A page that a script of React's takes over when it loads is left as it is: React would find other markup than it made, and
   put its own in place of the links. Their links are taken out all the same.
4. A page with a program in it (PHP, ``<% %>``) is left as it is: text and program cannot be told apart in it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from glossary.annotate.html import BadPage
from glossary.annotate.links import Link, Linked
from glossary.content import files
from glossary.errors import Finding, Unwritable

_TAKEN_OVER = re.compile(rb"<div id=[\"']?(__docusaurus|__next|___gatsby)[\"' >]")
"""By which such a page is known (rule 3)."""

Stamp = list[int]
"""By which a file is seen to have changed: its size, and when its content and its inode did, in nanoseconds."""

_UNBUILT = re.compile(
    rb"<!--.*?-->|<(script|style|textarea|title)\b.*?</\1|(<\?(?:php\b|=)|<%)", re.DOTALL | re.IGNORECASE
)
"""Rule 4: a program, where it is no part of what an element or a comment only holds."""


class Outcome(NamedTuple):
    """What became of a page: its path in the folder, its links, whether it was changed; or what is wrong with it.

    ``skipped`` says that it was not read (rule 2), ``unspoken`` that a text in it is in a language that nobody says.
    """

    page: str
    links: tuple[Link, ...] = ()
    changed: bool = False
    skipped: bool = False
    unspoken: bool = False
    finding: Finding | None = None


class Manifest:
    """What was linked in a folder with some words and options, of which ``key`` is a digest."""

    def __init__(self, path: Path, key: str) -> None:
        self._path, self._key = path, key
        self._before = self._read()
        self._now: dict[str, Stamp] = {}

    def _read(self) -> Mapping[str, Stamp]:
        try:
            document = json.loads(self._path.read_bytes())
            return document["pages"] if document["key"] == self._key else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def holds(self, page: str, stamp: Stamp) -> bool:
        """Return whether a page is as it was left."""
        return self._before.get(page) == stamp

    def add(self, page: str, stamp: Stamp) -> None:
        """Remember a page as it is left."""
        self._now[page] = stamp

    def write(self) -> None:
        """Keep what was added, where that can be."""
        with suppress(Unwritable):
            files.replace(self._path, json.dumps({"key": self._key, "pages": self._now}))


def manifest_path(folder: Path, environment: Mapping[str, str]) -> Path:
    """Return where the manifest of a folder lies: among the caches of whoever runs the command."""
    caches = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return caches / "glossary" / f"linked-{name}.json"


def change(
    folder: Path,
    by: Callable[[bytes], Linked],
    exclude: Collection[str] = (),
    manifest: Manifest | None = None,
    write: bool = True,
) -> Iterator[Outcome]:
    """Change the pages of a folder, except those whose path in it fits one of some patterns, and yield what became of each.

    With ``write`` false nothing is written. Raises ``Unwritable``.
    """
    with _alone(folder) if write else nullcontext():
        for path in _pages(folder):
            page = path.relative_to(folder).as_posix()
            if not any(fnmatchcase(page, pattern) for pattern in exclude):
                yield _looked_at(path, page, by, manifest, write)
        if manifest and write:
            manifest.write()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with files.locked(folder):
        files.tidy(folder)
        yield


def _pages(folder: Path) -> list[Path]:
    """Return the pages of a folder, but for links to files, which are changed where they are."""
    return sorted(path for path in folder.rglob("*.html") if path.is_file() and not path.is_symlink())


def _looked_at(path: Path, page: str, by: Callable[[bytes], Linked], manifest: Manifest | None, write: bool) -> Outcome:
    try:
        stamp = _stamp(path)  # before it is read: whoever changes it meanwhile has it read again
        if manifest and manifest.holds(page, stamp):
            outcome = Outcome(page, skipped=True)
        else:
            outcome = _changed(path, page, by, write)
            stamp = _stamp(path) if outcome.changed else stamp
    except BadPage as error:
        return Outcome(page, finding=Finding(files.displayed(path), error.line, error.what, error.remedy))
    except OSError as error:
        what, remedy = f"it cannot be read ({error.strerror})", "restore the file or its permissions"
        return Outcome(page, finding=Finding(files.displayed(path), 0, what, remedy))
    if manifest:
        manifest.add(page, stamp)
    return outcome


def _changed(path: Path, page: str, by: Callable[[bytes], Linked], write: bool) -> Outcome:
    before = path.read_bytes()
    linked = by(before)
    if linked.links and (found := _TAKEN_OVER.search(before)):
        raise _taken_over(before, found)
    if linked.links and (found := _program(before)):
        raise _unbuilt(before, found)
    changed = linked.page != before
    if changed and write:
        files.replace(path, linked.page, lasting=False)  # rule 1
    return Outcome(page, linked.links, changed, unspoken=linked.unspoken)


def _taken_over(page: bytes, found: re.Match[bytes]) -> BadPage:
    """Rule 3."""
    line = 1 + page.count(b"\n", 0, found.start())
    what = f"React takes this page over when it loads (“{found[1].decode()}”), and would remove the links"
    return BadPage(line, what, "put /embed/glossary-auto.js on the site instead (docs/embedding.md)")


def _program(page: bytes) -> re.Match[bytes] | None:
    if b"<?" not in page and b"<%" not in page:
        return None
    return next((found for found in _UNBUILT.finditer(page) if found[2]), None)


def _unbuilt(page: bytes, found: re.Match[bytes]) -> BadPage:
    """Rule 4."""
    line = 1 + page.count(b"\n", 0, found.start())
    what = f"there is a program in it (“{found[2].decode()}”), which a link could break"
    return BadPage(line, what, "link the pages that it makes, or leave it out with --exclude")


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
