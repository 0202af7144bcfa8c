"""The values that everything else passes around: frozen, and valid if they exist."""

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
"""A concept's id: it stands in web addresses, so it is short, plain and never changes."""

RESERVED = frozenset({"privacy", "search", "support"})
"""Ids that no concept may have: a page of the site stands at their address."""

REQUIRED = ("term", "definition")
"""Fields without which a text can not be shown."""

LISTS = ("forms", "avoid")
"""Fields of several words, one a line where they are written down."""

_REFUSED = re.compile(
    "[<\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)
"""Markup, controls, line separators, overrides and isolates of direction, surrogates, private use, non-characters. The
marks U+061C, U+200E and U+200F are not among them: Arabic prose needs them, and they reorder nothing else."""


class Usage(StrEnum):
    """How freely a term may be used, by the field's three classes."""

    CONFIDENT = "confident"
    CAUTION = "caution"
    AVOID = "avoid"


class Autolink(StrEnum):
    """Whether a tool may link a form of the term by itself; “grooming” is an ordinary word too."""

    SAFE = "safe"
    ASK = "ask"
    NEVER = "never"


class LegalState(StrEnum):
    """How far a law has come, as of the day of its source."""

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
    """Return the value in NFC, without outer white space. Raises ``BadText`` for what could hide or break something."""
    value, refused = _tidied(value)
    if refused:
        shown = "“<”" if refused == "<" else f"the character U+{ord(refused):04X}"
        raise BadText(name, f"it holds {shown}", "write plain prose: no markup, no control or direction characters")
    if "\n" in value and name not in LISTS:
        raise BadText(name, "it has more than one line", "write it in one line")
    return value


@lru_cache(maxsize=32768)
def _tidied(value: str) -> tuple[str, str]:
    """Return the value as it is kept, and the first character in it that no text may hold. Approvals and drafts of a
    language say the same again and again: it is looked at once, and kept once."""
    value = unicodedata.normalize("NFC", value).strip()
    # Most texts are printable, which rules out all that is refused but these three, and is quicker to see.
    printable = value.replace("\n", "").isprintable()
    if printable and not ("<" in value or "\ufffc" in value or "\ufffd" in value):
        return value, ""
    match = _REFUSED.search(value)
    return value, match[0] if match else ""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One concept's words in one language. Raises ``BadText``, with the field, where they are not acceptable."""

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
                raise BadText(name, "it is not in NFC, or has white space around it", "store it as it is shown")
        for name in REQUIRED:
            if not getattr(self, name):
                raise BadText(name, "it is empty", "write it: a text needs a term and a definition")
        if self.avoid and not self.avoid_reason:
            raise BadText("avoid_reason", "it is empty", "say in one sentence why the words under “avoid” harm")

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Text:
        """Make a text from field values as they are written down; list fields have one word a line."""
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
        """The fields that are not empty, as they are written down."""
        shown = {name: getattr(self, name) for name in FIELDS}
        return {
            name: clean(name, "\n".join(value)) if name in LISTS else value for name, value in shown.items() if value
        }

    @cached_property
    def digest(self) -> str:
        """The digest of exactly these words."""
        return digest(self.fields)


FIELDS = tuple(item.name for item in fields(Text))
"""The translatable fields, in the order in which they are shown."""


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in value.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a fact is from: title, address, place in it, kind (law, standard, publisher), the
    day for which it is known, and of a law how far it has come by then."""

    title: str
    url: str
    locator: str
    kind: str
    as_of: date
    state: LegalState | None = None


@dataclass(frozen=True)
class Retirement:
    """Since when a concept has left the glossary, and for which other one."""

    on: date
    replaced_by: str | None = None


@dataclass(frozen=True)
class Concept:
    """One concept in every language: its id, its data, and the English draft of its text.

    ``notes`` are for translators, by field; ``keep`` lists tokens that no translation may lose; ``lines`` says where in
    ``file`` each key stands.
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
    """One concept's unapproved words in one language, as its catalog has them.

    ``sources`` holds the English that each field was translated from, ``lines`` where each field stands in ``file``.
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
        """Whether there is enough to show to a reviewer."""
        return all(self.fields.get(name) for name in REQUIRED)


@dataclass(frozen=True, slots=True)
class Approval:
    """One reviewer's act on one exact text in one language. ``source`` is the digest of the English it was checked
    against, ``None`` where the text is the English itself."""

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
        """The digest by which its text is found on paper."""
        return paper_digest(self.text.digest, self.source)


@dataclass(frozen=True, slots=True)
class Vetted:
    """A text that the required reviewers approved, and by which acts."""

    text: Text
    approvals: tuple[Approval, ...]

    @property
    def source(self) -> str | None:
        """The digest of the English text that it answers to."""
        return self.approvals[0].source

    @property
    def approved_on(self) -> date:
        """The day of the act that completed the approval (UTC)."""
        return max(approval.when for approval in self.approvals).date()

    @property
    def review_from(self) -> date:
        """The day from which the time to the next review is counted: that of the oldest act still relied on."""
        return min(approval.when for approval in self.approvals).date()
