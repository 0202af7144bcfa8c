"""Checks of the data of all concepts together: relations that go one way, circles of broader terms, laws that were last
looked up long ago. They do not depend on a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from glossary.content.model import Concept, LegalState, Reference
from glossary.errors import Finding, Level
from glossary.language.tags import SOURCE
from glossary.review.allow import Allowed
from glossary.review.checks import Check

LOOK_AGAIN: Mapping[LegalState, timedelta] = {
    LegalState.IN_FORCE: timedelta(days=365),
    LegalState.AGREED: timedelta(days=31),  # it may be adopted any day
    LegalState.PROPOSED: timedelta(days=31),
    LegalState.LAPSED: timedelta(days=365),  # it may be replaced
}
"""How long after its last look-up a law must be looked up again."""


class Fault(NamedTuple):
    """A fault in a term file: its place (a key of ``Concept.lines``), the value there, and what is wrong with it. ``source``
    is the source of the register whose own file the fault is in: ``place`` is then a key of that."""

    place: str
    value: str
    what: str
    source: Reference | None = None


def _one_way(concepts: Mapping[str, Concept], concept: Concept, _today: date) -> Iterator[Fault]:
    for other in concept.related:
        if concept.id not in concepts[other].related:
            yield Fault("related", other, f"it names “{other}”, which does not name “{concept.id}”")


def _circle(concepts: Mapping[str, Concept], concept: Concept, _today: date) -> Iterator[Fault]:
    path, above = {concept.id: None}, concept.broader
    while above and above not in path:
        path[above] = None
        above = concepts[above].broader
    if above == concept.id:
        yield Fault(
            "broader", str(concept.broader), f"its broader terms lead back to it ({' > '.join([*path, above])})"
        )


def _old_law(_concepts: Mapping[str, Concept], concept: Concept, today: date) -> Iterator[Fault]:
    for number, source in enumerate(concept.sources):
        if source.state and today - source.as_of > LOOK_AGAIN[source.state]:
            what = f"“{source.title}” ({source.state.replace('_', ' ')}) was last looked up on {source.as_of}"
            yield _of_source(concept, number, "as_of", source.url, what)


def _of_source(concept: Concept, number: int, key: str, value: str, what: str) -> Fault:
    """Return a fault of a source: in the term file, or in the file of the register that it comes from."""
    source = concept.sources[number]
    return Fault(key, value, what, source) if source.file else Fault(f"sources.{number}.{key}", value, what)


CHECKS: tuple[Check[Callable[[Mapping[str, Concept], Concept, date], Iterator[Fault]]], ...] = (
    Check("one-way", Level.ERROR, ("related",), _one_way, "name each under “related” of the other, or neither"),
    Check("circle", Level.ERROR, ("broader",), _circle, "take one of them out"),
    Check(
        "old-law",
        Level.WARNING,
        ("sources",),
        _old_law,
        "look it up again, then write the day and the state that you found",
    ),
)


def findings(concepts: Mapping[str, Concept], allow: Allowed, today: date) -> Iterator[Finding]:
    """Find what is wrong with the data of the concepts that are not retired.

    In ``allow.toml`` the key of such a finding is ``<id>.<place>``, and its text is the id or address at fault. In the
    register it is ``sources.<id>.<place>``; a fault there is found once, however many concepts name the source.
    """
    told = set[tuple[str, str, str]]()
    for concept in concepts.values():
        for check in CHECKS if concept.retired is None else ():
            for place, value, what, source in check.find(concepts, concept, today):
                key = f"sources.{Path(source.file).stem}.{place}" if source else f"{concept.id}.{place}"
                if (SOURCE, key, check.name, value) not in allow and (key, check.name, value) not in told:
                    told.add((key, check.name, value))
                    file, lines = (source.file, source.lines) if source else (concept.file, concept.lines)
                    remedy = f"{check.remedy} [{check.name}]"
                    yield Finding(file, lines.get(place, 1), f"{key}: {what}", remedy, check.level)
