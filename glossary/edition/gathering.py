"""Content while it is being read, with all findings so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from glossary.catalogs import drafts as catalogs
from glossary.catalogs import unread
from glossary.catalogs.places import NOTHING, Known
from glossary.catalogs.po import Message
from glossary.content import wording
from glossary.content.identity import Identity
from glossary.content.memory import Memory
from glossary.content.model import Draft
from glossary.content.wording import Wording
from glossary.edition import beside
from glossary.edition.beside import UNUSABLE, Adopted
from glossary.errors import BadContent, Finding, capped
from glossary.ledger import adopted, checked, ledgers, signed
from glossary.ledger.adopted import Line
from glossary.ledger.baseline import Baseline, Values
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.proofs import tiles

if TYPE_CHECKING:
    from glossary.proofs.log import Log

Folders = tuple[Path, Path, Path]
"""The folders of term files, of translations and of contacts."""

_Content = TypeVar("_Content")


@dataclass
class Gathering:
    """The content while it is being read. ``fatal`` findings make an edition impossible, ``minor`` ones do not. What is in
    the ``memory`` is not read again, and catalogs that are ``known`` are not looked through."""

    translations: Path
    memory: Memory = field(default_factory=Memory)
    known: Known = NOTHING
    fatal: list[Finding] = field(default_factory=list)
    minor: list[Finding] = field(default_factory=list)
    drafts: dict[str, Mapping[str, Draft]] = field(default_factory=dict)
    phrases: dict[str, Mapping[str, Message]] = field(default_factory=dict)
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
        for domain, rows in (("glossary", self.drafts), ("interface", self.phrases)):
            file = self.memory.file(catalogs.path(self.translations, language, domain))
            read = partial(_catalog, self.translations, language, domain, self.known)
            found, findings = self.memory.settled((domain, language), read, file)
            self.minor += findings
            if found is not None:
                rows[language] = found
        if language not in self.drafts:
            self.unreadable.add(language)

    def ledger(self, language: str, policy: Policy | None) -> tuple[Ledger, ...]:
        """Return one language's ledger. Its findings are fatal: it holds what is published."""
        try:
            ledger = ledgers.read(self.translations, language, self.memory)
        except BadContent as error:
            self.fatal += error.findings
            return ()
        if policy:
            look = lambda: capped(list(ledgers.objections(ledger, language, policy)))  # noqa: E731
            self.fatal += self.memory.made(("objections", language), look, ledger, policy)
        return ledger

    def wording(self, term_files: Path, today: date) -> Wording:
        """Return what checks ask of the texts. What is wrong with the file is minor: readers see nothing of it."""
        file = self.memory.file(term_files.parent / wording.FILE)
        asked, findings = self.memory.made("wording", partial(_wording, term_files, today), file, today)
        self.minor += findings
        return asked

    def log(self) -> Log | None:
        """Return the log, if there is one. What is wrong with it is minor: no reader gets a text from it."""
        folder = self.translations / tiles.FOLDER
        if not (folder / tiles.CHECKPOINT).exists():
            return None
        found, findings = self.memory.made("log", partial(_log, folder), self.memory.folder(folder))
        self.minor += findings
        return found

    def adopted(
        self,
        release: Baseline | None,
        policy: Policy | None,
        about: Identity | None,
        folders: Folders,
        today: date,
        before: frozenset[str],
    ) -> Adopted | None:
        """Return what is adopted beside the texts. Its findings are fatal: it holds what is published. What has counted
        ``before``, by its seal, goes on counting."""
        lines = self.require(lambda: adopted.read(self.translations, self.memory))
        if release is None or lines is None or policy is None or about is None:
            return None
        made = self.memory.made
        self.fatal += made(
            "bad adoptions", lambda: capped([*adopted.objections(lines, policy), *_unusable(lines)]), lines, policy
        )
        shipped = made("shipped", lambda: beside.shipped(release.values, folders), release, folders)
        ahead = any(line.adoption.by and line.adoption.by.when.date() > today for line in lines)
        count = partial(_counting, shipped, lines, policy, about.id, today, before)
        found, findings = made("adopted", count, shipped, lines, policy, about.id, object() if ahead else None)
        self.minor += findings
        return found


def _counting(
    shipped: Values, lines: tuple[Line, ...], policy: Policy, glossary: str, today: date, before: frozenset[str]
) -> tuple[Adopted, list[Finding]]:
    claims = (signed.of_adoption(each, each.by, glossary) for each, *_ in lines if each.by)
    checked.ahead(claims, policy.origins)
    counting = adopted.counting(lines, policy, glossary, today, before)
    findings = capped(list(adopted.uncounted(lines, counting, policy, glossary, today)))
    return Adopted(shipped, tuple(counting), lines), findings


def _catalog(
    translations: Path, language: str, domain: str, known: Known
) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """Return the drafts or the interface strings of a catalog, ``None`` where it cannot be read, and its findings."""
    found: Mapping[str, Any]
    try:
        if domain == "glossary":
            found, findings = unread.read(translations, language, known)
        else:
            found, findings = catalogs.phrases(catalogs.read(translations, language, domain), translations, language)
    except BadContent as error:
        return None, list(error.findings)
    return found, capped(findings)


def _wording(term_files: Path, today: date) -> tuple[Wording, tuple[Finding, ...]]:
    try:
        return wording.load(term_files, today), ()
    except BadContent as error:
        return wording.NOTHING, error.findings


def _log(folder: Path) -> tuple[Log | None, tuple[Finding, ...]]:
    from glossary.proofs import log

    try:
        return log.read(folder), ()
    except BadContent as error:
        return None, error.findings


def _unusable(lines: Iterable[Line]) -> Iterator[Finding]:
    """Find the adopted copies that cannot be used: whoever wrote them did not run “glossary adopt”."""
    for line in lines:
        try:
            beside.require(line.adoption.item, line.adoption.value)
        except UNUSABLE as error:
            what = f"the copy cannot be used ({error})"
            yield Finding(line.file, line.number, what, "restore the line from version control")
