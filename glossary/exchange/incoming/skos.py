"""SKOS: concepts, what they are related to, and where they come from; ``labels`` has their words.

1. ``narrower`` says the same as ``broader`` of the other concept (SKOS reference S25). A concept of ours has one broader one.
2. A concept is retired on a day: without one, only that it is deprecated is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.exchange.incoming import labels, rdf, reading, references
from glossary.exchange.incoming.incoming import Batch, Citation, Incoming, Outcome, Place, Row
from glossary.exchange.incoming.labels import OWN, SKOS, XL, Speaker
from glossary.exchange.incoming.leftovers import Leftovers
from glossary.exchange.incoming.rdf import Read, tail
from glossary.exchange.incoming.words import Words, english_term, texts
from glossary.language.tags import SOURCE

DCT = "http://purl.org/dc/terms/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_PAGE = "http://xmlns.com/foaf/0.1/page"
_GROUP, _USAGE, _AUTOLINK = (f"{OWN}{name}" for name in ("group", "usage", "autolink"))
_MEMBER, _BROADER, _NARROWER, _RELATED = (f"{SKOS}{name}" for name in ("member", "broader", "narrower", "related"))
_IDENTIFIER, _REPLACED, _SOURCE, _MODIFIED = (
    f"{DCT}{name}" for name in ("identifier", "isReplacedBy", "source", "modified")
)
_NOTATION = f"{SKOS}notation"
_NO_CONCEPTS = ("ConceptScheme", "Collection", "OrderedCollection")
_READ = labels.READ | {
    *(_TYPE, _DEPRECATED, _GROUP, _USAGE, _AUTOLINK, _BROADER, _NARROWER, _RELATED, _IDENTIFIER, _REPLACED, _SOURCE),
    *(_NOTATION, f"{SKOS}inScheme", f"{SKOS}topConceptOf"),
}
"""What is taken of a concept, and what only says that it is one."""

_CITED = {
    "title": f"{DCT}title",
    "url": _PAGE,
    "kind": f"{OWN}kind",
    "state": f"{OWN}lawState",
    "published": f"{DCT}issued",
    "seen": f"{OWN}seen",
    "as_of": f"{OWN}asOf",
}
"""The keys of a source, and under which names our own exports have them."""


def read(path: Path) -> Batch:
    """Return what a SKOS file holds. Raises as ``rdf.read`` does, and ``BadContent`` where it
    holds no concept."""
    reader = _Reader(rdf.read(path))
    concepts = reader.concepts()
    if not concepts:
        raise reading.bad(path, 0, "it holds no concept of SKOS (skos:Concept)", "export concepts with their labels")
    known = {str(each.node): each.id for each in concepts}
    incoming = tuple(reader.incoming(each, known) for each in concepts)
    rows = [row for each in concepts for row in each.rows()]
    return Batch(incoming, (*rows, *reader.rows, *reader.left.rows()))


@dataclass
class _Concept:
    """A concept, the ids that the file has for it (the best first), and its words by language."""

    node: Any
    place: Place
    given: list[str]
    words: Mapping[str, Words]

    @property
    def id(self) -> str:
        """The id of ours: one of the file's, or one made of the English term."""
        return references.own(self.given, english_term(self.words))

    def rows(self) -> Iterator[Row]:
        """Yield what has no place in its texts, or contradicts another."""
        yield from references.told(self.id, self.given, self.place)
        for words in self.words.values():
            yield from words.rows(self.id)


