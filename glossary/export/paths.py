"""The path of every file of the service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary.content import identity
from glossary.contract import bundle, parts
from glossary.edition import alphabet, version
from glossary.edition.edition import Edition
from glossary.edition.entries import entries
from glossary.embed import element
from glossary.exchange.outgoing import files as exchange
from glossary.export import renamed
from glossary.support.countries import CODES
from glossary.support.help import paged

_EXIT = "exit.js"
STATIC = ("site.css", "copy.js", _EXIT, "frame.css", "frame.js", "favicon.png", "wordmark.png")


def of_edition(edition: Edition, base_url: str) -> Iterator[str]:
    """Return the path of every file of the service, whose links begin with an address, and of the pages at old addresses
    that lead to one."""
    own = list(_own(edition, base_url))
    yield from own
    yield from renamed.pages(renamed.moves(edition, own))


def _own(edition: Edition, base_url: str) -> Iterator[str]:
    yield from (
        "/v1/index.json",
        "/v1/languages.json",
        "/v1/changes.json",
        "/v1/openapi.json",
        "/v1/support.json",
        *(f"/embed/{name}" for name in (element.ELEMENT, element.AUTO)),
        "/embed/glossary-embed.zip",
        "/embedding/",
        "/robots.txt",
        "/sitemap.xml",
    )
    yield from exchange.paths(edition)
    yield from (f"/log/{name}" for name in (edition.log.files if edition.log else ()))
    if edition.identity.contact:
        yield "/.well-known/security.txt"
    for name in (element.ELEMENT, element.AUTO):
        yield from (f"/embed/{script.version}/{name}" for script in element.scripts(name))
    there = {identity.PICTURE: bool(edition.identity.picture), _EXIT: edition.support.offered}
    yield from (f"/static/{name}" for name in STATIC if there.get(name, True))
    yield from (f"/v1/terms/{concept.id}.json" for concept in edition.live if edition.vetted_in(concept.id))
    if edition.support.offered:
        yield from (f"/v1/support/{code.lower()}.json" for code in sorted(CODES))
    countries = sorted(code.lower() for code in paged(edition.support))
    figures = [figure.id for figure in edition.figures.listed()]
    for tag in edition.languages:
        yield from _of_figures(tag, figures)
        yield from (f"/{tag}/support/", *(f"/{tag}/support/{code}/" for code in countries)) if countries else ()
        yield from _of_language(edition, tag, base_url)


def _of_language(edition: Edition, tag: str, base_url: str) -> Iterator[str]:
    yield from (f"/{tag}/", f"/{tag}/about/", f"/{tag}/privacy/")
    yield from (f"/v1/{tag}/{name}.json" for name in ("terms", "forms", "bundle"))
    made = parts.of_bundle(bundle.of_language(edition, tag, base_url))
    yield from (f"/v1/{tag}/bundle/{name}.json" for name in made)
    yield from (f"/{tag}/letters/{letter.address}/" for letter in alphabet.paged(edition, tag))
    for concept in (entry.concept.id for entry in entries(edition, (tag,))):
        yield from (f"/{tag}/{concept}/", f"/v1/{tag}/terms/{concept}.json")
        yield from (f"/embed/{tag}/{concept}/", f"/fragment/{tag}/{concept}.html")
        if tag in edition.vetted_in(concept):
            yield f"/v1/{tag}/terms/{concept}.evidence.json"
    yield f"/{tag}/changes.atom"
    yield from _of_versions(edition, tag)


def _of_versions(edition: Edition, tag: str) -> Iterator[str]:
    for concept in sorted(edition.standings.get(tag, {}).keys() & edition.concepts.keys()):
        if listed := version.versions(edition, concept, tag):
            yield f"/v1/{tag}/terms/{concept}/versions.json"
        if len(listed) > 1 and edition.concepts[concept].retired is None:
            yield f"/{tag}/{concept}/versions/"
        yield from (version.path(concept, tag, each.digest) for each in listed if each.shown)


def _of_figures(tag: str, figures: Iterable[str]) -> Iterator[str]:
    yield from (f"/{tag}/figures/", f"/v1/{tag}/figures.json")
    for name in figures:
        yield from (f"/{tag}/figures/{name}/", f"/v1/{tag}/figures/{name}.json")
        yield from (f"/embed/{tag}/figures/{name}/", f"/fragment/{tag}/figures/{name}.html")
