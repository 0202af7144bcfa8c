"""Checks of the sources of all concepts together: a home page that is all an entry has, one address under two titles, one
title at two addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from glossary.content.model import Concept, Reference
from glossary.errors import Finding, Level
from glossary.language.tags import SOURCE
from glossary.review.allow import Allowed


class _Place(NamedTuple):
    """Where a source is written: its file, the line, and its key in ``allow.toml``."""

    file: str
    line: int
    key: str


def findings(concepts: Mapping[str, Concept], allow: Allowed) -> Iterator[Finding]:
    """Find what is wrong with the sources of the concepts that are not retired. In ``allow.toml`` the text of a finding is
    the address or the title at fault."""
    live = [concept for concept in concepts.values() if concept.retired is None]
    yield from _bare(live, allow)
    written = {_place(concept, number): source for concept in live for number, source in enumerate(concept.sources)}
    yield from _named_twice(written, allow)
    yield from _elsewhere(written, allow)


def _place(concept: Concept, number: int) -> _Place:
    source = concept.sources[number]
    if source.file:
        return _Place(source.file, source.lines.get("url", 1), f"sources.{Path(source.file).stem}")
    row = f"sources.{number}"
    return _Place(concept.file, concept.lines.get(row, 1), f"{concept.id}.{row}")


def _bare(concepts: list[Concept], allow: Allowed) -> Iterator[Finding]:
    """Find the concepts of which every source is a home page: it says nothing of what is cited."""
    for concept in concepts:
        key, url = f"{concept.id}.sources", concept.sources[0].url if concept.sources else ""
        if url and all(map(_home, concept.sources)) and (SOURCE, key, "home-page", url) not in allow:
            what = f"{key}: all that it cites is a home page ({url})"
            remedy = "give the address of the very page that says it [home-page]"
            yield Finding(concept.file, concept.lines.get("sources", 1), what, remedy)


def _home(source: Reference) -> bool:
    address = urlsplit(source.url)
    return address.path in ("", "/") and not address.query


def _named_twice(written: Mapping[_Place, Reference], allow: Allowed) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for place, source in written.items():
        title = first.setdefault(source.url, source.title)
        if title != source.title and (SOURCE, place.key, "two-titles", source.url) not in allow:
            what = f"{place.key}: {source.url} is “{source.title}” here and “{title}” elsewhere"
            yield Finding(place.file, place.line, what, "write its title once, as its publisher does [two-titles]")


def _elsewhere(written: Mapping[_Place, Reference], allow: Allowed) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for place, source in written.items():
        url = first.setdefault(source.title, source.url)
        if url != source.url and (SOURCE, place.key, "two-addresses", source.title) not in allow:
            what = f"{place.key}: “{source.title}” is at {source.url} here and at {url} elsewhere"
            remedy = "give both the same address, or each its own title [two-addresses]"
            yield Finding(place.file, place.line, what, remedy, Level.WARNING)
