"""The content that the desk shows: read once and kept in memory, so that a page reads no catalog and no ledger.

It is read again when its files have changed. Where it then cannot be used, the last good content stays, with what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from glossary.catalogs import drafts
from glossary.catalogs.po import Message
from glossary.content.interface import CONTENT_NOTICE
from glossary.content.model import Approval
from glossary.edition.edition import Edition
from glossary.edition.loading import Stamp, stamp
from glossary.errors import BadContent, Finding, Level, Refused
from glossary.language.tags import SOURCE
from glossary.ledger.reviewer import Reviewer
from glossary.review import vetting
from glossary.review.allow import Allowed, allowed
from glossary.review.vocabulary import Vocabulary
from glossary.serving import reading
from glossary.settings import Settings

if TYPE_CHECKING:  # who somebody is depends on the desk, which holds the content
    from glossary.desk.people import Person

T = TypeVar("T")

LOOK_SECONDS = 1.0
"""Seconds between two looks whether files have changed, for pages that are only read. A verdict always looks."""


@dataclass(frozen=True)
class Shown:
    """The content of one moment, with what pages ask of it again and again. ``findings`` are of newer content that cannot be
    used; ``day`` is the one on which it was read."""

    edition: Edition
    allow: Allowed
    translations: Path
    day: date
    findings: tuple[Finding, ...] = ()
    _vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    _messages: dict[str, Mapping[str, Message]] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[Finding, ...]] = field(default_factory=dict)
    _known: dict[Person, list[Any]] = field(default_factory=dict)

    def vocabulary(self, language: str) -> Vocabulary:
        """Return every draft of a language, and the words in them."""
        if language not in self._vocabularies:
            self._vocabularies[language] = Vocabulary(self.edition, language)
        return self._vocabularies[language]

    def messages(self, language: str) -> Mapping[str, Message]:
        """Return the entries of a language's catalog by their keys; none of English, or where it cannot be read."""
        if language not in self._messages:
            self._messages[language] = self._read(language)
        return self._messages[language]

    def _read(self, language: str) -> Mapping[str, Message]:
        try:
            catalog = drafts.read(self.translations, language) if language != SOURCE else None
        except BadContent:
            return {}
        return {message.key: message for message in catalog.messages if not message.obsolete} if catalog else {}

    def found(self, language: str, concept: str) -> tuple[Finding, ...]:
        """Return what is wrong with the draft of a concept."""
        key = language, concept
        if key not in self._found:
            self._found[key] = tuple(vetting.findings(self.vocabulary(language), self.allow, concept))
        return self._found[key]

    def failing(self, language: str, concept: str) -> bool:
        """Return whether a draft has an error in it, with which it cannot be approved."""
        return any(finding.level is Level.ERROR for finding in self.found(language, concept))

    def known(self, person: Person, tasks: Callable[[], list[T]]) -> list[T]:
        """Return what waits for a person by this content alone; ``tasks`` finds it where nobody has yet."""
        if person not in self._known:
            self._known[person] = tasks()
        return self._known[person]

    @cached_property
    def _approvals(self) -> Mapping[tuple[str, str, str], tuple[Approval, ...]]:
        """The records of each person about each text."""
        found: dict[tuple[str, str, str], tuple[Approval, ...]] = {}
        for record in self.edition.records.all:
            key = record.who, record.language, self.edition.records.former.now(record.concept)
            found[key] = (*found.get(key, ()), record)
        return found

    def records(self, who: str, language: str, concept: str) -> tuple[Approval, ...]:
        """Return the records of a person about a text."""
        return self._approvals.get((who, language, concept), ())

    def edition_for(self, person: Person, origin: str = "") -> Edition:
        """Return the edition as if the policy had this person, as it will when maintainers take them in; and the origin of
        this desk, on which their passkey is used."""
        policy = self.edition.policy
        expected = policy.reviewers.get(person.id) or Reviewer(person.id, person.roles, person.languages)
        origins = policy.origins if origin in ("", *policy.origins) else (*policy.origins, origin)
        if person.id in policy.reviewers and origins == policy.origins:
            return self.edition
        reviewers = {**policy.reviewers, person.id: expected}
        return replace(self.edition, policy=replace(policy, reviewers=reviewers, origins=origins))


class Content:
    """The content of a desk, while it runs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = replace(settings, state="")  # what the service remembers is not the desk's to write
        self._lock = Lock()
        self._shown: Shown | None = None
        self._stamp: Stamp = frozenset()
        self._looked = 0.0

    def now(self, fresh: bool = False) -> Shown:
        """Return the content; ``fresh``: as its files are at this moment. Raises ``BadContent`` where none was ever good."""
        with self._lock:
            if self._shown is None or fresh or monotonic() >= self._looked + LOOK_SECONDS:
                self._shown = self._look(self._shown)
                self._looked = monotonic()
            return self._shown

    def notice(self) -> str:
        """Return the content notice of the glossary, empty where it has none."""
        try:
            said = self.now().edition.interface(SOURCE).find(CONTENT_NOTICE)
        except BadContent:
            return ""
        return said.text if said else ""

    def require_good(self, shown: Shown) -> None:
        """Raise ``Refused`` where the files cannot be used as they are: a verdict must not rest on older ones."""
        if shown.findings:
            what = f"the content cannot be used just now ({shown.findings[0]})"
            raise Refused(what, "your verdict is kept: try again when that is mended")

    def _look(self, before: Shown | None) -> Shown:
        current, day = stamp(*self.settings.folders), self.settings.today
        if before and (current, day) == (self._stamp, before.day):
            return before
        try:
            edition, self._stamp = reading.read(self.settings, before.edition if before else None)
            return Shown(edition, allowed(self.settings.translations, day), self.settings.translations, day)
        except BadContent as error:
            if before is None:
                raise
            self._stamp = current
            return replace(before, day=day, findings=error.findings)
