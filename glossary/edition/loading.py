"""The content folders, read and joined into one edition, or all findings at once if there can be none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.catalogs import drafts as catalogs
from glossary.content import figures, files, identity, sources, terms, unfinished, wording
from glossary.content.figure import Record
from glossary.content.identity import NAMELESS, Identity
from glossary.content.model import Concept
from glossary.content.wording import Wording
from glossary.edition import beside, fileless, pending, strays, trusted
from glossary.edition import figures as shown
from glossary.edition.beside import Adopted
from glossary.edition.edition import Edition
from glossary.edition.figures import Strings
from glossary.edition.gathering import Folders, Gathering
from glossary.edition.pending import Pending
from glossary.errors import BadContent, Finding
from glossary.language.tags import SOURCE
from glossary.ledger import checked, losses, proposals, signed
from glossary.ledger.baseline import Values
from glossary.ledger.ledgers import Ledger
from glossary.ledger.maintainers import Pins
from glossary.ledger.policy import Policy
from glossary.ledger.proposals import Line
from glossary.ledger.records import Records, uncounted
from glossary.proofs import tiles
from glossary.settings import Settings
from glossary.support import contacts
from glossary.support.help import Support

if TYPE_CHECKING:
    from glossary.proofs.log import Log

Stamp = frozenset[tuple[str, int, int, int, int]]
"""The state of the content's files: of each its path, size in bytes, times of change of its content and of its inode in
nanoseconds, and inode. A file that is put in another's place, or gets an older time, is another state."""


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


def _stats(folder: Path | str, ending: str, depth: int) -> Iterator[tuple[str, int, int, int, int]]:
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
) -> Edition:
    """Return the edition of the folders on a day, by default today (UTC). ``before`` is that of the last good reading;
    ``origin`` are the folders that these are a copy of. ``pins`` say which maintainers must have signed the policy.

    Raises ``BadContent``, with all findings, where there can be no edition.
    """
    gathering = Gathering(translations)
    today = day or Settings().today
    unfinished.require_finished(translations)  # whatever else is wrong then follows from it
    concepts = gathering.require(lambda: terms.load(term_files, today))
    support = gathering.require(lambda: contacts.load(contact_files, today))
    numbers = gathering.require(lambda: figures.load(figures.folder(term_files), today))
    about = gathering.require(lambda: identity.load(term_files, today))
    last, name = before.policy if before else None, about.id if about else NAMELESS.id
    log = gathering.log()
    rules = gathering.require(lambda: trusted.load(translations, name, today, pins, last, log))
    gathering.require(lambda: trusted.confirmed(translations, name, today, pins))
    own = gathering.require(lambda: proposals.read(translations)) or ()
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
    if gathering.fatal or concepts is None or rules is None or support is None or about is None:
        raise BadContent(gathering.fatal + gathering.minor)
    if adopted is None or numbers is None:
        raise BadContent(gathering.fatal + gathering.minor)
    earlier = before.records if before else None
    asked = gathering.wording(term_files, today)
    parts = _Parts(concepts, rules, support, about, adopted, ledger, own, log, numbers, asked)
    return _join(gathering, parts, today, folders, earlier)


@dataclass(frozen=True)
class _Parts:
    """What an edition is made of, all of it good: ``written`` are the concepts as their files have them."""

    written: Mapping[str, Concept]
    rules: Policy
    support: Support
    about: Identity
    adopted: Adopted
    ledger: Mapping[str, tuple[Ledger, ...]]
    proposals: tuple[Line, ...]
    log: Log | None
    figures: Mapping[str, Record]
    asked: Wording


def _join(gathering: Gathering, parts: _Parts, today: date, folders: Folders, before: Records | None) -> Edition:
    """Return the edition of good parts, with the findings that do not stop it."""
    copies = parts.adopted.copies(parts.rules)
    waiting = tuple(_pending(copies, parts, gathering))
    former = parts.adopted.former(copies)
    records = Records.of(parts.ledger, parts.proposals, parts.about.id, today, before, former)
    checked.ahead((signed.of_approval(act, parts.about.id) for act in records.all), parts.rules.origins)
    standings = beside.served(records.standings(parts.rules), copies, parts.written)
    gone = fileless.concepts(folders[0], parts.written, copies, records, standings)
    concepts = {**parts.written, **gone}
    gathering.minor += strays.findings(concepts, gathering.drafts, parts.ledger, former)
    gathering.minor += [*fileless.findings(gone, parts.written), *strays.misnamed(parts.written, former)]
    gathering.minor += strays.hidden(standings, parts.ledger, former)
    gathering.minor += uncounted(parts.ledger, records, parts.rules, today)
    fileless.draft(gathering.drafts, gone, parts.written)
    gathering.minor += sources.unused(folders[0], parts.written)
    there = (*records.seals, *parts.adopted.seals, *(each.proposed.seal for each in parts.proposals))
    gathering.minor += losses.premature(gathering.translations, there)
    gathering.minor += pending.findings(waiting)
    numbers = beside.figures(copies, parts.figures, _drafted(gathering), today)
    gathering.minor += shown.gone(numbers.adopted, parts.figures, files.displayed(figures.folder(folders[0])))
    if parts.about.help:
        gathering.minor += pending.missing(copies, parts.support, files.displayed(folders[2]))
    return Edition(
        concepts=beside.concepts(copies, concepts, former),
        written=parts.written,
        languages=tuple(sorted(parts.ledger)),
        policy=parts.rules,
        standings=standings,
        records=records,
        drafts=gathering.drafts,
        phrases=beside.phrases(copies, parts.ledger),
        support=beside.support(copies, parts.support),
        figures=numbers,
        identity=parts.about,
        wording=parts.asked,
        findings=tuple(sorted(gathering.minor)),
        unreadable=frozenset(gathering.unreadable),
        pending=waiting,
        adopted=parts.adopted,
        log=parts.log,
    )


def _folders(translations: Path) -> tuple[list[str], list[Finding]]:
    try:
        return catalogs.language_folders(translations)
    except OSError as error:
        return [], [
            Finding(files.displayed(translations), 0, f"it cannot be read ({error.strerror})", "restore the folder")
        ]


def _drafted(gathering: Gathering) -> Strings:
    """Return the finished strings of figures, by language."""
    phrases = {
        language: {key: pending.copy(message) for key, message in finished.items()}
        for language, finished in gathering.phrases.items()
    }
    return {language: shown.only(rows) for language, rows in phrases.items()}


def _pending(copies: Values, parts: _Parts, gathering: Gathering) -> Iterator[Pending]:
    """Find what stands beside the texts in the content and is not adopted."""
    own = parts.about.own
    yield from pending.english(copies, parts.adopted.shipped, own)
    for language, finished in gathering.phrases.items():
        file = files.displayed(catalogs.path(gathering.translations, language, "interface"))
        keys = {key for record in parts.figures.values() for key in record.english(language)} | own.english.keys()
        stated = own.translations.get(language, {})
        rows = {key: message for key, message in finished.items() if key not in stated}
        yield from pending.strings(copies, language, rows, file, keys)
    for language in own.translations:
        yield from pending.stated(copies, language, own)
    yield from pending.concepts(copies, parts.written)
    yield from pending.figures(copies, parts.figures)
    if parts.about.help:
        yield from pending.support(copies, parts.support)
