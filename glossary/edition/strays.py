"""Drafts and records that are reported although nothing is wrong with them by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glossary.characters import point
from glossary.content import claims
from glossary.content.model import Concept, Draft
from glossary.content.text import unseen
from glossary.errors import Finding, Level
from glossary.ledger.former import Former
from glossary.ledger.ledgers import Ledger
from glossary.ledger.vetted import Standing


def findings(
    concepts: Mapping[str, Concept],
    every: Mapping[str, Mapping[str, Draft]],
    ledger: Mapping[str, tuple[Ledger, ...]],
    former: Former,
) -> Iterator[Finding]:
    """Find drafts and ledger records of concepts that do not exist."""
    for drafts in every.values():
        for draft in drafts.values():
            if draft.concept not in concepts:
                line = min(draft.lines.values(), default=0)
                what = f"there is no concept “{draft.concept}”"
                yield Finding(draft.file, line, what, "run “glossary sync”, or restore the term file", Level.WARNING)
    for part in (part for parts in ledger.values() for part in parts):
        ids = {act.concept for act in part.records}
        if ids <= concepts.keys() and not ids & former.names.keys():  # as nearly always
            continue
        for number, act in enumerate(part.records, 1):
            if former.now(act.concept) not in concepts:
                remedy = "restore its term file and mark it retired there; if it has another id now, name it “formerly” there"
                yield Finding(part.file, number, f"there is no concept “{act.concept}”", remedy, Level.WARNING)


def misnamed(written: Mapping[str, Concept], former: Former) -> Iterator[Finding]:
    """Find the term files whose id, or former ids, are not theirs by what is adopted: readers go on getting that."""
    for concept in written.values():
        if objection := former.objection(concept.id, concept.formerly):
            yield Finding(concept.file, concept.lines.get(claims.KEY, 0), *objection)


def hidden(
    standings: Mapping[str, Mapping[str, Standing]],
    ledger: Mapping[str, tuple[Ledger, ...]],
    former: Former,
) -> Iterator[Finding]:
    """Find the records of texts that are served with a character that nobody sees: they are older than that rule."""
    for language, part in ((language, part) for language, parts in ledger.items() for part in parts):
        for number, act in part.unseen:
            served = standings[language].get(former.now(act.concept), Standing()).vetted
            counts = served is not None and any(act is each for each in served.approvals)
            for name, value in act.text.fields.items() if counts else ():
                if character := unseen(value):
                    what = f"{act.concept}.{name}: it holds the character {point(character)}, which nobody sees"
                    yield Finding(part.file, number, what, "approve the text without it", Level.WARNING)
