"""Ids are claimed once: no concept's id, or former id, may be another's. Who names a former id means the present one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from glossary.content.model import NEVER_GIVEN, Concept
from glossary.errors import Finding

KEY = "formerly"
_REMEDY = "take it out: an id that was given up is never given to another concept"


def holders(concepts: Iterable[Concept]) -> dict[str, Concept]:
    """Return the concept that claims each former id; of several, the first."""
    found: dict[str, Concept] = {}
    for concept in concepts:
        for old in concept.formerly:
            found.setdefault(old, concept)
    return found


def findings(concepts: Mapping[str, Concept], files: Mapping[str, str]) -> Iterator[Finding]:
    """Find the former ids that are no concept's to claim, at both places. ``files`` are the term files by the ids that they
    stand for, also those that cannot be read."""
    first = holders(concepts.values())
    for concept in concepts.values():
        for number, old in enumerate(concept.formerly):
            if what := _own(concept, old, number):
                yield _at(concept, f"{KEY} names “{old}”, {what}", "take it out")
            elif old in files:
                yield _at(concept, f"{KEY} names “{old}”, which is a concept of its own ({files[old]})", _REMEDY)
                what = f"its id “{old}” is claimed as a former id of “{concept.id}” ({_place(concept)})"
                yield Finding(files[old], 0, what, "give it another id, or take the claim out there")
            elif (other := first[old]) is not concept:
                for one, two in ((concept, other), (other, concept)):
                    yield _at(
                        one, f"{KEY} names “{old}”, which “{two.id}” names too ({_place(two)})", "keep one of them"
                    )


def _own(concept: Concept, old: str, number: int) -> str | None:
    if old == concept.id:
        return "which is its own id"
    if old in concept.formerly[:number]:
        return "which it names twice"
    return "which is the address of another page" if old in NEVER_GIVEN else None


def _at(concept: Concept, what: str, remedy: str) -> Finding:
    return Finding(concept.file, concept.lines.get(KEY, 1), what, remedy)


def _place(concept: Concept) -> str:
    return f"{concept.file}:{concept.lines.get(KEY, 1)}"


def dangling(concept: Concept, ids: Collection[str], concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Find references to concepts that do not exist, have another id now, are the concept itself, or are retired."""
    references = [("related", other) for other in concept.related]
    references += [("broader", concept.broader)] if concept.broader else []
    if concept.retired and concept.retired.replaced_by:
        references.append(("retired.replaced_by", concept.retired.replaced_by))
    for key, other in references:
        if fault := _fault(concept, other, ids, concepts):
            what, remedy = fault
            yield Finding(concept.file, concept.lines.get(key, 1), f"{key} names “{other}”, {what}", remedy)


def _fault(
    concept: Concept, other: str, ids: Collection[str], concepts: Mapping[str, Concept]
) -> tuple[str, str] | None:
    another = "name another concept's id, or take it out"
    if other == concept.id:
        return "which is this concept", another
    if other not in ids:
        now = holders(concepts.values()).get(other)
        return (f"which is now “{now.id}”", f"write “{now.id}”") if now else ("which is no concept", another)
    target = concepts.get(other)
    return ("which is retired", "name its successor") if target and target.retired else None
