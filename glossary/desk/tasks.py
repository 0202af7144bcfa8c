"""Texts that wait for a reviewer, and the order in which to read them helps most.

What a maintainer wished comes first. Then texts whose English is vetted, for only those can be served; of these, texts with
open questions, for their translator waits too; then what has waited longest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from glossary.content.digests import digest, paper_digest
from glossary.content.model import Approval, Draft
from glossary.content.text import Text
from glossary.desk.batches import Act
from glossary.edition.proposal import Proposal
from glossary.language.sentences import count_words
from glossary.language.tags import SOURCE

WORDS_A_MINUTE = 200
"""How fast somebody reads who weighs each word: a reader of prose is about as fast, and we rather say too long."""

Name = tuple[str, str]
"""A text: its language, its concept."""


class Why(StrEnum):
    """Why a text waits for somebody."""

    READY = "ready"
    QUESTIONS = "open questions"
    CHANGED = "changed since you approved"
    DUE = "due for another review"


@dataclass(frozen=True)
class Wish:
    """What a maintainer wishes of a text: how much it matters (0 is as any other), and by which day."""

    priority: int = 0
    due: date | None = None


@dataclass(frozen=True)
class Own:
    """What somebody has done that the maintainers have not taken in yet: their last act on each text, and all their records
    by language; and the texts that they want to see another day."""

    acts: Mapping[Name, Act] = field(default_factory=dict)
    records: Mapping[str, tuple[Approval, ...]] = field(default_factory=dict)
    later: Collection[Name] = ()


@dataclass(frozen=True)
class Task:
    """A text that waits for somebody. ``roles`` are those in which they may approve it; none where it can only be answered.
    ``since`` is the day from which it has waited, as far as records tell."""

    language: str
    concept: str
    term: str
    english: str
    why: Why
    roles: tuple[str, ...]
    english_vetted: bool
    minutes: int
    since: date

    @property
    def name(self) -> Name:
        """What tells it from every other."""
        return self.language, self.concept

    def order(self, wish: Wish) -> tuple[object, ...]:
        """Return what tasks are sorted by."""
        urgent = -wish.priority, wish.due or date.max
        return *urgent, not self.english_vetted, self.why is not Why.QUESTIONS, self.since, self.concept, self.language


def seen(draft: Draft, proposal: Proposal | None) -> str:
    """Return what stands for the words of a draft: the digest of what could be approved, else one of all its fields."""
    return proposal.digest if proposal else paper_digest(digest(dict(draft.fields)), digest(dict(draft.sources)))


def minutes(draft: Draft, english: Text) -> int:
    """Return how long it takes to read a text beside its English."""
    words = sum(_words(value, draft.language) for value in draft.fields.values())
    if draft.language != SOURCE:
        words += sum(_words(value, SOURCE) for value in english.fields.values())
    return max(1, -(-words // WORDS_A_MINUTE))


_words = lru_cache(maxsize=65536)(count_words)
