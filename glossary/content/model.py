"""The values of the glossary: frozen, and valid if they exist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from glossary.content.digests import digest, paper_digest
from glossary.content.text import REQUIRED, Text

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""A concept's or a reviewer's id. A concept's stands in web addresses, so it is short and plain. A concept that gets another
goes on answering to those that it had (``Concept.formerly``)."""

MAX_ID = 100
"""Longest id that a command gives a concept, in characters: files are named by it, and systems allow names of 255 bytes."""

RESERVED = frozenset({"about", "figures", "letters", "privacy", "search", "support"})
"""Ids that no concept may have, because a page of the site is at their address, or below it."""

NEVER_GIVEN = RESERVED - {"letters"}
"""Those of them that no concept can have had: the others were free once, and a concept keeps what it had under them."""


class Usage(StrEnum):
    """How freely a term may be used, in the three classes that the field has."""

    CONFIDENT = "confident"
    CAUTION = "caution"
    AVOID = "avoid"


class Autolink(StrEnum):
    """Whether a tool may link a form of the term without asking: “grooming” is an ordinary word too."""

    SAFE = "safe"
    ASK = "ask"
    NEVER = "never"


class LegalState(StrEnum):
    """How far a law has come, on the day of its source."""

    IN_FORCE = "in_force"
    AGREED = "agreed"
    PROPOSED = "proposed"
    LAPSED = "lapsed"


class Status(StrEnum):
    """How far the review of a text has come. Declared from lowest to highest."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    VETTED = "vetted"


class Verdict(StrEnum):
    """What a reviewer's record says."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"


WHOLE = "whole page"
"""The place in a source of which nobody has said more."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The source of a fact: title, address, place in it (``Article 2(c)``), kind (``law``, ``standard``, ``publisher``), the
    day up to which what is said of it holds, for a law how far it had come by then, and the fields of the English text that
    it is quoted for, word for word. ``published`` is a year, a month or a day (``2011-12-13``), ``seen`` the day on which
    one of us read it, each where it is known. ``file`` is the file of the register that it comes from, with the ``lines`` of
    its keys; of one that stands in the term file it is empty."""

    title: str
    url: str
    locator: str
    kind: str
    as_of: date
    state: LegalState | None = None
    quotes: tuple[str, ...] = ()
    published: str | None = None
    seen: date | None = None
    file: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Retirement:
    """The day on which a concept left the glossary, and the id of the concept that replaces it, if one does."""

    on: date
    replaced_by: str | None = None


@dataclass(frozen=True)
class Concept:
    """One concept: its id, the data that are the same in every language, and the English draft of its text.

    ``related`` and ``broader`` are ids; ``formerly`` are those that the concept had. ``notes`` are for translators, by field;
    ``keep`` lists words and numbers that no translation may lose. ``lines`` holds the line of each key in ``file`` (see
    ``tables.Table``).
    """

    id: str
    group: str
    usage: Usage
    autolink: Autolink
    text: Text
    sources: tuple[Reference, ...]
    related: tuple[str, ...] = ()
    broader: str | None = None
    keep: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    retired: Retirement | None = None
    formerly: tuple[str, ...] = ()
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One concept's unapproved words in one language, from its catalog.

    ``fields`` holds the translation of each field that has one, ``sources`` the English that each was translated from,
    ``fuzzy`` the names of those that are marked as unfinished, ``lines`` the line of each in ``file``. ``refused`` holds
    translations that are no part of the draft, because no text may hold one of their characters, as people see them.
    """

    language: str
    concept: str
    fields: Mapping[str, str]
    sources: Mapping[str, str]
    fuzzy: frozenset[str] = frozenset()
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_written(self) -> Draft:
        """The draft with what was refused in it, for checks only."""
        return replace(self, fields={**self.fields, **self.refused}, refused={}) if self.refused else self

    @property
    def complete(self) -> bool:
        """Whether every required field is there, fuzzy or not: enough for a reviewer to read."""
        return all(self.fields.get(name) for name in REQUIRED)


@dataclass(frozen=True, slots=True)
class Publication:
    """Where texts had been published before a statement approved them all at once."""

    title: str
    url: str
    day: date


@dataclass(frozen=True, slots=True)
class Approval:
    """One reviewer's act on one exact text in one language: a record of its ledger.

    ``when`` is in UTC, to the second; ``who`` is a reviewer's pseudonymous id. ``source`` is the digest of the English that
    the text was checked against, ``None`` where the text is the English itself. ``record_digest`` is the digest of the whole
    record without its signature, which its line states; it is empty until the record was written and read. ``signature`` is
    in one line of Base64, as it was written: whether it is good, this does not say.

    With a ``publication`` the reviewer approved it by a statement about the whole of that, not text by text; the signature is
    then that of the statement, and ``listed`` shows that it is one of its texts (``glossary.ledger.statement``).
    """

    when: datetime
    who: str
    role: str
    verdict: Verdict
    language: str
    concept: str
    text: Text
    source: str | None
    record_digest: str = field(default="", compare=False)
    signature: str | None = None
    publication: Publication | None = None
    listed: str | None = None

    @property
    def digest(self) -> str:
        """The digest that a review sheet on paper has for this text."""
        return paper_digest(self.text.digest, self.source)

    @property
    def seal(self) -> str:
        """What stands for the whole line: it changes also where a signature is taken away or exchanged."""
        return sealed(self.record_digest, self.signature, self.listed)


def sealed(own: str, signature: str | None, listed: str | None = None) -> str:
    """Return what stands for a line, by the digest of what it says: that digest, or of a signed one another."""
    if signature is None:
        return own
    return digest([own, signature] if listed is None else [own, signature, listed])


@dataclass(frozen=True, slots=True)
class Vetted:
    """A text that the required reviewers approved, and their approvals, one for each required role."""

    text: Text
    approvals: tuple[Approval, ...]

    @property
    def source(self) -> str | None:
        """The digest of the English that it was checked against; ``None`` for English."""
        return self.approvals[0].source

    @property
    def approved_on(self) -> date:
        """The day of the latest of these approvals, in UTC."""
        return max(approval.when for approval in self.approvals).date()

    @property
    def review_from(self) -> date:
        """The day of the oldest of these approvals, in UTC. The time to the next review runs from it."""
        return min(approval.when for approval in self.approvals).date()
