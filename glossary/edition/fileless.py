"""Concepts whose term file is gone: readers keep their approved texts, with the facts that were adopted last.

A concept leaves the glossary by a retirement that somebody adopts, and gets another id by one that is adopted. A file that is
merely gone, or has another name, takes nothing offline, and a retired concept goes on to answer that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from glossary.content import claims, facts, files
from glossary.content.model import Concept, Draft, Verdict
from glossary.content.text import Text
from glossary.errors import Finding, Level
from glossary.language.tags import SOURCE
from glossary.ledger.adoption import Kind
from glossary.ledger.baseline import Values
from glossary.ledger.records import Records
from glossary.ledger.vetted import Standing

_REMEDY = "restore it; if the concept should leave, mark it retired there, and have that adopted"


def concepts(
    term_files: Path,
    written: Mapping[str, Concept],
    adopted: Values,
    records: Records,
    standings: Mapping[str, Mapping[str, Standing]],
) -> dict[str, Concept]:
    """Return the concepts with adopted facts that have no file among those that are ``written``, and are vetted in a language
    or retired. Their English is what was approved last."""
    now, named = records.former.now, adopted.get((Kind.FACTS, ""), {}).keys() - written.keys()
    if not named:
        return {}
    rows = {name: row for name, row in adopted.get((Kind.FACTS, ""), {}).items() if now(name) == name}
    english = {now(act.concept): act.text for act in records.by_language[SOURCE] if act.verdict is Verdict.APPROVE}
    english |= {name: standing.vetted.text for name, standing in standings[SOURCE].items() if standing.vetted}
    gone = sorted(named & english.keys())
    made = [_concept(name, english[name], facts.read(rows[name]), term_files) for name in gone]
    served = {name for each in standings.values() for name, standing in each.items() if standing.vetted}
    return {concept.id: concept for concept in made if concept.retired or concept.id in served}


def _concept(name: str, text: Text, values: Mapping[str, object], term_files: Path) -> Concept:
    return Concept(id=name, text=text, file=files.displayed(term_files / f"{name}.toml"), **values)  # type: ignore[arg-type]


def findings(gone: Mapping[str, Concept], written: Mapping[str, Concept]) -> Iterator[Finding]:
    """Say which term files of concepts that are served are gone."""
    claimed = claims.holders(written.values())
    for concept in gone.values():
        if concept.id in claimed and not concept.retired:
            new = claimed[concept.id]
            what = f"its id is to be “{new.id}” ({new.file}); until that is adopted, readers get it as “{concept.id}”"
            yield Finding(concept.file, 0, what, f"have it adopted with “glossary adopt {new.id}”", Level.WARNING)
        elif not concept.retired:
            what = "the term file is gone; readers keep its texts, with the facts that were adopted last"
            yield Finding(concept.file, 0, what, _REMEDY)


def drafts(
    rows: Mapping[str, Draft], gone: Mapping[str, Concept], written: Mapping[str, Concept]
) -> Mapping[str, Draft]:
    """Return the drafts of a language, with those that “glossary sync” has moved to new ids also for the concepts without a
    file: why a reader gets another language must not change before the new id counts."""
    claimed = claims.holders(written.values()) if gone else {}
    moved = {
        name: found for name in gone.keys() & claimed.keys() - rows.keys() if (found := rows.get(claimed[name].id))
    }
    return {**rows, **{name: replace(each, concept=name) for name, each in moved.items()}} if moved else rows
