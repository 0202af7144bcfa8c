"""Content while it is being read, with all findings so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from glossary.catalogs import drafts as catalogs
from glossary.catalogs.po import Message
from glossary.content import wording
from glossary.content.identity import Identity
from glossary.content.model import Draft
from glossary.content.wording import Wording
from glossary.edition import beside
from glossary.edition.beside import UNUSABLE, Adopted
from glossary.errors import BadContent, Finding, capped
from glossary.ledger import adopted, checked, ledgers, signed
from glossary.ledger.adopted import Line
from glossary.ledger.baseline import Baseline
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
    """The content while it is being read. ``fatal`` findings make an edition impossible, ``minor`` ones do not."""

    translations: Path
    fatal: list[Finding] = field(default_factory=list)
    minor: list[Finding] = field(default_factory=list)
    drafts: dict[str, dict[str, Draft]] = field(default_factory=dict)
    phrases: dict[str, dict[str, Message]] = field(default_factory=dict)
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

    def wording(self, term_files: Path, today: date) -> Wording:
        """Return what checks ask of the texts. What is wrong with the file is minor: readers see nothing of it."""
        try:
            return wording.load(term_files, today)
        except BadContent as error:
            self.minor += error.findings
            return wording.NOTHING

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
        lines = self.require(lambda: adopted.read(self.translations))
        if release is None or lines is None or policy is None or about is None:
            return None
        self.fatal += capped([*adopted.objections(lines, policy), *_unusable(lines)])
        claims = (signed.of_adoption(each, each.by, about.id) for each, *_ in lines if each.by)
        checked.ahead(claims, policy.origins)
        counting = adopted.counting(lines, policy, about.id, today, before)
        self.minor += capped(list(adopted.uncounted(lines, counting, policy, about.id, today)))
        return Adopted(beside.shipped(release.values, folders), tuple(counting), lines)


def _unusable(lines: Iterable[Line]) -> Iterator[Finding]:
    """Find the adopted copies that cannot be used: whoever wrote them did not run “glossary adopt”."""
    for line in lines:
        try:
            beside.require(line.adoption.item, line.adoption.value)
        except UNUSABLE as error:
            what = f"the copy cannot be used ({error})"
            yield Finding(line.file, line.number, what, "restore the line from version control")
