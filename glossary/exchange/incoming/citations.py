"""The sources of a file's concepts: each is one of the register, or says all that a source has to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from glossary.content.model import WHOLE, Concept
from glossary.content.text import FIELDS
from glossary.exchange.incoming.entry import Entry
from glossary.exchange.incoming.incoming import Citation, Incoming, Outcome, Row
from glossary.exchange.incoming.tree import Tree
from glossary.exchange.incoming.wishes import Wishes

DAYS = ("seen", "as_of")
_NEEDED = ("title", "url")


def rows(entry: Entry, incoming: Incoming, tree: Tree, wishes: Wishes) -> Iterator[Row]:
    """Take the sources of a concept into its entry, and yield a row for each."""
    for citation in incoming.sources:
        full = _full(citation, entry)
        named = citation.id or dict(citation.values).get("url") or dict(citation.values).get("title", "")
        if why := _objection(full, tree):
            yield Row(incoming.place, entry.id, "", "source", named, Outcome.LEFT, why)
        elif entry.before and _cited(full, entry.before):
            yield Row(incoming.place, entry.id, "", "source", named, Outcome.UNCHANGED)
        else:
            entry.sources.append(full)
            yield Row(incoming.place, entry.id, "", "source", named, Outcome.TAKEN)
    if entry.before is None and not entry.sources:
        yield from _default(entry, tree, wishes)


def _full(citation: Citation, entry: Entry) -> Citation:
    """Return a source with a place in it, by default the whole page, and a kind, by default that of a publisher. For which
    texts it is quoted, is said of a new concept only: one that is there keeps its own texts."""
    values = dict(citation.values)
    if values:
        values.setdefault("kind", "publisher")
    quotes = () if entry.before else tuple(name for name in FIELDS if name in citation.quotes and entry.english(name))
    return Citation(citation.id, citation.locator or WHOLE, tuple(values.items()), quotes)


def _objection(citation: Citation, tree: Tree) -> str:
    values = dict(citation.values)
    if citation.id:
        return "" if citation.id in tree.sources else "the register of sources has none with this id"
    if missing := [name for name in _NEEDED if not values.get(name)]:
        return f"a source needs a {' and a '.join(missing)}, and the day on which it was seen"
    return "" if any(values.get(name) for name in DAYS) else "nothing says on which day it was seen (source_seen)"


def _cited(citation: Citation, concept: Concept) -> bool:
    """Return whether a concept cites a source already: its place in it is for people to write."""
    url = dict(citation.values).get("url")
    ids = {source.file.rpartition("/")[2].removesuffix(".toml") for source in concept.sources if source.file}
    return citation.id in ids if citation.id else any(source.url == url for source in concept.sources)


def _default(entry: Entry, tree: Tree, wishes: Wishes) -> Iterator[Row]:
    if wishes.source and wishes.source in tree.sources:
        entry.sources.append(Citation(wishes.source, wishes.locator))
        yield Row(entry.place, entry.id, "", "source", wishes.source, Outcome.TAKEN)
        return
    name = wishes.source or "our-glossary"
    what = "the register has no source of the id that --source gives" if wishes.source else "it cites no source"
    why = f"{what}; write sources/{name}.toml (title, url, kind, seen), and give --source {name}"
    yield Row(entry.place, entry.id, "", "source", "", Outcome.REFUSED, why)


def table(citation: Citation) -> dict[str, Any]:
    """Return a source as a term file has it, its days as days of TOML."""
    values = {name: value for name, value in citation.values if value}
    own = {} if citation.id else values
    quoted = {"quotes": " ".join(citation.quotes)} if citation.quotes else {}
    return {**({"id": citation.id} if citation.id else own), "locator": citation.locator, **quoted}
