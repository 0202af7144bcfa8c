"""A bundle in parts: a small head that is asked for first, and of a large bundle parts of a hundred concepts or more.

1. A bundle of at most ``MOST`` bytes compressed stays whole: its head has all entries, and there are no parts.
2. Which part has a name follows from the name and the number of parts alone (``part_of``, which the element computes too).
   So no request has a word in it, and a concept that comes or goes moves no other.
3. Where a name of a concept is not its id, the part of that name leads to the id.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import reduce

import orjson

from glossary.contract.answers import Document

HEAD = "head"
"""The name of what is asked for first; the parts go by their numbers, from zero."""

MOST = 30_000
"""Most bytes of a whole bundle, compressed by gzip."""

LEAST = 100
"""Fewest concepts in a part: a request for one tells no more than that a page has a word of so many."""


def part_of(name: str, parts: int) -> int:
    """Return the number of the part that has a name, an id or any other in small letters, of so many parts."""
    return reduce(lambda remainder, letter: (remainder * 31 + ord(letter)) % parts, name, 0)


def of_bundle(bundle: Document) -> Mapping[str, Document]:
    """Return the head of a language's bundle, and its parts if it has any, by their names."""
    entries, names, parts = bundle["entries"], _names(bundle["entries"]), number(bundle)
    if not parts:
        return {HEAD: {**bundle, "parts": 0, "names": names}}
    head = {**bundle, "entries": {}, "parts": parts, "names": {}}
    empty = ({"language": bundle["language"], "entries": {}, "names": {}} for _ in range(parts))
    made = {HEAD: head, **{str(at): part for at, part in enumerate(empty)}}
    for field, rows in (("entries", entries), ("names", names)):
        for name, value in rows.items():
            made[str(part_of(name, parts))][field][name] = value
    return made


def number(bundle: Document) -> int:
    """Return how many parts a bundle has, a power of two that leaves each a hundred concepts; zero where it stays whole."""
    parts = 1
    if len(gzip.compress(orjson.dumps(bundle), 9, mtime=0)) > MOST:
        while _smallest(bundle["entries"], parts * 2) >= LEAST:
            parts *= 2
    return parts if parts > 1 else 0


def _smallest(entries: Document, parts: int) -> int:
    """Return how many concepts the smallest of so many parts has; an entry may stand under several ids."""
    concepts: list[set[int]] = [set() for _ in range(parts)]
    for name, entry in entries.items():
        concepts[part_of(name, parts)].add(id(entry))
    return min(map(len, concepts))


def _names(entries: Document) -> dict[str, str]:
    """Return the ids by the other names that an editor may write: term and abbreviation, in small letters."""
    names: dict[str, str] = {}
    for concept, entry in entries.items():
        for name in filter(None, (entry["abbreviation"], entry["term"])):
            names.setdefault(name.lower(), concept)
    return {name: concept for name, concept in names.items() if name not in entries}
