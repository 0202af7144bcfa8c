"""The content folders, read and joined into one edition, or all findings at once if there can be none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from glossary.catalogs import drafts as catalogs
from glossary.catalogs.po import Message
from glossary.content import files, identity, terms
from glossary.content.identity import NAMELESS, Identity
from glossary.content.model import Concept, Draft
from glossary.edition import beside, pending, strays, trusted
from glossary.edition.beside import UNUSABLE
from glossary.edition.edition import Edition
from glossary.edition.pending import Pending
from glossary.errors import BadContent, Finding, capped
from glossary.language.tags import SOURCE
from glossary.ledger import adopted, baseline, ledgers, losses
from glossary.ledger.adopted import Line
from glossary.ledger.baseline import Values
from glossary.ledger.ledgers import Ledger
from glossary.ledger.maintainers import Pins
from glossary.ledger.policy import Policy
from glossary.ledger.records import Records, uncounted
from glossary.proofs import tiles
from glossary.settings import Settings
from glossary.support import contacts
from glossary.support.help import Support

if TYPE_CHECKING:
    from glossary.proofs.log import Log

Folders = tuple[Path, Path, Path]
"""The folders of term files, of translations and of contacts."""

_Content = TypeVar("_Content")


@dataclass
class _Gathering:
    """The content while it is being read. ``fatal`` findings make an edition impossible, ``minor`` ones do not."""

    translations: Path
    fatal: list[Finding] = field(default_factory=list)
    minor: list[Finding] = field(default_factory=list)
    drafts: dict[str, dict[str, Draft]] = field(default_factory=dict)
    phrases: dict[str, dict[str, Message]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    counted: frozenset[str] = frozenset()

    def require(self, load: Callable[[], _Content]) -> _Content | None:
        """Return content that every edition needs; ``None``, with fatal findings, if it is bad."""
        try:
            return load()
        except BadContent as error:
            self.fatal += error.findings
            return None

    def catalog(self, language: str) -> None:
        """Read one language's two catalogs. Their findings are minor: no reader gets a text from them."""
        try:
            catalog = catalogs.read(self.translations, language)
            self.drafts[language], findings = catalogs.drafts(catalog, self.translations, language)
            self.minor += capped(findings)
        except BadContent as error:
            self.unreadable.add(language)
            self.minor += error.findings
        try:
            interface = catalogs.read(self.translations, language, "interface")
            self.phrases[language], findings = catalogs.phrases(interface, self.translations, language)
            self.minor += capped(findings)
        except BadContent as error:
            self.minor += error.findings

    def ledger(self, language: str, policy: Policy | None) -> tuple[Ledger, ...]:
        """Return one language's ledger. Its findings are fatal: it holds what is published."""
        try:
            ledger = ledgers.read(self.translations, language)
        except BadContent as error:
            self.fatal += error.findings
            return ()
        if policy:
            self.fatal += capped(list(ledgers.objections(ledger, language, policy)))
        return ledger

    def log(self) -> Log | None:
        """Return the log, if there is one. What is wrong with it is minor: no reader gets a text from it."""
        folder = self.translations / tiles.FOLDER
        if not (folder / tiles.CHECKPOINT).exists():
            return None
        from glossary.proofs import log

        try:
            return log.read(folder)
        except BadContent as error:
            self.minor += error.findings
            return None

    def adopted(
        self, policy: Policy | None, about: Identity | None, folders: Folders, today: date, before: frozenset[str]
    ) -> Values | None:
        """Return what is adopted beside the texts. Its findings are fatal: it holds what is published. What has counted
        ``before``, by its seal, goes on counting."""
        release, lines = self.require(baseline.load), self.require(lambda: adopted.read(self.translations))
        if release is None or lines is None or policy is None or about is None:
            return None
        self.fatal += capped([*adopted.objections(lines, policy), *_unusable(lines)])
        counting = adopted.counting(lines, policy, about.id, today, before)
        self.minor += capped(list(adopted.uncounted(lines, counting, policy, about.id, today)))
        self.counted = frozenset(line.adoption.seal for line in counting)
        people = adopted.copies((line.adoption for line in counting), policy)
        return beside.joined(beside.shipped(release.values, folders), people)


