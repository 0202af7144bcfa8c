"""Content packed: the files that an edition was read from, as one file in a folder that an origin serves.

1. Only content that makes an edition is packed, and only as it was read.
2. The same content is not packed again: the file that is there stays, with its signatures.
3. Whoever asks sees the artifact before or this one: what names it is written last, and no file changes that was named.
4. Each is packed later than the one before it, whatever the clock says: a withdrawal does not wait until a clock is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from glossary.artifact import statement, tar
from glossary.artifact.statement import Offer, Statement
from glossary.content import figures, files, sources
from glossary.edition.edition import Edition
from glossary.edition.loading import Stamp, stamp
from glossary.errors import Refused
from glossary.settings import Settings
from glossary.support import contacts

_HEAD = 64 * 1024
"""How much of an artifact is read for what it says of itself, in bytes: that is its first member."""

Sign = tuple[str, Callable[[bytes], str]]
"""Who signs, by the name in the operators' list of keys, and what returns their signature of bytes, as a file has it."""


@dataclass(frozen=True)
class Packed:
    """What was packed: the file, what names it, and whether it is new. ``ahead``: the artifact before says that it was packed
    later than it is now."""

    path: Path
    offer: Offer
    new: bool
    ahead: bool = False


def pack(settings: Settings, read: Callable[[], Edition], directory: Path, sign: Sign | None = None) -> Packed:
    """Pack the content of ``settings`` into a folder; ``read`` reads its edition. Where somebody signs, so is a file that is
    there already.

    Raises ``BadContent``, ``Refused`` and ``Unwritable``.
    """
    current = stamp(*settings.folders)
    edition, members = read(), dict(_members(settings, current))
    if stamp(*settings.folders) != current:  # Rule 1
        raise Refused("the content changed while it was read", "wait until that is done, and pack again")
    if edition.policy.demonstration:
        raise Refused("a demonstration is not packed: nobody has reviewed its texts", "pack other content")
    with files.locked(directory):
        before = _offered(directory)
        if before and _same(directory / before.file, edition, members, settings):  # Rule 2
            _sign(directory / before.file, sign)
            return Packed(directory / before.file, before, new=False)
        last = before.packed_at if before else _last(directory)
        ahead = bool(last and last > settings.now)
        said = Statement(edition.id, edition.identity.id, _after(last, settings.now), _package(settings))
        data = tar.write(said, members.items())
        offer = _offer(said, data)
        files.replace(directory / offer.file, data)
        _sign(directory / offer.file, sign)
        files.replace(directory / statement.POINTER, offer.data)  # Rule 3
        return Packed(directory / offer.file, offer, new=True, ahead=ahead)


def _offered(directory: Path) -> Offer | None:
    """Return what a folder offers; ``None`` where that is nothing, or cannot be read."""
    try:
        return statement.offer((directory / statement.POINTER).read_bytes())
    except (OSError, Refused):
        return None


def _last(directory: Path) -> datetime | None:
    """Return when the newest artifact of a folder was packed; ``None`` where there is none."""
    return max(filter(None, map(_packed_at, directory.glob(statement.name("*")))), default=None)


def _packed_at(path: Path) -> datetime | None:
    try:
        with path.open("rb") as file:
            return tar.said(file.read(_HEAD)).packed_at
    except (OSError, Refused):
        return None


def _after(last: datetime | None, now: datetime) -> datetime:
    return max(now, last + timedelta(seconds=1)) if last else now  # Rule 4


def _offer(said: Statement, data: bytes) -> Offer:
    if len(data) > statement.MAX_BYTES:
        raise Refused(f"the content is larger than {statement.MAX_BYTES} bytes", "an artifact holds no more")
    digest = sha256(data).hexdigest()
    return Offer(said.edition, said.packed_at, statement.name(digest), len(data), digest)


def _sign(path: Path, sign: Sign | None) -> None:
    if sign:
        who, signer = sign
        files.replace(path.with_name(statement.signature(path.name, who)), signer(path.read_bytes()))


def _same(path: Path, edition: Edition, members: dict[str, bytes], settings: Settings) -> bool:
    """Return whether a file holds this content, of the same glossary."""
    try:
        data = path.read_bytes()
        said, held = tar.said(data), tar.members(data)
    except (OSError, Refused):
        return False
    return held == members and (said.edition, said.package) == (edition.id, _package(settings))


def _package(settings: Settings) -> bool:
    return settings.terms.resolve() == Settings.terms.resolve()


def _members(settings: Settings, current: Stamp) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the content with their places in an artifact."""
    places = {
        settings.terms: "terms/",
        sources.folder(settings.terms): f"{sources.FOLDER}/",
        figures.folder(settings.terms): f"{figures.FOLDER}/",
        settings.translations: "translations/",
        settings.support: "support/",
        settings.terms.parent: "",
    }
    for path in sorted(Path(path) for path, *_ in current):
        folder = next(folder for folder in places if path.is_relative_to(folder))
        member = f"{places[folder]}{path.relative_to(folder).as_posix()}"
        if places[folder] == "" and member not in tar.BESIDE:
            continue  # another file that ends so
        if folder == settings.support and not _package(settings) and folder.resolve() == contacts.SHIPPED.resolve():
            continue  # whoever takes the artifact has those of the package: their days and sources are its release's
        if not tar.is_place(member):
            raise Refused(f"{files.displayed(path)} has a name that no file of an artifact can have", "rename it")
        yield member, _data(path)


def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{files.displayed(path)} cannot be read ({error.strerror})", "restore it") from None
