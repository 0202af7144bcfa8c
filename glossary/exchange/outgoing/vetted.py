"""What goes out: the texts that are vetted, by concept and language, and nothing else.

1. A draft never goes out, whatever the lowest status is that the service shows.
2. Nothing goes out of a demonstration: nobody approved its texts.
3. A pair of two languages goes out only where both its texts are vetted now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from glossary.content.model import Concept, Status
from glossary.content.text import Text
from glossary.edition import entries
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.errors import NotVetted
from glossary.language.tags import SOURCE


@dataclass(frozen=True)
class Outgoing:
    """A concept with its vetted entries, by language, in the order of the tags."""

    concept: Concept
    entries: Mapping[str, Entry]


class Pair(NamedTuple):
    """A concept's vetted text in English and in another language; in English, the same text twice."""

    id: str
    english: Text
    text: Text


def concepts(edition: Edition) -> Iterator[Outgoing]:
    """Yield every concept that has a vetted text, by id."""
    for concept in edition.live:
        if tags := _languages(edition, concept.id):
            yield _of(edition, concept, tags)


def concept(edition: Edition, concept_id: str, language: str = "") -> Outgoing:
    """Return one concept in all languages, or in one only. Raises ``UnknownConcept``, ``Retired`` or ``NotVetted``."""
    data = edition.concept(concept_id)
    tags = [tag for tag in _languages(edition, data.id) if language in ("", tag)]
    if not tags:
        raise NotVetted(concept_id, language)
    return _of(edition, data, tags)


def ids(edition: Edition, language: str) -> list[str]:
    """Return the ids of the concepts that have a vetted text in a language."""
    return [concept.id for concept in edition.live if language in _languages(edition, concept.id)]


def languages(edition: Edition) -> list[str]:
    """Return the tags of the languages that have a vetted text, sorted."""
    return sorted({tag for concept in edition.live for tag in _languages(edition, concept.id)})


def pairs(edition: Edition, language: str) -> list[Pair]:
    """Return the pairs of English and a language, by id (rule 3)."""
    found = []
    for concept in edition.live:
        english, other = edition.vetted(concept.id, SOURCE), edition.vetted(concept.id, language)
        if english and other and _languages(edition, concept.id):
            found.append(Pair(concept.id, english.text, other.text))
    return found


def offered(edition: Edition, language: str) -> list[Pair]:
    """Return the pairs for tools that offer whatever they find: without a term, or an abbreviation, that any text of the
    language says to avoid."""
    texts = [vetted.text for name in ids(edition, language) if (vetted := edition.vetted(name, language))]
    avoid = {word.casefold() for text in texts for word in text.avoid}
    kept = (pair for pair in pairs(edition, language) if pair.text.term.casefold() not in avoid)
    return [pair._replace(text=_without(pair.text, avoid)) for pair in kept]


def _without(text: Text, avoid: set[str]) -> Text:
    return replace(text, abbreviation=None) if (text.abbreviation or "").casefold() in avoid else text


def licence(edition: Edition) -> str:
    """Return a sentence that says under which licence the texts are; empty where the glossary names none."""
    given = edition.identity.licence
    return f"Licence of every text that is not quoted from somebody else: {given.id}, {given.url}" if given else ""


def _languages(edition: Edition, concept: str) -> list[str]:
    return edition.vetted_in(concept) if edition.vetted_status is Status.VETTED else []  # rule 2


def _of(edition: Edition, concept: Concept, tags: list[str]) -> Outgoing:
    return Outgoing(concept, {tag: entries.entry(edition, concept.id, (tag,)) for tag in tags})  # rule 1: the default
