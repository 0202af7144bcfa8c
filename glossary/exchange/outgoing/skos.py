"""SKOS: the concepts that have a vetted text, as a graph.

The rules, each with where it comes from:

1. One preferred label a language, and no label of two kinds (SKOS reference S13, S14). A word to avoid that is also a form
   is hidden: a tool that makes labels disjoint would drop the hidden one, which is the one that must not be lost.
2. A word to avoid is found and never shown: a hidden label. That it is to be avoided, and why, says its SKOS-XL label. Tools
   that know no such labels have the plain ones.
3. No concept is related to one above or below it (SKOS reference S27); a relation leads to concepts in the graph only.
4. A retired concept has no text any more: it is deprecated and names its successor, and is no concept of the scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from glossary.content.interface import TITLE
from glossary.content.model import Concept
from glossary.content.text import Text
from glossary.edition import rights
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.exchange.outgoing import provenance, vetted
from glossary.exchange.outgoing.graph import SCHEME, Node, address, base, node
from glossary.exchange.outgoing.labels import Labels, labels
from glossary.exchange.outgoing.vetted import Outgoing

AVOID, PREFERRED, ADMITTED = "avoid", "preferred", "admitted"


def of_all(edition: Edition, base_url: str) -> Iterator[Node]:
    """Yield the nodes of the whole glossary."""
    all_of_them = list(vetted.concepts(edition))
    yield from _scheme(edition, all_of_them, base_url)
    for outgoing in all_of_them:
        yield from _concept(edition, outgoing, base_url)
    yield from map(_retired, filter(lambda concept: concept.retired, _by_id(edition)))
    yield from provenance.agents(all_of_them)


def of_one(edition: Edition, outgoing: Outgoing, base_url: str) -> Iterator[Node]:
    """Yield the nodes of one concept, in the languages that it has there."""
    yield from _concept(edition, outgoing, base_url)
    yield from provenance.agents([outgoing])


def _by_id(edition: Edition) -> Iterator[Concept]:
    return (concept for _, concept in sorted(edition.concepts.items()))


def _scheme(edition: Edition, outgoing: list[Outgoing], base_url: str) -> Iterator[Node]:
    titles = _titles(edition)
    identity = edition.identity
    days = [entry.vetted.approved_on for each in outgoing for entry in each.entries.values() if entry.vetted]
    # A licence of the whole would be read as one of the quoted texts too, for which nobody here can give one.
    quoted = any(rights.of_entry(edition, entry).quoted for each in outgoing for entry in each.entries.values())
    yield node(
        SCHEME,
        "ConceptScheme",
        title=titles,
        prefLabel=titles,
        language=vetted.languages(edition),
        uriSpace=f"{base(base_url)}{SCHEME}/",
        modified=max(days).isoformat() if days else None,
        licence=address(identity.licence.url) if identity.licence and not quoted else None,
        publisher=identity.publisher and f"{SCHEME}#publisher",
        page=f"{base_url}/",
        hasTopConcept=[_id(each.concept.id) for each in outgoing if _broader(edition, each.concept) is None],
    )
    if identity.publisher:
        yield node(f"{SCHEME}#publisher", "Agent", name=identity.publisher)


def _titles(edition: Edition) -> dict[str, str]:
    """Return the glossary's title by language: a language that lacks it has none."""
    said = [edition.interface(tag).say(TITLE) for tag in edition.languages]
    return {title.language: title.text for title in said}


def _id(concept: str) -> str:
    return f"{SCHEME}/{concept}"