class _Reader:
    def __init__(self, read: Read) -> None:
        self._read = read
        self.left, self.rows = Leftovers(read.file), list[Row]()
        self._above, self._groups = self._inverse(_NARROWER), self._inverse(_MEMBER)

    def concepts(self) -> list[_Concept]:
        """Return all that are called concepts, and what has a preferred label and is no scheme or collection, in the order of
        the file as far as that is known."""
        typed = set(self._read.subjects(_TYPE, f"{SKOS}Concept"))
        others = {node for kind in _NO_CONCEPTS for node in self._read.subjects(_TYPE, f"{SKOS}{kind}")}
        others |= set(self._read.subjects(_MEMBER))
        labelled = {*self._read.subjects(f"{SKOS}prefLabel"), *self._read.subjects(f"{XL}prefLabel")}
        for node in set(self._read.subjects(_DEPRECATED)) - typed - labelled:
            self.left.add("a concept that is deprecated", self._read.place(node).line, "it has no words")
        nodes = sorted(typed | (labelled - others), key=lambda node: (self._read.place(node).line, str(node)))
        return [self._concept(node) for node in nodes]

    def _concept(self, node: Any) -> _Concept:
        given = [*self._read.strings(node, _IDENTIFIER), *self._read.strings(node, _NOTATION)]
        given += [tail(node)] if rdf.is_address(node) else []
        for name in set(self._read.names(node)) - _READ - ({_MODIFIED} if self._deprecated(node) else set()):
            self.left.add(tail(name), self._read.place(node).line)
        words = Speaker(self._read, node, self.left).collect()
        return _Concept(node, self._read.place(node), given, words)

    def _inverse(self, name: str) -> dict[Any, list[Any]]:
        """Return, by what stands under a name, the nodes that have it there."""
        found = defaultdict[Any, list[Any]](list)
        for node in self._read.subjects(name):
            for other in self._read.objects(node, name):
                found[other].append(node)
        return found

    def incoming(self, concept: _Concept, known: Mapping[str, str]) -> Incoming:
        """Return a concept with the ids that the file's own references mean."""
        node, of = concept.node, self._read.strings
        values, places = texts(concept.words)
        return Incoming(
            id=concept.id,
            place=concept.place,
            group=next(iter(of(node, _GROUP)), None) or self._group(node),
            usage=next(iter(of(node, _USAGE)), None),
            autolink=next(iter(of(node, _AUTOLINK)), None),
            texts=values,
            sources=tuple(map(self._citation, self._read.objects(node, _SOURCE))),
            related=_named(self._read.objects(node, _RELATED), known),
            broader=self._broader(concept, known),
            replaced_by=next(iter(_named(self._read.objects(node, _REPLACED), known)), None),
            retired=self._retired(concept),
            places=places,
        )

    def _group(self, node: Any) -> str | None:
        """Return the collection that a concept is a member of, by its English label or its address."""
        for collection in self._groups.get(node, []):
            names = self._read.objects(collection, f"{SKOS}prefLabel")
            if english := next((str(name) for name in names if getattr(name, "language", None) == SOURCE), ""):
                return english
            if rdf.is_address(collection):
                return tail(collection)
        return None

    def _broader(self, concept: _Concept, known: Mapping[str, str]) -> str | None:
        """Return the broader concept; a row tells of others (rule 1)."""
        above = _named([*self._read.objects(concept.node, _BROADER), *self._above.get(concept.node, [])], known)
        why = "a concept of ours has one broader concept"
        self.rows += [Row(concept.place, concept.id, "", "broader", name, Outcome.LEFT, why) for name in above[1:]]
        return next(iter(above), None)

    def _deprecated(self, node: Any) -> bool:
        return any(str(value).lower() in ("true", "1") for value in self._read.objects(node, _DEPRECATED))

    def _retired(self, concept: _Concept) -> str | None:
        """Return the day on which a concept was last changed, if it is deprecated (rule 2)."""
        if not self._deprecated(concept.node):
            return None
        day = next((value[:10] for value in self._read.strings(concept.node, _MODIFIED)), None)
        if day is None and not self._read.objects(concept.node, _REPLACED):
            why = "the file does not say on which day it was; write [retired] into the term file"
            self.rows.append(Row(concept.place, concept.id, "", "retired", "deprecated", Outcome.LEFT, why))
        return day

    def _citation(self, source: Any) -> Citation:
        """Return a source: a node with what our own exports say of one, an address, or only words."""
        if rdf.is_text(source):
            return Citation(values=(("title", str(source)),))
        values = {
            key: next((str(each) for each in self._read.objects(source, name)), "") for key, name in _CITED.items()
        }
        if rdf.is_address(source) and not values["url"]:
            values["url"] = str(source)
        locator = next(iter(self._read.strings(source, f"{OWN}locator")), "")
        filled = tuple((key, value) for key, value in values.items() if value)
        return Citation("", locator, filled, tuple(self._read.strings(source, f"{OWN}quotes")))


def _named(nodes: list[Any], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that nodes stand for: those of concepts of the file, else the last part of their addresses."""
    return tuple(dict.fromkeys(known.get(str(node)) or tail(node) for node in nodes))
