"""Every change of what is served, in all languages. All of it follows from the ledgers and from what was adopted.

1. A mark stands for all changes up to one. What is entered late at an older place changes every mark after it, so that
   nobody who asks by a mark misses a change. A revocation without a day stands before all others: it too makes every mark
   unknown.
2. An edition that the content went through (``replayed.py``) stands for the changes that were there then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

from glossary.content.digests import digest
from glossary.edition import events, replayed
from glossary.edition.edition import Edition
from glossary.edition.events import Event
from glossary.edition.replayed import Replayed
from glossary.errors import GlossaryError


class UnknownMark(GlossaryError):
    """A mark with which no list of changes ends, or none any more."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            f"“{mark}” is no edition that can be known any more, and no place among the changes as they stand."
            " Name the day of your copy, such as since=2026-11-23, or ask for /v1/changes.json, all changes;"
            " later name its “through”."
        )


@dataclass(frozen=True)
class Timeline:
    """Every change up to an ``edition``, the oldest first."""

    events: tuple[Event, ...]
    edition: Edition

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The mark before the first change, and the mark after each (rule 1)."""
        return tuple(accumulate(self.events, _next, initial=_mark(["", []])))

    @cached_property
    def _earlier(self) -> Replayed:
        return replayed.editions(self.edition)

    def since(self, asked: date | str | None) -> tuple[Event, ...]:
        """Return the changes from a day on, or after a mark or an edition (rule 2). ``None`` asks for all. Raises
        ``UnknownMark``."""
        if asked is None:
            return self.events
        if isinstance(asked, date):
            return tuple(event for event in self.events if event.on is None or event.on >= asked)
        if asked == self.edition.id:
            return ()
        if asked in self.marks:
            return self.events[self.marks.index(asked) :]
        if asked in self._earlier.steps:
            return self._earlier.after(asked, self.events)
        raise UnknownMark(asked)


def _next(mark: str, event: Event) -> str:
    return _mark([mark, list(event.name)])


def _mark(values: list[object]) -> str:
    return digest(values).removeprefix("sha256:")[:16]


def of(edition: Edition) -> Timeline:
    """Return every change up to an edition."""
    found = (
        event
        for language in edition.languages
        for concept in edition.standings.get(language, {})
        for event in events.of(edition, concept, language)
    )
    return Timeline(tuple(sorted(found, key=lambda event: event.order)), edition)
