"""A list of entries for one reader, whole or in part, with what was asked for and is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from glossary.content.model import Status
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, entries, entry
from glossary.errors import NotVetted, Renamed, Retired, UnknownConcept


class Absence(StrEnum):
    """Why a concept that was asked for by its id is not in a list."""

    UNKNOWN_CONCEPT = "unknown_concept"
    RETIRED = "retired"
    NOT_VETTED = "not_vetted"
    OTHER_GROUP = "other_group"


@dataclass(frozen=True)
class Absent:
    """An id that was asked for and is not in a list. ``suggestions`` are ids that it may be meant for, ``replaced_by`` what
    replaces it if it is retired."""

    id: str
    reason: Absence
    suggestions: tuple[str, ...] = ()
    replaced_by: str | None = None


@dataclass(frozen=True)
class Wanted:
    """What a list should hold: entries of at least this status, of one group, of these concepts; so many, from the one at
    ``offset``, counted from zero. ``None`` asks for all."""

    minimum: Status = Status.VETTED
    group: str | None = None
    ids: Sequence[str] | None = None
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True)
class Listing:
    """A part of a list, in the alphabetical order of the reader's language; ``total`` is how many entries the whole has."""

    entries: Sequence[Entry]
    total: int
    absent: Sequence[Absent] = ()


def listing(edition: Edition, language: str, wanted: Wanted) -> Listing:
    """Return a list for readers of a language, a well-formed tag. A concept that was asked for by an id that it had before is
    there under its present one."""
    if wanted.ids is not None:
        wanted = replace(wanted, ids=[_present(edition, concept) for concept in wanted.ids])
    found = entries(edition, (language,), wanted.minimum, wanted.group, wanted.ids)
    end = None if wanted.limit is None else wanted.offset + wanted.limit
    absent = tuple(_absent(edition, language, wanted, {each.concept.id for each in found}))
    return Listing(found[wanted.offset : end], len(found), absent)


def _present(edition: Edition, concept: str) -> str:
    try:
        edition.concept(concept)
    except Renamed as error:
        return error.now
    except (UnknownConcept, Retired):
        pass
    return concept


def _absent(edition: Edition, language: str, wanted: Wanted, found: set[str]) -> Iterator[Absent]:
    for concept in dict.fromkeys(wanted.ids or ()):
        if concept not in found:
            yield _why(edition, language, wanted, concept)


def _why(edition: Edition, language: str, wanted: Wanted, concept: str) -> Absent:
    try:
        entry(edition, concept, (language,), wanted.minimum)
    except UnknownConcept as error:
        return Absent(concept, Absence.UNKNOWN_CONCEPT, tuple(error.suggestions))
    except Retired as error:
        return Absent(concept, Absence.RETIRED, replaced_by=error.replaced_by)
    except NotVetted:
        return Absent(concept, Absence.NOT_VETTED)
    return Absent(concept, Absence.OTHER_GROUP)