def _unusable(lines: Iterable[Line]) -> Iterator[Finding]:
    """Find the adopted copies that cannot be used: whoever wrote them did not run “glossary adopt”."""
    for line in lines:
        try:
            beside.require(line.adoption.item, line.adoption.value)
        except UNUSABLE as error:
            what = f"the copy cannot be used ({error})"
            yield Finding(line.file, line.number, what, "restore the line from version control")


Signature = frozenset[tuple[str, int, int, int, int]]
"""The state of the content's files: of each its path, size in bytes, times of change of its content and of its inode in
nanoseconds, and inode. A file that is put in another's place, or gets an older time, is another state."""


def signature(term_files: Path, translations: Path, support: Path) -> Signature:
    """Return the signature of the folders.

    Take it before the folders are read, and after: where it differs, they changed meanwhile.
    """
    folders = (
        (term_files, ".toml", 1),
        (support, ".toml", 1),
        (translations, "", 3),
        (translations / tiles.FOLDER, "", _LOG_DEPTH),
        (term_files.parent, identity.FILE, 1),
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
    gathering = _Gathering(translations)
    today = day or Settings().today
    concepts = gathering.require(lambda: terms.load(term_files, today))
    support = gathering.require(lambda: contacts.load(contact_files, today))
    about = gathering.require(lambda: identity.load(term_files, today))
    last, name = before.policy if before else None, about.id if about else NAMELESS.id
    rules = gathering.require(lambda: trusted.load(translations, name, today, pins, last))
    gathering.require(lambda: losses.confirmed(translations))
    folders = origin or (term_files, translations, contact_files)
    copies = gathering.adopted(rules, about, folders, today, before.adoptions if before else frozenset())
    tags, findings = _folders(translations)
    gathering.minor += findings
    ledger = {SOURCE: gathering.ledger(SOURCE, rules)}
    for tag in tags:  # its catalog and its ledger mostly hold the same texts: the second finds them cached
        gathering.catalog(tag)
        ledger[tag] = gathering.ledger(tag, rules)
    if gathering.fatal or concepts is None or rules is None or support is None or about is None or copies is None:
        raise BadContent(gathering.fatal + gathering.minor)
    waiting = tuple(_pending(copies, concepts, support, gathering))
    records = Records.of(ledger, about.id, today, before.records if before else None)
    standings = beside.served(records.standings(rules), copies, concepts)
    log = gathering.log()
    gathering.minor += strays.findings(concepts, gathering.drafts, ledger)
    gathering.minor += [*strays.hidden(standings, ledger), *uncounted(ledger, records, rules, today)]
    gathering.minor += pending.findings(waiting)
    gathering.minor += pending.missing(copies, support, files.displayed(contact_files))
    return Edition(
        concepts=beside.concepts(copies, concepts),
        written=concepts,
        languages=tuple(sorted(ledger)),
        policy=rules,
        standings=standings,
        records=records,
        drafts=gathering.drafts,
        phrases=beside.phrases(copies, ledger),
        support=beside.support(copies, support),
        identity=about,
        findings=tuple(sorted(gathering.minor)),
        unreadable=frozenset(gathering.unreadable),
        pending=waiting,
        adoptions=gathering.counted,
        log=log,
    )


def _folders(translations: Path) -> tuple[list[str], list[Finding]]:
    try:
        return catalogs.language_folders(translations)
    except OSError as error:
        return [], [
            Finding(files.displayed(translations), 0, f"it cannot be read ({error.strerror})", "restore the folder")
        ]


def _pending(
    copies: Values, concepts: Mapping[str, Concept], support: Support, gathering: _Gathering
) -> Iterator[Pending]:
    """Find what stands beside the texts in the content and is not adopted."""
    for language, finished in gathering.phrases.items():
        file = files.displayed(catalogs.path(gathering.translations, language, "interface"))
        yield from pending.strings(copies, language, finished, file)
    yield from pending.concepts(copies, concepts)
    yield from pending.support(copies, support)
