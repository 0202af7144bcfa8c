"""Drafts and records that are reported although nothing is wrong with them by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from glossary.characters import point
from glossary.content import claims
from glossary.content.model import Concept, Draft
from glossary.content.text import unseen
from glossary.errors import Finding, Level
from glossary.ledger.former import Former
from glossary.ledger.ledgers import Ledger
from glossary.ledger.vetted import Standing


def drafts(concepts: Set[str], rows: Mapping[str, Draft]) -> Iterator[Finding]:
    """Find the drafts of a language of concepts that do not exist."""
    for name in rows.keys() - concepts:
        draft = rows[name]
        what, line = f"there is no concept “{name}”", min(draft.lines.values(), default=0)
        yield Finding(draft.file, line, what, "run “glossary sync”, or restore the term file", Level.WARNING)


def records(concepts: Set[str], part: Ledger, former: Former) -> Iterator[Finding]:
    """Find the records of a file about concepts that do not exist."""
    if {act.concept for act in part.records} <= concepts - former.names.keys():
        return
    for number, act in enumerate(part.records, 1):
        if former.now(act.concept) not in concepts:
            remedy = (
                "restore its term file and mark it retired there; if it has another id now, name it “formerly” there"
            )
            yield Finding(part.file, number, f"there is no concept “{act.concept}”", remedy, Level.WARNING)


def misnamed(written: Mapping[str, Concept], former: Former) -> Iterator[Finding]:
    """Find the term files whose id, or former ids, are not theirs by what is adopted: readers go on getting that."""
    for concept in written.values():
        if objection := former.objection(concept.id, concept.formerly):
            yield Finding(concept.file, concept.lines.get(claims.KEY, 0), *objection)


def hidden(standings: Mapping[str, Standing], parts: tuple[Ledger, ...]) -> Iterator[Finding]:
    """Find the records of a language whose texts are served with a character that nobody sees: they are older than that
    rule."""
    if not any(part.faint for part in parts):
        return
    acts = {id(act) for standing in standings.values() if standing.vetted for act in standing.vetted.approvals}
    for part in parts:
        for number, act in part.unseen:
            for name, value in act.text.fields.items() if id(act) in acts else ():
                if character := unseen(value):
                    what = f"{act.concept}.{name}: it holds the character {point(character)}, which nobody sees"
                    yield Finding(part.file, number, what, "approve the text without it", Level.WARNING)
