"""What the description of the API takes from the content: whose glossary it is, and ids that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from glossary.content.identity import Identity
from glossary.edition.edition import Edition
from glossary.language.tags import SOURCE

CONCEPT, FIGURE, VERSION = "concept", "figure", "version"
"""The names of the examples in the place of which there is one that the content has."""


class About(NamedTuple):
    """What a description is of: what follows the glossary's title, and a text."""

    title: str
    text: str


PUBLIC = About(
    "",
    "Vetted, translated definitions, for other sites to show. A path with an extension is a file: vetted text only, the same"
    " bytes for everyone. A path without one is computed for the reader.\n\n"
    "Within `/v1` fields and operations are added; none is renamed, retyped or removed. A field with `x-extensible-enum` may"
    " get further values: read one that you do not know as text.\n\n"
    "The licence is that of the texts that are not quoted; each entry says its own under `rights`.",
)
FOR_OPERATORS = About(
    ": for operators",
    "What whoever runs the service asks it. It is no part of `/v1`, and may be closed to everybody else.",
)


def completed(document: Mapping[str, Any], about: About, edition: Edition) -> dict[str, Any]:
    """Return a description with what it says of this content, its parts in the order in which people read them."""
    there = dict(_there(edition))
    paths = {path: _with_examples(operations, there) for path, operations in document["paths"].items()}
    info = {**document["info"], "title": edition.title + about.title, "description": about.text}
    order = dict.fromkeys(("openapi", "info", "servers", "security", "tags", "paths", "components"))
    return {**order, **document, "info": {**info, **dict(_known(edition.identity))}, "paths": paths}


def _known(identity: Identity) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield who answers for the glossary and its licence, as far as it says."""
    if contact := dict(_contact(identity)):
        yield "contact", contact
    if identity.licence:
        yield "license", {"name": identity.licence.id, "url": identity.licence.url}


def _contact(identity: Identity) -> Iterator[tuple[str, str]]:
    if identity.publisher:
        yield "name", identity.publisher
    if identity.contact:
        scheme, _, address = identity.contact.partition(":")
        yield ("email", address) if scheme == "mailto" else ("url", identity.contact)


def _there(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield an id that answers, for each name of an example."""
    if vetted := next((concept.id for concept in edition.live if edition.vetted_in(concept.id)), None):
        yield CONCEPT, vetted
        yield from _version(edition, vetted)
    if figure := next(iter(edition.figures.listed()), None):
        yield FIGURE, figure.id


def _version(edition: Edition, concept: str) -> Iterator[tuple[str, str]]:
    """Yield the digest of the text of a concept that is served in English, if there is one."""
    if served := edition.vetted(concept, SOURCE):
        yield VERSION, served.text.digest.removeprefix("sha256:")


def _with_examples(operations: Mapping[str, Any], there: Mapping[str, str]) -> dict[str, Any]:
    """Return a path with examples in its parameters that the content has."""
    parameters = [
        {**each, "examples": {name: {"value": there.get(name, row["value"])} for name, row in each["examples"].items()}}
        for each in operations.get("parameters", ())
    ]
    return {**operations, "parameters": parameters} if parameters else dict(operations)
