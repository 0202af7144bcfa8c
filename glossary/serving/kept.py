"""The last good content, as a copy of its files: what a worker serves that starts while the content itself is broken.

``serve`` makes the folder, for as long as it runs. Every file of the content lies in a copy under its own path.

1. A copy is whole or not there, and exactly what was read: it counts only where no file changed while it was made.
   One that has lost a file since, as programs that clean temporary folders do it, counts no more, and is made anew.
2. Where there is no room for it, the service says so, goes on with the copy before, and tries again.
3. A withdrawal that took effect while newer content was broken is kept beside the copy, until there is a newer one: its line
   may be lost meanwhile, and a worker that starts then was not there to see it.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from glossary.artifact import place
from glossary.content import files
from glossary.content.model import Approval
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.loading import Stamp, stamp
from glossary.errors import Unwritable
from glossary.ledger import ledgers, record
from glossary.settings import Settings

_CURRENT = "current"
"""The link to the copy that counts."""

_LIST = ".files"
"""How the name of the list of a copy's files ends, which lies beside it (rule 1)."""

_WITHDRAWN = "withdrawn"
"""The folder of what was withdrawn since (rule 3), with a file for each language."""

_CHANGED = "it changed meanwhile"

_log = logging.getLogger("glossary")


def keep(settings: Settings, read: Stamp, again: bool = False) -> None:
    """Keep a copy of the content. ``read`` is the stamp of its files when they were read, and found good. ``again``: it was
    said before where there is no room for it (rule 2)."""
    if not settings.kept:
        return
    kept, name = Path(settings.kept), sha256(repr(sorted(read)).encode()).hexdigest()[:16]
    try:
        with files.locked(kept):  # every worker keeps what it has read; the first one copies it
            before = _current(kept)
            if before is None or before.name != name:
                _clear(kept, before)
                _copy(settings, read, kept / name, before)
    except (OSError, Unwritable) as error:
        if not again:
            _log.warning("the content could not be kept for new workers", extra={"values": {"problem": str(error)}})


def withdraw(settings: Settings, acts: Iterable[Approval]) -> None:
    """Keep withdrawals that took effect while newer content is broken (rule 3)."""
    known = set(withdrawn(settings))
    for act in acts if settings.kept else ():
        if act in known:
            continue
        try:
            folder = Path(settings.kept) / _WITHDRAWN
            with files.locked(folder):
                ledgers.add(folder / f"{act.language}{ledgers.ENDING}", record.line(act))
        except (OSError, Unwritable) as error:
            _log.warning("a withdrawal could not be kept for new workers", extra={"values": {"problem": str(error)}})


def withdrawn(settings: Settings) -> Iterator[Approval]:
    """Yield the withdrawals that are kept."""
    for file in sorted((Path(settings.kept) / _WITHDRAWN).glob(f"*{ledgers.ENDING}")) if settings.kept else ():
        yield from ledgers.readable_lines(files.salvaged(file), file.stem, file)


def edition(settings: Settings) -> Edition | None:
    """Return the edition of the copy, on today's date; ``None`` where there is none. Raises ``BadContent``."""
    copy = _current(Path(settings.kept)) if settings.kept else None
    if copy is None:
        return None
    terms, translations, support = (_inside(copy, folder) for folder in settings.folders)
    # It was good on the day on which it was kept. A clock that has been set back since makes no day in it one of the future.
    day = datetime.fromtimestamp(copy.stat().st_mtime, UTC).date()
    origin = place.origin(settings) or settings.folders
    return loading.load(terms, translations, support, max(day, settings.today), origin=origin).on(settings.today)


def _current(kept: Path) -> Path | None:
    link = kept / _CURRENT
    copy = link.resolve() if link.exists() else None
    return copy if copy and _files(copy) == _listed(copy) else None


def _files(copy: Path) -> list[str]:
    """Return the files of a copy, each with its size in bytes."""
    return sorted(_sizes(str(copy), len(f"{copy}/")))


def _sizes(folder: str, above: int) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _sizes(entry.path, above)
        else:
            yield f"{entry.stat().st_size} {entry.path[above:]!r}"


def _listed(copy: Path) -> list[str] | None:
    try:
        return copy.with_name(copy.name + _LIST).read_text().splitlines()
    except OSError:
        return None


def _inside(copy: Path, path: Path | str) -> Path:
    return copy / Path(path).absolute().relative_to("/")


def _clear(kept: Path, current: Path | None) -> None:
    """Remove older copies, and what a process that was killed has left."""
    stays = {_WITHDRAWN, current.name if current else ""}
    for path in kept.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in stays:
            shutil.rmtree(path, ignore_errors=True)
            path.with_name(path.name + _LIST).unlink(missing_ok=True)


def _copy(settings: Settings, read: Stamp, copy: Path, before: Path | None) -> None:
    with files.folder(copy) as new:
        for folder in settings.folders:
            _inside(new, folder).mkdir(parents=True, exist_ok=True)
        _fill(new, {Path(path): size for path, size, *_ in read if Path(path).is_file()}, before)
        if stamp(*settings.folders) != read:
            raise OSError(_CHANGED)
        os.utime(new, (settings.clock(), settings.clock()))
    copy.with_name(copy.name + _LIST).write_text("\n".join(_files(copy)))
    link = copy.with_name(f"{_CURRENT}.new")
    link.unlink(missing_ok=True)
    link.symlink_to(copy.name)
    link.replace(copy.with_name(_CURRENT))
    shutil.rmtree(copy.with_name(_WITHDRAWN), ignore_errors=True)


def _fill(new: Path, sizes: Mapping[Path, int], before: Path | None) -> None:
    for folder, inside in groupby(sorted(sizes), attrgetter("parent")):
        target, earlier = _inside(new, folder), before and _inside(before, folder)
        target.mkdir(parents=True, exist_ok=True)
        for path in inside:
            if earlier and _same(earlier / path.name, path):
                os.link(earlier / path.name, target / path.name)  # what has not changed takes neither room nor time
            else:
                _take(path, target / path.name, sizes[path])


def _take(path: Path, target: Path, size: int) -> None:
    """Copy a file of this size. What has grown since it was read is not followed to its end: that may be anywhere."""
    with path.open("rb") as file:
        data = file.read(size + 1)
    if len(data) != size:
        raise OSError(_CHANGED)
    target.write_bytes(data)
    shutil.copystat(path, target)


def _same(copied: Path, path: Path) -> bool:
    try:
        one, other = copied.stat(), path.stat()
    except OSError:
        return False
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)
