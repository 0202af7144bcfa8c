"""The folder of the artifacts that were taken, each unpacked in a folder of its own, named by its digest.

1. ``current`` leads to the one that is served, ``good`` to the last one that made an edition. Both are changed in one step.
2. An artifact is there whole or not at all.
3. What an operator has confirmed stands in ``allowed``, a digest a line.

It lies in the folder that remembers (``GLOSSARY_STATE``), else in one that ends with the process.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glossary.artifact import statement
from glossary.artifact.statement import Statement
from glossary.content import files
from glossary.edition.gathering import Folders
from glossary.edition.loading import Stamp, stamp
from glossary.errors import BadContent, Refused, Unwritable
from glossary.settings import Settings
from glossary.support import contacts

CURRENT, GOOD = "current", "good"
_LEFT = "left"
"""The link to an artifact that made no edition at a start."""

_ALLOWED = "allowed"
_FOLDER = "content"
_PARTS = ("terms", "translations")
_DIGITS = 16


@contextmanager
def made(settings: Settings) -> Iterator[Path]:
    """Make the folder, and yield it. Raises ``Unwritable``, and ``Refused`` where there is no temporary folder."""
    if settings.state:
        folder = Path(settings.state) / _FOLDER
        with files.writing(folder):
            folder.mkdir(exist_ok=True)
        yield folder
        return
    try:
        temporary = tempfile.TemporaryDirectory(prefix="glossary-content-", ignore_cleanup_errors=True)
    except OSError as error:
        what = f"there is no temporary folder to use ({error.strerror or error})"
        raise Refused(what, "make room, or set GLOSSARY_STATE to a folder that can be written to") from None
    with temporary as name:
        descriptor = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)  # systemd-tmpfiles leaves it then
            folder = Path(name) / _FOLDER  # whoever looks at the origins locks this one
            folder.mkdir()
            yield folder
        finally:
            os.close(descriptor)


def said(place: Path, link: str) -> Statement | None:
    """Return what the artifact says of itself to which a link leads; ``None`` where there is none."""
    try:
        return statement.read((place / link / statement.INSIDE).read_bytes())
    except (OSError, Refused):
        return None


def holds(place: Path, link: str, sha256: str) -> bool:
    """Return whether a link leads to the artifact with this digest."""
    return said(place, link) is not None and (place / link).resolve().name == sha256[:_DIGITS]


def take(place: Path, sha256: str, data: bytes) -> None:
    """Unpack an artifact, and serve it. Raises ``Refused`` for one that is not as it should be, and ``Unwritable``."""
    unpacked(place, sha256, data)
    switch(place, sha256)
    _clear(place)


def unpacked(place: Path, sha256: str, data: bytes) -> Path:
    """Unpack an artifact if it is not there yet; return its folder (rule 2). Raises as ``take`` does."""
    from glossary.artifact import tar  # most services have a folder of content

    target = place / sha256[:_DIGITS]
    if not (target / statement.INSIDE).exists():
        with files.writing(place):
            shutil.rmtree(target, ignore_errors=True)
        with files.folder(target) as new:
            tar.unpack(data, new)
            for name in _PARTS:
                (new / name).mkdir(exist_ok=True)
            if not (new / "support").exists():  # its glossary has the contacts of the package
                (new / "support").symlink_to(contacts.SHIPPED)
    return target


def switch(place: Path, sha256: str) -> None:
    """Serve an artifact that is there. Raises ``Unwritable``."""
    _lead(place, CURRENT, sha256[:_DIGITS])


def keep(settings: Settings, read: Stamp) -> None:
    """Remember that the artifact makes an edition whose files had this stamp when they were read."""
    if not settings.place:
        return
    place = Path(settings.place)
    target = (place / CURRENT).resolve().name
    if (place / GOOD).resolve().name != target and stamp(*settings.folders) == read:
        with suppress(Unwritable):  # readers get it all the same
            _lead(place, GOOD, target)


def back(settings: Settings) -> bool:
    """Serve the last good artifact again; return whether there is another one than that which is served. Raises
    ``Unwritable``."""
    place = Path(settings.place)
    current, good = ((place / link).resolve().name for link in (CURRENT, GOOD))
    if not settings.place or said(place, GOOD) is None or current == good:
        return False
    _lead(place, _LEFT, current)
    _lead(place, CURRENT, good)
    return True


def forward(settings: Settings) -> None:
    """Look again at what was left to go back: workers keep the last good edition, without what the other one takes back."""
    left = Path(settings.place) / _LEFT
    if settings.place and said(Path(settings.place), _LEFT):
        with suppress(Unwritable):
            _lead(Path(settings.place), CURRENT, left.resolve().name)
            left.unlink()


def origin(settings: Settings) -> Folders | None:
    """Return the folders that those of the content are a copy of; ``None`` where they are none."""
    there = said(Path(settings.place), CURRENT) if settings.place else None
    return Settings().folders if there and there.package else None


def allow(place: Path, sha256: str) -> None:
    """Let an artifact be taken although it is older than what is served (rule 3). Raises ``Unwritable``."""
    files.replace(place / _ALLOWED, "".join(f"{one}\n" for one in sorted({*_allowed(place), sha256})))
    again(place)


def allowed(place: Path, sha256: str) -> bool:
    """Return whether an operator has confirmed an artifact."""
    return sha256 in _allowed(place)


def again(place: Path) -> None:
    """Let services look at what they have as at something new."""
    for path in (place / CURRENT).glob("*.toml"):
        os.utime(path)


def _allowed(place: Path) -> list[str]:
    try:
        return files.read(place / _ALLOWED).splitlines() if (place / _ALLOWED).exists() else []
    except BadContent:
        return []


def _lead(place: Path, link: str, target: str) -> None:
    new = place / f".{link}.{os.getpid()}"
    with files.writing(place / link):
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(place / link)


def _clear(place: Path) -> None:
    """Remove what is neither served nor the last good one, and what a killed process has left."""
    stays = {(place / link).resolve().name for link in (CURRENT, GOOD)}
    for path in place.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in stays:
            shutil.rmtree(path, ignore_errors=True)
