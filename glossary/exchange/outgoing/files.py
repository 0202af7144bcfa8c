"""The files of vetted texts in others' formats: their paths, below ``/v1``, and their media types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glossary.edition.edition import Edition
from glossary.exchange.outgoing import vetted

TYPES: Mapping[str, str] = {
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "tbx": "application/xml",
    "po": "text/x-gettext-translation; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "utf8": "text/plain; charset=utf-8",
}
"""Media types by the ending of the path. TBX has none that is registered, and is XML."""

OF_ALL = ("terms.ttl", "terms.jsonld", "terms.tbx")
"""The files that hold every language."""

OF_LANGUAGE = ("terms.csv", "terms.utf8", "terms.v2.tbx", "glossary.po")
"""The files of a language."""

OF_ENTRY = ("ttl", "jsonld")
"""The endings of the files of one entry. There are such files only where the entry is vetted in the language."""


def paths(edition: Edition) -> Iterator[str]:
    """Return the path of every file."""
    yield from (f"/v1/{name}" for name in OF_ALL)
    for tag in edition.languages:
        yield from (f"/v1/{tag}/{name}" for name in OF_LANGUAGE)
        for concept in vetted.ids(edition, tag):
            yield from (f"/v1/{tag}/terms/{concept}.{ending}" for ending in OF_ENTRY)
