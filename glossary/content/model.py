"""The values of the glossary: frozen, and valid if they exist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, lru_cache

from glossary.content.digests import digest, paper_digest
from glossary.errors import BadText

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""A concept's or a reviewer's id. A concept's stands in web addresses, so it is short and plain, and never changes."""

RESERVED = frozenset({"about", "privacy", "search", "support"})
"""Ids that no concept may have, because a page of the site is at their address."""

REQUIRED = ("term", "definition")
"""Fields without which a text cannot be shown."""

LISTS = ("forms", "avoid")
"""Fields that hold several words, one on each line of the file."""

_REFUSED = re.compile(
    "[<\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)
"""Markup, controls, line separators, overrides and isolates of direction (Unicode TR 9), surrogates, private use,
non-characters. The marks U+061C, U+200E and U+200F are allowed: Arabic prose needs them, and they reorder nothing else."""


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


def clean(name: str, value: str) -> str:
    """Return the value of a field in NFC, without white space around it. Equal values are one string.

    Raises ``BadText`` for a character that could hide, reorder or break something, and for a line break outside a list.
    """
    value, refused = _tidied(value)
    if refused:
        character = "“<”" if refused == "<" else f"the character U+{ord(refused):04X}"
        raise BadText(name, f"it holds {character}", "write plain prose: no markup, no control or direction characters")
    if "\n" in value and name not in LISTS:
        raise BadText(name, "it has more than one line", "write it on one line")
    return value


@lru_cache(maxsize=32768)
def _tidied(value: str) -> tuple[str, str]:
    """Return the value in its clean form, and the first character in it that no text may hold, or ``""``. It is cached
    because approvals and drafts hold the same values many times: each is checked once, and kept once."""
    value = unicodedata.normalize("NFC", value).strip()
    # Most texts are printable. That is quicker to test, and rules out every refused character but these three.
    printable = value.replace("\n", "").isprintable()
    if printable and not ("<" in value or "\ufffc" in value or "\ufffd" in value):
        return value, ""
    match = _REFUSED.search(value)
    return value, match[0] if match else ""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One concept's words in one language. Raises ``BadText``, which names the field, where they are not acceptable."""

    term: str
    abbreviation: str | None = None
    definition: str
    plain: str | None = None
    note: str | None = None
    forms: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    avoid_reason: str | None = None

    def __post_init__(self) -> None:
        for name, value in self.fields.items():
            if clean(name, value) != value:
                raise BadText(name, "it is not in NFC, or has white space around it", "store it in its clean form")
        for name in REQUIRED:
            if not getattr(self, name):
                raise BadText(name, "it is empty", "write one: a text needs a term and a definition")
        if self.avoid and not self.avoid_reason:
            raise BadText("avoid_reason", "it is empty", "say in one sentence why the words under “avoid” harm")

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Text:
        """Make a text from the values of its fields, those of lists with one word on each line; others are ignored.

        Raises ``BadText``.
        """
        cleaned = {name: clean(name, value) for name, value in values.items() if value.strip()}
        return cls(
            term=cleaned.get("term", ""),
            abbreviation=cleaned.get("abbreviation"),
            definition=cleaned.get("definition", ""),
            plain=cleaned.get("plain"),
            note=cleaned.get("note"),
            forms=_lines(cleaned.get("forms", "")),
            avoid=_lines(cleaned.get("avoid", "")),
            avoid_reason=cleaned.get("avoid_reason"),
        )

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The values that are not empty, by field, in the order of ``FIELDS``; of a list, one word on each line."""
        values = {name: getattr(self, name) for name in FIELDS}
        return {
            name: clean(name, "\n".join(value)) if name in LISTS else value for name, value in values.items() if value
        }

    @cached_property
    def digest(self) -> str:
        """The digest of exactly these words."""
        return digest(self.fields)


FIELDS = tuple(part.name for part in fields(Text))
"""The translatable fields, in the order in which they are shown."""


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in value.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class Reference:
    """The source of a fact: title, address, place in it (``Article 2(c)``), kind (``law``, ``standard``, ``publisher``), the
    day as of which it is cited, for a law how far it had come by then, and the fields of the English text that it is
    quoted for, word for word."""

    title: str
    url: str
    locator: str
    kind: str
    as_of: date
    state: LegalState | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retirement:
    """The day on which a concept left the glossary, and the id of the concept that replaces it, if one does."""

    on: date
    replaced_by: str | None = None


@dataclass(frozen=True)
class Concept:
    """One concept: its id, the data that are the same in every language, and the English draft of its text.

    ``related`` and ``broader`` are ids. ``notes`` are for translators, by field; ``keep`` lists words and numbers that no
    translation may lose. ``lines`` holds the line of each key in ``file`` (see ``tables.Table``).
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
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One concept's unapproved words in one language, from its catalog.

    ``fields`` holds the translation of each field that has one, ``sources`` the English that each was translated from,
    ``fuzzy`` the names of those that are marked as unfinished, ``lines`` the line of each in ``file``.
    """

    language: str
    concept: str
    fields: Mapping[str, str]
    sources: Mapping[str, str]
    fuzzy: frozenset[str] = frozenset()
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether every required field is there, fuzzy or not: enough for a reviewer to read."""
        return all(self.fields.get(name) for name in REQUIRED)


@dataclass(frozen=True, slots=True)
class Approval:
    """One reviewer's act on one exact text in one language: a record of its ledger.

    ``when`` is in UTC, to the second; ``who`` is a reviewer's pseudonymous id. ``source`` is the digest of the English that
    the text was checked against, ``None`` where the text is the English itself.
    """

    when: datetime
    who: str
    role: str
    verdict: Verdict
    language: str
    concept: str
    text: Text
    source: str | None

    @property
    def digest(self) -> str:
        """The digest that a review sheet on paper has for this text."""
        return paper_digest(self.text.digest, self.source)


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
