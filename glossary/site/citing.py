"""How to cite a text: exactly its words, at an address that never changes. Pure; knows no HTTP.

Names, a tag, a day, an address and a digest make it; no word of it belongs to a language.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.content.interface import TITLE
from glossary.content.model import Status
from glossary.edition import version
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.edition.version import Version

_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


class Citation(NamedTuple):
    """The citation of an entry: as the parts of a line of text, and as an entry of BibTeX. Each part keeps its own order,
    whatever the direction of the line: after Arabic letters, a day would stand back to front (Unicode UAX 9)."""

    parts: tuple[str, ...]
    bibtex: str


def of_entry(edition: Edition, entry: Entry, base_url: str) -> Citation | None:
    """Return how to cite an entry; ``None`` for a text that is not vetted."""
    if entry.status is not Status.VETTED:
        return None
    found = version.find(edition, entry.concept.id, entry.language, entry.text.digest)
    address = f"{base_url}{version.path(entry.concept.id, entry.language, found.digest)}"
    title = edition.interface(entry.language).say(TITLE).text
    return Citation(_parts(edition, entry, found, title, address), _bibtex(edition, entry, found, title, address))


def _name(entry: Entry) -> str:
    text = entry.text
    return f"{text.term} ({text.abbreviation})" if text.abbreviation else text.term


def _parts(edition: Edition, entry: Entry, found: Version, title: str, address: str) -> tuple[str, ...]:
    publisher = [edition.identity.publisher] if edition.identity.publisher else []
    name = f"{_name(entry)} [{entry.language}]"
    return (name, title, *publisher, found.vetted_on.isoformat(), address, found.digest)


def _bibtex(edition: Edition, entry: Entry, found: Version, title: str, address: str) -> str:
    publisher = edition.identity.publisher
    key = f"{entry.concept.id}-{entry.language}-{found.digest.removeprefix('sha256:')[:8]}"
    fields = {
        "title": f"{{{_escaped(_name(entry))}}}",
        **({"author": f"{{{_escaped(publisher)}}}"} if publisher else {}),
        "howpublished": _escaped(title),
        "year": f"{found.vetted_on:%Y}",
        "month": f"{found.vetted_on:%m}",
        "language": entry.language,
        "url": address,
        "note": found.digest,
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{rows}}}"


def _escaped(text: str) -> str:
    return re.sub(r"[\\{}~^&%$#_]", lambda match: _BIBTEX[match[0]], text)
