"""The versions of a text: every one that was ever vetted, and what has become of it. All of it follows from the ledgers.

1. A version is exactly one text, by its digest, however often it came and went. Its approvals are those by which it was
   vetted first, or first since a withdrawal: what is approved again later changes nothing of it.
2. Words are given out only of the version that is served, and of one that another replaced and that still counts.
3. Of one that was withdrawn, counts no longer because somebody was revoked, or belongs to a concept that is retired, there
   is the digest and the day, where that is known, and never a word.
4. Of a demonstration nothing was ever vetted, and of a concept whose facts nobody has adopted nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

from glossary.content.model import Concept, Status, Vetted
from glossary.edition.edition import Edition
from glossary.errors import GlossaryError
from glossary.ledger.vetted import Change, Standing

_PREFIX = "sha256:"


class Fate(StrEnum):
    """What has become of a version."""

    VETTED = "vetted"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    RETIRED = "retired"


_SHOWN = (Fate.VETTED, Fate.SUPERSEDED)


@dataclass(frozen=True)
class Version:
    """One version of a text (rule 1). ``came`` is when it became vetted last, ``vetted_on`` the day on which it first did.
    ``end`` is when it ended, ``None`` while it is served and where that is not known; ``replaced_by`` is the digest of the
    one that came in its place. ``shown`` holds its words (rule 2)."""

    digest: str
    fate: Fate
    came: datetime
    vetted_on: date
    end: datetime | None = None
    replaced_by: str | None = None
    shown: Vetted | None = None

    @property
    def ended(self) -> date | None:
        """The day on which it ended, in UTC."""
        return self.end.date() if self.end else None

    @property
    def words(self) -> Vetted:
        """Its words, of a version that shows them. Raises ``ValueError`` for any other."""
        if self.shown is None:
            raise ValueError("this version shows no words")
        return self.shown


class UnknownVersion(GlossaryError):
    """A digest of which no text of a concept was ever vetted in a language."""

    def __init__(self, concept: str, language: str) -> None:
        super().__init__(
            f"By today's policy no text of “{concept}” in the language “{language}” with this digest was ever vetted."
        )


_SAID = {
    Fate.WITHDRAWN: "These words of “{concept}” were withdrawn",
    Fate.REVOKED: "These words of “{concept}” no longer count: somebody on whose approval they rest was revoked",
    Fate.RETIRED: "The concept “{concept}” has left this glossary",
}


class Gone(GlossaryError):
    """A version whose words are not shown (rule 3), with the day of that, if it is known. ``replaced_by`` is the digest of
    the text that is served now, or of a retired concept its successor's id, if there is one."""

    def __init__(self, concept: str, version: Version, replaced_by: str | None) -> None:
        self.fate, self.on, self.replaced_by = version.fate, version.ended, replaced_by
        day = f" (on {version.ended})" if version.ended else ""
        super().__init__(f"{_SAID[version.fate].format(concept=concept)}{day}.")


def path(concept: str, language: str, digest: str) -> str:
    """Return the path of a version's document, which never changes."""
    return f"/v1/{language}/terms/{concept}/{digest.removeprefix(_PREFIX)}.json"


def find(edition: Edition, concept: str, language: str, digest: str) -> Version:
    """Return the version with this digest, which may stand without its prefix.

    Raises ``UnknownConcept``, ``Gone`` where its words are not shown, ``Retired``, or ``UnknownVersion``.
    """
    whole = f"{_PREFIX}{digest.removeprefix(_PREFIX)}"
    found = next((each for each in versions(edition, concept, language) if each.digest == whole), None)
    if found is None:
        edition.concept(concept)
        raise UnknownVersion(concept, language)
    if found.shown is None:
        raise Gone(concept, found, _instead(edition, concept, language))
    return found


def _instead(edition: Edition, concept: str, language: str) -> str | None:
    retired, served = edition.concepts[concept].retired, edition.vetted(concept, language)
    if retired:
        return retired.replaced_by
    return served.text.digest if served else None


def versions(edition: Edition, concept: str, language: str) -> tuple[Version, ...]:
    """Return all versions of a concept's text in a language, that which came last first. Raises ``UnknownConcept``."""
    data, standing = _concept(edition, concept), _standing(edition, concept, language)
    rows = _rows(standing.changes)
    days = {change.vetted.text.digest: change.lost_on for change in standing.lost if change.vetted}
    lost = [_lost(row, days[digest]) for digest, row in _rows(standing.lost).items() if digest not in rows]
    listed = (_left(row, data) for row in (*rows.values(), *lost))
    return tuple(sorted(map(_without_words, listed), key=lambda row: row.came, reverse=True))


def _concept(edition: Edition, concept: str) -> Concept:
    return edition.concepts.get(concept) or edition.concept(concept)


def _standing(edition: Edition, concept: str, language: str) -> Standing:
    """Rule 4."""
    return edition.standing(concept, language) if edition.vetted_status is Status.VETTED else Standing()


def _rows(changes: Iterable[Change]) -> dict[str, Version]:
    """Return the versions by digest."""
    rows: dict[str, Version] = {}
    for change in changes:
        came = change.vetted
        for digest in change.ended:
            fate, instead = (Fate.SUPERSEDED, came.text.digest) if came else (Fate.WITHDRAWN, None)
            rows[digest] = replace(rows[digest], fate=fate, end=change.when, replaced_by=instead)
        if came:
            before = rows.get(came.text.digest)
            again = before if before and before.fate is Fate.SUPERSEDED else None  # Rule 1
            row = again or Version(came.text.digest, Fate.VETTED, change.when, change.when.date(), shown=came)
            rows[row.digest] = replace(row, fate=Fate.VETTED, came=change.when, end=None, replaced_by=None)
    return rows


def _lost(row: Version, day: date | None) -> Version:
    if row.fate is Fate.WITHDRAWN:
        return row
    return replace(row, fate=Fate.REVOKED, end=_midnight(day) if day else None, replaced_by=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _left(row: Version, concept: Concept) -> Version:
    if concept.retired is None or row.fate not in _SHOWN:
        return row
    return replace(row, fate=Fate.RETIRED, end=_midnight(concept.retired.on), replaced_by=None)


def _without_words(row: Version) -> Version:
    return row if row.fate in _SHOWN else replace(row, shown=None)  # Rules 2 and 3