def _concept(edition: Edition, outgoing: Outgoing, base_url: str) -> Iterator[Node]:
    concept, own = outgoing.concept, _id(outgoing.concept.id)
    sorted_out = {tag: labels(entry.text) for tag, entry in outgoing.entries.items()}
    xl = [label for tag, entry in outgoing.entries.items() for label in _xl(own, tag, entry.text, sorted_out[tag])]
    broader = _broader(edition, concept)
    yield node(
        own,
        "Concept",
        identifier=concept.id,
        inScheme=SCHEME,
        topConceptOf=None if broader else SCHEME,
        **_words(outgoing.entries, sorted_out),
        broader=broader and _id(broader),
        narrower=[_id(other) for other in _narrower(edition, concept)],
        related=[_id(other) for other in _related(edition, concept)],
        group=concept.group,
        usage=concept.usage.value,
        autolink=concept.autolink.value,
        source=[f"{own}#source/{number}" for number, _ in enumerate(concept.sources, 1)],
        prefXLabel=[label["id"] for label in xl if label["status"] == PREFERRED],
        altXLabel=[label["id"] for label in xl if label["status"] == ADMITTED],
        hiddenXLabel=[label["id"] for label in xl if label["status"] == AVOID],
    )
    yield from xl
    for tag, entry in outgoing.entries.items():
        yield from provenance.text(edition, own, tag, entry, base_url)
    yield from (provenance.source(f"{own}#source/{number}", each) for number, each in enumerate(concept.sources, 1))


def _words(entries: Mapping[str, Entry], sorted_out: Mapping[str, Labels]) -> dict[str, Any]:
    """Return the plain labels and notes by language, as every tool of SKOS reads them."""

    def each(name: str) -> dict[str, str]:
        found = {tag: getattr(entry.text, name) for tag, entry in entries.items()}
        return {tag: text for tag, text in found.items() if text}

    return {
        "prefLabel": each("term"),
        "altLabel": {tag: list(found.admitted) for tag, found in sorted_out.items() if found.admitted},
        "hiddenLabel": {tag: list(found.avoid) for tag, found in sorted_out.items() if found.avoid},
        "definition": each("definition"),
        "scopeNote": each("note"),
        "plain": each("plain"),
        "forms": {tag: "\n".join(entry.text.forms) for tag, entry in entries.items() if entry.text.forms},
    }


def _xl(own: str, tag: str, text: Text, found: Labels) -> Iterator[Node]:
    """Yield the labels as nodes, of which the field, the status and the reason can be said (rule 2)."""
    reason = {tag: text.avoid_reason} if text.avoid_reason else None
    yield _label(f"{own}#{tag}/term", tag, text.term, PREFERRED, "term")
    for number, word in enumerate(found.admitted, 1):
        field = "abbreviation" if word == text.abbreviation else "forms"
        yield _label(f"{own}#{tag}/admitted/{number}", tag, word, ADMITTED, field)
    for number, word in enumerate(found.avoid, 1):
        yield _label(f"{own}#{tag}/avoid/{number}", tag, word, AVOID, "avoid", note=reason)


def _label(identifier: str, tag: str, word: str, status: str, field: str, **more: Any) -> Node:
    return node(identifier, "Label", literalForm={tag: word}, status=status, field=field, **more)


def _broader(edition: Edition, concept: Concept) -> str | None:
    return concept.broader if concept.broader and _there(edition, concept.broader) else None


def _there(edition: Edition, concept: str) -> bool:
    other = edition.concepts.get(concept)
    return bool(other and not other.retired and edition.vetted_in(concept))


def _narrower(edition: Edition, concept: Concept) -> list[str]:
    return [other.id for other in edition.live if other.broader == concept.id and _there(edition, other.id)]


def _related(edition: Edition, concept: Concept) -> list[str]:
    """Return the ids of related concepts, without those above or below it (rule 3)."""
    above = _above(edition, concept)
    return [
        other
        for other in concept.related
        if _there(edition, other) and other not in above and concept.id not in _above(edition, edition.concepts[other])
    ]


def _above(edition: Edition, concept: Concept) -> set[str]:
    found: set[str] = set()
    parent = concept.broader
    while parent and parent not in found:
        found.add(parent)
        parent = edition.concepts[parent].broader if parent in edition.concepts else None
    return found


def _retired(concept: Concept) -> Node:
    """Return what is left of a retired concept (rule 4)."""
    day, successor = (concept.retired.on, concept.retired.replaced_by) if concept.retired else (None, None)
    return node(
        _id(concept.id),
        "",
        identifier=concept.id,
        deprecated=True,
        modified=day and day.isoformat(),
        replacedBy=successor and _id(successor),
    )
