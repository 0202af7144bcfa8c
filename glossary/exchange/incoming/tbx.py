"""TBX (ISO 30042), version 2 (``martif``) and version 3 (``tbx``) in both its styles.

In style DCA the kind of a datum is an attribute, ``<descrip type="definition">``; in style DCT it is the element's name, in a
namespace of its own, ``<basic:definition>``. Both name the same kinds, so one table says what is taken of each.

1. A term whose status is not known is left: it may be one that nobody should use.
2. What is said of a whole entry is in the language of the file, if it does not name another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glossary.content import files
from glossary.exchange.incoming import elements, reading, references
from glossary.exchange.incoming.elements import Element
from glossary.exchange.incoming.incoming import Batch, Citation, Incoming, Place, Row
from glossary.exchange.incoming.leftovers import Leftovers, tag
from glossary.exchange.incoming.words import STANDINGS, Said, Standing, Word, Words, english_term, texts
from glossary.language.tags import SOURCE

ROOTS = ("martif", "tbx")
"""How the two versions call their root."""

_ENTRIES, _SECTIONS, _TERMS = ("termEntry", "conceptEntry"), ("langSet", "langSec"), ("tig", "ntig", "termSec")
_TYPED = frozenset(
    {"admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "transacNote", "xref"}
)
"""Elements whose attribute ``type`` says what they hold; of others the name says it."""

_STATUSES = ("administrativeStatus", "normativeAuthorization")
_SHORT = frozenset({"abbreviation", "acronym", "initialism"})
_RELATED = frozenset({"associatedConceptGeneric", "crossReference", "relatedConcept"})
_BROADER = frozenset({"broaderConceptGeneric", "superordinateConceptGeneric", "superordinateConceptPartitive"})
_UNKNOWN_STATUS = "this status is not known, so the term may be one to avoid"


def read(path: Path) -> Batch:
    """Return what a TBX file holds. Raises ``BadContent`` where it cannot be read, or holds no entry."""
    return of(path, elements.read(path))


def of(path: Path, root: Element) -> Batch:
    """Return what a TBX file holds, by its root."""
    reader = _Reader(files.displayed(path), tag(root.language or SOURCE))
    entries = [reader.entry(element) for element in root.below(*_ENTRIES)]
    if not entries:
        raise reading.bad(
            path, root.line, "it is TBX without an entry (termEntry, conceptEntry)", "export the terms again"
        )
    known = {entry.key: entry.id for entry in entries if entry.key}
    rows = [row for entry in entries for row in entry.rows()]
    return Batch(tuple(entry.incoming(known) for entry in entries), (*rows, *reader.left.rows()))


@dataclass
class _Entry:
    key: str
    place: Place
    group: str | None = None
    related: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    sources: list[Citation] = field(default_factory=list)
    words: dict[str, Words] = field(default_factory=dict)

    def of(self, language: str) -> Words:
        """Return what is said in a language, with nothing at first."""
        return self.words.setdefault(language, Words(language))

    @property
    def id(self) -> str:
        """The id of ours: the file's own, or one made of the English term."""
        return references.own([self.key], english_term(self.words))

    def rows(self) -> Iterator[Row]:
        """Yield what has no place, or contradicts another."""
        yield from references.told(self.id, [self.key], self.place)
        for words in self.words.values():
            yield from words.rows(self.id)

    def incoming(self, known: dict[str, str]) -> Incoming:
        """Return the concept, with the ids that the file's own references mean."""
        values, places = texts(self.words)
        return Incoming(
            id=self.id,
            place=self.place,
            group=self.group,
            texts=values,
            sources=tuple(self.sources),
            related=references.resolved(self.related, known),
            broader=next(iter(references.resolved(self.broader, known)), None),
            places=places,
        )


class _Reader:
    def __init__(self, file: str, language: str) -> None:
        self._file, self._language = file, language
        self.left = Leftovers(file)

    def entry(self, element: Element) -> _Entry:
        """Return an entry with all its languages."""
        entry = _Entry(element.attributes.get("id", "").strip(), self._place(element))
        for kind, datum in _data(element):
            if kind in _SECTIONS:
                self._section(entry, datum)
            elif kind == "subjectField" and entry.group is None:
                entry.group = datum.text
            elif kind in _RELATED | _BROADER:
                (entry.broader if kind in _BROADER else entry.related).append(_target(datum))
            elif kind == "externalCrossReference" and datum.attributes.get("target"):
                entry.sources.append(Citation(values=(("title", datum.text), ("url", datum.attributes["target"]))))
            else:
                self._prose(entry.of(tag(datum.language or self._language)), kind, datum)  # Rule 2
        return entry

    def _section(self, entry: _Entry, section: Element) -> None:
        words = entry.of(tag(section.language or self._language))
        for kind, datum in _data(section):
            if kind in _TERMS:
                self._term(words, datum)
            else:
                self._prose(words, kind, datum)

    def _prose(self, words: Words, kind: str, datum: Element) -> None:
        if kind not in ("definition", "note"):
            self.left.add(kind, datum.line)
            return
        said = words.definitions if kind == "definition" else words.notes
        said.append(Said(self._words_of(datum), self._place(datum)))

    def _term(self, words: Words, section: Element) -> None:
        data = [*_data(section), *(each for group in section.all("termGrp") for each in _data(group))]
        kinds = dict(reversed(data))
        if (term := kinds.get("term")) is None or not term.text:
            self.left.add("term", section.line, "it is empty")
            return
        status = next((kinds[name].text for name in _STATUSES if name in kinds), "")
        if (standing := _standing(status)) is None:  # Rule 1
            self.left.add(f"{term.text} ({status})", term.line, _UNKNOWN_STATUS)
            return
        avoid = standing is Standing.AVOID
        note = " ".join(datum.text for kind, datum in data if kind == "note" and avoid)
        short = "termType" in kinds and kinds["termType"].text in _SHORT
        words.words.append(Word(self._words_of(term), self._place(term), standing, short, note))
        for kind, datum in data:
            if kind not in ("term", "termGrp", "termType", *_STATUSES) and not (avoid and kind == "note"):
                self._prose(words, kind, datum)

    def _words_of(self, datum: Element) -> str:
        for child in datum:
            self.left.add(f"markup ({child.name})", child.line, "only its words are taken")
        return datum.text

    def _place(self, element: Element) -> Place:
        return Place(self._file, element.line)


def _data(element: Element) -> Iterator[tuple[str, Element]]:
    """Yield what stands in an element, each with its kind; of a group (``descripGrp``), what stands in it."""
    for child in element:
        if child.name.endswith("Grp") and child.name != "termGrp":
            yield from _data(child)
        else:
            kind = child.attributes.get("type", child.name) if child.name in _TYPED else child.name
            yield kind, child


def _standing(status: str) -> Standing | None:
    """Return what a status means, whether it has the endings of TBX (``deprecatedTerm-admn-sts``) or not."""
    plain = status.lower().removesuffix("-admn-sts").removesuffix("term")
    return STANDINGS.get(plain) if status else Standing.ADMITTED


def _target(reference: Element) -> str:
    return reference.attributes.get("target", "").removeprefix("#") or reference.text
