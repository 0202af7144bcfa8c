"""The content folders, read and joined into one edition, or all findings at once if there can be none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from glossary.catalogs import drafts as catalogs
from glossary.characters import point
from glossary.content import files, identity, terms
from glossary.content.identity import Identity
from glossary.content.interface import ENGLISH
from glossary.content.model import Concept, Draft
from glossary.content.text import unseen
from glossary.edition.edition import Edition
from glossary.errors import BadContent, Finding, Level, capped
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, policy
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.records import Records, uncounted
from glossary.ledger.vetted import Standing
from glossary.settings import Settings
from glossary.support import contacts
from glossary.support.help import Support

_Content = TypeVar("_Content")


@dataclass
class _Gathering:
    """The content while it is being read. ``fatal`` findings make an edition impossible, ``minor`` ones do not."""

    translations: Path
    fatal: list[Finding] = field(default_factory=list)
    minor: list[Finding] = field(default_factory=list)
    drafts: dict[str, dict[str, Draft]] = field(default_factory=dict)
    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

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


Signature = frozenset[tuple[str, int, int]]
"""The state of the content's files: path, size in bytes and time of change in nanoseconds of each."""


def signature(term_files: Path, translations: Path, support: Path) -> Signature:
    """Return the signature of the folders.

    Take it before the folders are read: a change in between then looks new, and they are read again.
    """
    folders = (
        (term_files, ".toml", 1),
        (support, ".toml", 1),
        (translations, "", 3),
        (term_files.parent, identity.FILE, 1),
    )
    return frozenset(state for folder in folders for state in _stats(*folder))


_COMPILED = ".mo"
"""The ending of what Poedit leaves beside a catalog. Nobody reads it here, so it is no new content."""


def _stats(folder: Path | str, ending: str, depth: int) -> Iterator[tuple[str, int, int]]:
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
            yield entry.path, stat.st_size, stat.st_mtime_ns


def load(
    term_files: Path,
    translations: Path,
    contact_files: Path = contacts.SHIPPED,
    day: date | None = None,
    before: Edition | None = None,
) -> Edition:
    """Return the edition of the folders on a day, by default today (UTC). ``before`` is that of the last good reading.

    Raises ``BadContent``, with all findings, where there can be no edition.
    """
    gathering = _Gathering(translations)
    today = day or Settings().today
    concepts = gathering.require(lambda: terms.load(term_files, today))
    rules = gathering.require(lambda: policy.load(translations, today))
    support = gathering.require(lambda: contacts.load(contact_files, today))
    about = gathering.require(lambda: identity.load(term_files, today))
    tags, findings = _folders(translations)
    gathering.minor += findings
    ledger = {SOURCE: gathering.ledger(SOURCE, rules)}
    for tag in tags:  # its catalog and its ledger mostly hold the same texts: the second finds them cached
        gathering.catalog(tag)
        ledger[tag] = gathering.ledger(tag, rules)
    if gathering.fatal or concepts is None or rules is None or support is None or about is None:
        raise BadContent(gathering.fatal + gathering.minor)
    return _join(concepts, rules, support, about, ledger, gathering, before.records if before else None)


def _folders(translations: Path) -> tuple[list[str], list[Finding]]:
    try:
        return catalogs.language_folders(translations)
    except OSError as error:
        return [], [
            Finding(files.displayed(translations), 0, f"it cannot be read ({error.strerror})", "restore the folder")
        ]


def _join(
    concepts: Mapping[str, Concept],
    rules: Policy,
    support: Support,
    about: Identity,
    ledger: Mapping[str, tuple[Ledger, ...]],
    gathering: _Gathering,
    before: Records | None,
) -> Edition:
    records = Records.of(ledger, support.day, before)
    phrases, standings = {SOURCE: ENGLISH, **gathering.phrases}, records.standings(rules)
    reported = (
        *_strays(concepts, ledger, gathering),
        *_hidden(standings, ledger),
        *uncounted(ledger, records, rules, support.day),
    )
    return Edition(
        concepts=concepts,
        languages=tuple(sorted(ledger)),
        policy=rules,
        standings=standings,
        records=records,
        drafts=gathering.drafts,
        phrases=phrases,
        support=support,
        identity=about,
        findings=tuple(sorted((*gathering.minor, *reported))),
        unreadable=frozenset(gathering.unreadable),
    )


def _strays(
    concepts: Mapping[str, Concept], ledger: Mapping[str, tuple[Ledger, ...]], gathering: _Gathering
) -> Iterator[Finding]:
    """Find drafts and ledger records of concepts that do not exist."""
    for drafts in gathering.drafts.values():
        for draft in drafts.values():
            if draft.concept not in concepts:
                line = min(draft.lines.values(), default=0)
                what = f"there is no concept “{draft.concept}”"
                yield Finding(draft.file, line, what, "run “glossary sync”, or restore the term file", Level.WARNING)
    for part in (part for parts in ledger.values() for part in parts):
        for number, act in enumerate(part.records, 1):
            if act.concept not in concepts:
                remedy = "restore its term file and mark it retired there"
                yield Finding(part.file, number, f"there is no concept “{act.concept}”", remedy, Level.WARNING)


def _hidden(
    standings: Mapping[str, Mapping[str, Standing]],
    ledger: Mapping[str, tuple[Ledger, ...]],
) -> Iterator[Finding]:
    """Find the records of texts that are served with a character that nobody sees: they are older than that rule."""
    for language, part in ((language, part) for language, parts in ledger.items() for part in parts):
        for number, act in enumerate(part.records, 1):
            served = standings[language].get(act.concept, Standing()).vetted
            counts = served is not None and any(act is each for each in served.approvals)
            for name, value in act.text.fields.items() if counts else ():
                if character := unseen(value):
                    what = f"{act.concept}.{name}: it holds the character {point(character)}, which nobody sees"
                    yield Finding(part.file, number, what, "approve the text without it", Level.WARNING)
