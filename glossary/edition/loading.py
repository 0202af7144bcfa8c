"""The content folders, read and joined into one edition, or all findings at once if there can be none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from glossary.catalogs import drafts as catalogs
from glossary.catalogs import unread
from glossary.catalogs.places import Known
from glossary.content import figures, files, identity, sources, terms, unfinished, wording
from glossary.content.identity import NAMELESS
from glossary.content.memory import Memory, State
from glossary.edition import joining, trusted
from glossary.edition.edition import Edition
from glossary.edition.gathering import Folders, Gathering
from glossary.edition.joining import Parts
from glossary.errors import BadContent, Finding
from glossary.language.tags import SOURCE
from glossary.ledger import policy, proposals
from glossary.ledger.maintainers import Pins
from glossary.proofs import tiles
from glossary.settings import Settings
from glossary.support import contacts

Stamp = frozenset[State]
"""The states of the content's files. A file that is put in another's place, or gets an older time, has another one."""


def stamp(term_files: Path, translations: Path, support: Path) -> Stamp:
    """Return the stamp of the folders.

    Take it before the folders are read, and after: where it differs, they changed meanwhile.
    """
    folders = (
        (term_files, ".toml", 1),
        (sources.folder(term_files), ".toml", 1),
        (support, ".toml", 1),
        (figures.folder(term_files), ".toml", 1),
        (translations, "", 3),
        (translations / tiles.FOLDER, "", _LOG_DEPTH),
        (term_files.parent, identity.FILE, 1),
        (term_files.parent, identity.PICTURE, 1),
        (term_files.parent, wording.FILE, 1),
    )
    return frozenset(state for folder in folders for state in _stats(*folder))


_LOG_DEPTH = 8
"""How deep the tiles of a log of any size lie in its folder."""

_COMPILED = ".mo"
"""The ending of what Poedit leaves beside a catalog. Nobody reads it here, so it is no new content."""


def _stats(folder: Path | str, ending: str, depth: int) -> Iterator[State]:
    """Yield the state of each file in a folder and below it, to a depth. A service does so every two seconds while it serves
    readers, so it must be quick."""
    try:
        entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError:
        return  # the folder is gone; the next look will see that
    for entry in entries:
        try:
            stat, below = entry.stat(), depth > 1 and entry.is_dir()
        except OSError:
            continue  # the file is gone, or is a link to nowhere
        if below:
            yield from _stats(entry.path, ending, depth - 1)
        elif entry.name.endswith(ending) and not entry.name.endswith(_COMPILED):
            yield entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def load(
    term_files: Path,
    translations: Path,
    contact_files: Path = contacts.SHIPPED,
    day: date | None = None,
    before: Edition | None = None,
    origin: Folders | None = None,
    pins: Pins | None = None,
    current: Stamp = frozenset(),
    kept: str = "",
) -> Edition:
    """Return the edition of the folders on a day, by default today (UTC). ``before`` is that of the last good reading;
    ``origin`` are the folders that these are a copy of. ``pins`` say which maintainers must have signed the policy.
    ``current`` is the stamp of the folders: with it, only what has changed since ``before`` is read. ``kept`` is
    the folder of what an earlier start has derived, for a first reading.

    Raises ``BadContent``, with all findings, where there can be no edition.
    """
    today = day or Settings().today
    memory = Memory(current, today, before.memory if before else None, (term_files, translations, contact_files))
    known = Known("" if before else kept, translations)
    gathering, made = Gathering(translations, memory, known), memory.made
    unfinished.require_finished(translations)  # whatever else is wrong then follows from it
    concepts = gathering.require(lambda: terms.load(term_files, today, memory))
    contacts_now, numbers_now = memory.folder(contact_files, ".toml"), memory.folder(figures.folder(term_files))
    support = gathering.require(
        lambda: made("support", partial(contacts.load, contact_files, today), contacts_now, today)
    )
    numbers = gathering.require(
        lambda: made("figures", partial(figures.load, figures.folder(term_files), today), numbers_now)
    )
    said = [memory.file(term_files.parent / name) for name in (identity.FILE, identity.PICTURE)]
    about = gathering.require(lambda: memory.settled("identity", partial(identity.load, term_files, today), *said))
    last, name = before.policy if before else None, about.id if about else NAMELESS.id
    log = gathering.log()
    trust = partial(trusted.load, translations, name, today, pins, last, log)
    by = object() if pins else memory.file(translations / policy.FILE)  # what is pinned is compared at every reading
    rules = gathering.require(lambda: memory.settled("policy", trust, by))
    gathering.require(lambda: trusted.confirmed(translations, name, today, pins))
    own = gathering.require(lambda: proposals.read(translations, memory)) or ()
    folders = origin or (term_files, translations, contact_files)
    release = gathering.require(lambda: trusted.release(name, today, pins))
    counted = before.adopted.seals if before else frozenset[str]()
    adopted = gathering.adopted(release, rules, about, folders, today, counted)
    tags, findings = _folders(translations)
    gathering.minor += findings
    ledger = {SOURCE: gathering.ledger(SOURCE, rules)}
    for tag in tags:  # its catalog and its ledger mostly hold the same texts: the second finds them cached
        gathering.catalog(tag)
        ledger[tag] = gathering.ledger(tag, rules)
    unread.forget()
    known.save()
    if gathering.fatal or concepts is None or rules is None or support is None or about is None:
        raise BadContent(gathering.fatal + gathering.minor)
    if adopted is None or numbers is None:
        raise BadContent(gathering.fatal + gathering.minor)
    earlier = before.records if before else None
    asked = gathering.wording(term_files, today)
    parts = Parts(concepts, rules, support, about, adopted, ledger, own, log, numbers, asked)
    return joining.edition(gathering, parts, today, folders, earlier)


def _folders(translations: Path) -> tuple[list[str], list[Finding]]:
    try:
        return catalogs.language_folders(translations)
    except OSError as error:
        return [], [
            Finding(files.displayed(translations), 0, f"it cannot be read ({error.strerror})", "restore the folder")
        ]
