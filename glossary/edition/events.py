"""What changes of one text's standing are to readers: events, each with its day and the version that came or went.

1. A change names texts by their digests, never by their words.
2. A day on which somebody was revoked is known only where the policy says it. Without, such a change stands before all
   others, and it is among those since any day.
3. Of a demonstration there is no change: nobody approved anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from glossary.content.model import Concept, Status
from glossary.edition import version
from glossary.edition.edition import Edition
from glossary.edition.version import Fate, Version
from glossary.ledger.adoption import Kind
from glossary.ledger.vetted import Change


class What(StrEnum):
    """What a change is."""

    VETTED = "vetted"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    RETIRED = "retired"


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """A change of what is served. ``when`` is ``None`` where nobody wrote it down (rule 2). ``version`` is the text that
    came, or that went, as it stands today; ``before`` the digest of the one that it replaced."""

    when: datetime | None
    what: What
    concept: str
    language: str
    version: Version
    before: str | None = None

    @property
    def on(self) -> date | None:
        """The day, in UTC."""
        return self.when.date() if self.when else None

    @property
    def order(self) -> tuple[datetime, str, str, str, str]:
        """What changes are sorted by."""
        return self.when or _NEVER, self.language, self.concept, self.what, self.version.digest

    @property
    def name(self) -> tuple[str | None, ...]:
        """What tells it from every other change: nothing that a later one alters."""
        when = self.when.isoformat() if self.when else None
        return when, self.what, self.concept, self.language, self.version.digest, self.before


def of(edition: Edition, concept: str, language: str) -> Iterator[Event]:
    """Yield the events of a text."""
    counted = edition.vetted_status is Status.VETTED  # Rule 3
    if counted and concept in edition.concepts and edition.standing(concept, language).past:
        yield from _of_text(edition, edition.concepts[concept], language)


def _of_text(edition: Edition, concept: Concept, language: str) -> Iterator[Event]:
    standing = edition.standing(concept.id, language)
    versions = {each.digest: each for each in version.versions(edition, concept.id, language)}
    for change in standing.changes:
        yield from _of_change(change, concept.id, language, versions)
    counted = {change.vetted.text.digest for change in standing.changes if change.vetted}
    for each in versions.values():
        if each.digest not in counted:  # Rule 2; one that was withdrawn besides has the day of that
            what = What.REVOKED if each.fate is Fate.REVOKED else What.WITHDRAWN
            yield Event(each.end, what, concept.id, language, each)
    if concept.retired and standing.vetted:
        when = _left(edition, concept.id, datetime.combine(concept.retired.on, time.min, UTC))
        yield Event(when, What.RETIRED, concept.id, language, versions[standing.vetted.text.digest])


def _of_change(change: Change, concept: str, language: str, versions: dict[str, Version]) -> Iterator[Event]:
    if change.vetted is None:
        for gone in change.ended:
            yield Event(change.when, What.WITHDRAWN, concept, language, versions[gone])
        return
    what, before = (What.CHANGED, change.ended[0]) if change.ended else (What.VETTED, None)
    yield Event(change.when, what, concept, language, versions[change.vetted.text.digest], before)


def _left(edition: Edition, concept: str, stated: datetime) -> datetime:
    """Return when readers lost a retired concept: on its own day, or when somebody adopted that, if that was later."""
    adopted = stated
    acts = (
        (line.adoption.by.when, bool(line.adoption.value["retired"]))
        for line in edition.adopted.lines
        if line.adoption.by and line.adoption.item == (Kind.FACTS, "", concept)
    )
    for when, retired in sorted(acts, reverse=True):
        if not retired:
            break
        adopted = when
    return max(stated, adopted)
