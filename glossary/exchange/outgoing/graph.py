"""A graph (RDF) as nodes, and the vocabulary that its names come from: one table for Turtle and for JSON-LD.

A node is a JSON object, as JSON-LD has it: ``id``, ``type``, and properties by the names of ``PROPERTIES``. Addresses are
relative to ``base``, so that a graph says the same wherever the service is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple
from urllib.parse import quote

Node = dict[str, Any]

SCHEME = "terms"
"""The address of the whole glossary, relative to ``base``; those of concepts are below it."""

PREFIXES: Mapping[str, str] = {
    "cc": "http://creativecommons.org/ns#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "g": "urn:glossary:",
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""``g`` is our own: what no vocabulary has a word for (``docs/exchange.md``)."""


class Kind(Enum):
    """What the values of a property are. ``WORDS``: texts by language. ``TEXT``: a text without one. ``LINK``: a node or
    address. ``DAY`` and ``FLAG``: typed. ``DATED``: a year, month or day, as a JSON-LD value with its type."""

    WORDS = "words"
    TEXT = "text"
    LINK = "link"
    DAY = "day"
    FLAG = "flag"
    DATED = "dated"


class Property(NamedTuple):
    """A property: its name in its vocabulary, and what its values are."""

    name: str
    kind: Kind


CLASSES: Mapping[str, str] = {
    "ConceptScheme": "skos:ConceptScheme",
    "Concept": "skos:Concept",
    "Label": "skosxl:Label",
    "Text": "prov:Entity",
    "Approval": "prov:Attribution",
    "Agent": "prov:Agent",
    "Source": "dct:BibliographicResource",
}
PROPERTIES: Mapping[str, Property] = {
    name: Property(curie, kind)
    for kind, names in {
        Kind.WORDS: {
            "title": "dct:title",
            "prefLabel": "skos:prefLabel",
            "altLabel": "skos:altLabel",
            "hiddenLabel": "skos:hiddenLabel",
            "definition": "skos:definition",
            "scopeNote": "skos:scopeNote",
            "plain": "g:plain",
            "forms": "g:forms",
            "literalForm": "skosxl:literalForm",
            "note": "skos:note",
        },
        Kind.TEXT: {
            "identifier": "dct:identifier",
            "language": "dct:language",
            "uriSpace": "vann:preferredNamespaceUri",
            "group": "g:group",
            "usage": "g:usage",
            "autolink": "g:autolink",
            "field": "g:field",
            "status": "isothes:status",
            "reviewed": "g:status",
            "role": "g:role",
            "basis": "g:basis",
            "name": "foaf:name",
            "sourceTitle": "dct:title",
            "citation": "dct:bibliographicCitation",
            "locator": "g:locator",
            "kind": "g:kind",
            "lawState": "g:lawState",
            "quotes": "g:quotes",
            "credit": "cc:attributionName",
        },
        Kind.LINK: {
            "inScheme": "skos:inScheme",
            "topConceptOf": "skos:topConceptOf",
            "hasTopConcept": "skos:hasTopConcept",
            "broader": "skos:broader",
            "narrower": "skos:narrower",
            "related": "skos:related",
            "prefXLabel": "skosxl:prefLabel",
            "altXLabel": "skosxl:altLabel",
            "hiddenXLabel": "skosxl:hiddenLabel",
            "source": "dct:source",
            "quotedFrom": "prov:wasQuotedFrom",
            "textOf": "prov:specializationOf",
            "approval": "prov:qualifiedAttribution",
            "agent": "prov:agent",
            "publication": "g:publication",
            "publisher": "dct:publisher",
            "licence": "dct:license",
            "replacedBy": "dct:isReplacedBy",
            "page": "foaf:page",
            "evidence": "rdfs:seeAlso",
        },
        Kind.DAY: {
            "approvedOn": "dct:dateAccepted",
            "reviewDueOn": "g:reviewDueOn",
            "modified": "dct:modified",
            "on": "dct:date",
            "asOf": "g:asOf",
            "seen": "g:seen",
        },
        Kind.FLAG: {"deprecated": "owl:deprecated", "signed": "g:signed", "sourceCurrent": "g:sourceCurrent"},
        Kind.DATED: {"published": "dct:issued"},
    }.items()
    for name, curie in names.items()
}

_DAYS = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
"""The type of a year, a month or a day by its length."""


def base(base_url: str) -> str:
    """Return what the addresses of a graph are relative to."""
    return f"{base_url}/v1/"


def node(identifier: str, kind: str, /, **properties: Any) -> Node:
    """Return a node. Properties without a value are left out."""
    empty: tuple[Any, ...] = (None, "", [], {})
    return {"id": identifier, "type": kind} | {
        name: value for name, value in properties.items() if not any(value is none or value == none for none in empty)
    }


def dated(value: str | None) -> Node | None:
    """Return a year, month or day with its type."""
    return {"@value": value, "@type": _DAYS.get(len(value), "xsd:string")} if value else None


def address(url: str) -> str:
    """Return an address without the characters that no IRI may hold (RFC 3987)."""
    return re.sub(r'[\x00-\x20<>"{}|\\^`]', lambda match: quote(match[0]), url)


def values(value: Any) -> Iterator[Any]:
    """Yield the values of a property: one, or each of a list."""
    if isinstance(value, list):
        yield from value
    else:
        yield value
