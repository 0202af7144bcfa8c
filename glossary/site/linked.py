"""Entries as linked data: schema.org's DefinedTerm and DefinedTermSet, as JSON-LD for a page. Pure; knows no HTTP.

Language, licence and credit are properties of works, and a DefinedTerm is none: they stand on the page that it is the
subject of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from glossary.content.model import Status
from glossary.edition import rights
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry

SCHEMA = "https://schema.org"


def of_entry(edition: Edition, entry: Entry, base_url: str) -> dict[str, Any]:
    """Return one entry."""
    return {
        "@context": SCHEMA,
        **_defined_term(edition, entry, base_url),
        "inDefinedTermSet": _term_set(entry.language, edition, base_url),
    }


def of_list(edition: Edition, entries: Iterable[Entry], language: str, base_url: str) -> dict[str, Any]:
    """Return the vetted ones among these entries as the set of a language."""
    vetted = [entry for entry in entries if entry.status is Status.VETTED]
    return {
        "@context": SCHEMA,
        **_term_set(language, edition, base_url),
        "hasDefinedTerm": [_defined_term(edition, entry, base_url) for entry in vetted],
    }


def _defined_term(edition: Edition, entry: Entry, base_url: str) -> dict[str, Any]:
    address = f"{base_url}/{entry.language}/{entry.concept.id}/"
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "url": address,
        "termCode": entry.concept.id,
        "name": entry.text.term,
        **({"alternateName": entry.text.abbreviation} if entry.text.abbreviation else {}),
        "description": entry.text.definition,
        "subjectOf": {"@type": "WebPage", "url": address, "inLanguage": entry.language, **_rights(edition, entry)},
    }


def _rights(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return licence, credit and quoted work; a licence is given only where all words are ours to license."""
    given = rights.of_entry(edition, entry)
    work = {"@type": "CreativeWork", "name": given.source.title, "url": given.source.url} if given.source else None
    values = {
        "license": given.licence.url if given.licence and not given.source else None,
        "creditText": given.credit,
        "isBasedOn": work,
    }
    return {name: value for name, value in values.items() if value}


def _term_set(language: str, edition: Edition, base_url: str) -> dict[str, Any]:
    address = f"{base_url}/{language}/"
    name = edition.interface(language).say("site.title")
    publisher = edition.identity.publisher
    return {
        "@type": "DefinedTermSet",
        "@id": address,
        "url": address,
        "name": name.text,
        "inLanguage": name.language,
        **({"publisher": {"@type": "Organization", "name": publisher}} if publisher else {}),
    }
