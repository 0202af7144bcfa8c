"""The words of one concept of SKOS, with labels as plain text or as nodes of their own (SKOS-XL), by language.

1. A hidden label is a word to avoid where its SKOS-XL label says so, by a status or a reason. Any other is left: it may be a
   misspelling, and nobody should be told to avoid one, nor get a link from the other.
2. A text needs a language: what has no language tag is left.
3. What only our own exports say (``urn:glossary:``) is taken as they mean it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from glossary.exchange.incoming.incoming import Place
from glossary.exchange.incoming.leftovers import Leftovers, tag
from glossary.exchange.incoming.rdf import Read, is_text
from glossary.exchange.incoming.words import STANDINGS, Said, Standing, Word, Words

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
OWN = "urn:glossary:"

LABELS = {"prefLabel": Standing.PREFERRED, "altLabel": Standing.ADMITTED, "hiddenLabel": None}
"""The standing of a word by the name of its label; a hidden one is what its status says."""

PROSE = {f"{SKOS}definition": "definitions", f"{SKOS}scopeNote": "notes", f"{SKOS}note": "notes"}
_OWN = {f"{OWN}plain": "plain", f"{OWN}forms": "forms"}
"""Whole fields, as our own exports have them: what is a label already, and the order of forms, is lost otherwise."""

_STATUS = "http://purl.org/iso25964/skos-thes#status"
_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"

_WITHOUT_LANGUAGE = "it has no language tag"
_HIDDEN = "a hidden label may be a misspelling or a word to avoid, and nothing in the file says which"
_STRANGE = "this status is not known, so the word may be one to avoid"

READ = frozenset({*_OWN, *PROSE, *(f"{space}{name}" for space in (SKOS, XL) for name in LABELS)})
"""The names under which a concept has words."""


@dataclass
class Speaker:
    """Collects the words of one concept."""

    read: Read
    node: Any
    left: Leftovers
    words: dict[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._place: Place = self.read.place(self.node)

    def collect(self) -> dict[str, Words]:
        """Return what the file says of the concept, by language."""
        for name, standing in LABELS.items():
            for label in self.read.objects(self.node, f"{XL}{name}"):
                self._label(label, standing)
        for name, standing in LABELS.items():
            for language, value in self._said(self.read.objects(self.node, f"{SKOS}{name}"), name):
                self._add(language, value, standing)
        for name, part in PROSE.items():
            for language, value in self._said(self.read.objects(self.node, name), part):
                getattr(self._of(language), part).append(Said(value, self._place))
        for name, whole in _OWN.items():
            for language, value in self._said(self.read.objects(self.node, name), whole):
                self._of(language).others.setdefault(whole, Said(value, self._place))
        return self.words

    def _of(self, language: str) -> Words:
        return self.words.setdefault(language, Words(language))

    def _label(self, label: Any, standing: Standing | None) -> None:
        status = next(iter(self.read.strings(label, _STATUS)), "").lower()
        if status and STANDINGS.get(status) is None:
            self.left.add(f"label ({status})", self._place.line, _STRANGE)
            return
        notes = dict(self._said(self.read.objects(label, f"{SKOS}note"), "note"))
        if standing is None and (STANDINGS.get(status) is Standing.AVOID or notes):  # Rule 1
            standing = Standing.AVOID
        short = "abbreviation" in self.read.strings(label, f"{OWN}field")  # Rule 3
        for language, value in self._said(self.read.objects(label, f"{XL}literalForm"), "label"):
            self._add(language, value, standing, short, notes.get(language, ""))

    def _add(self, language: str, value: str, standing: Standing | None, short: bool = False, reason: str = "") -> None:
        there = self._of(language).words
        if any(word.value == value and standing in (None, word.standing) for word in there) and not reason:
            return  # a plain label says again what its SKOS-XL label has said
        if standing is None:
            self.left.add("hiddenLabel", self._place.line, _HIDDEN)  # Rule 1
            return
        there.append(Word(value, self._place, standing, short, reason))

    def _said(self, values: list[Any], name: str) -> Iterator[tuple[str, str]]:
        """Yield texts with their languages; of a node, the text that is its value."""
        for value in values:
            if not is_text(value):
                yield from self._said([each for each in self.read.objects(value, _VALUE) if is_text(each)], name)
            elif value.language:
                yield tag(value.language), str(value).strip()
            else:
                self.left.add(name, self._place.line, _WITHOUT_LANGUAGE)  # Rule 2
