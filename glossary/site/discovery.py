"""What crawlers and researchers look for at addresses of their own: robots.txt, sitemap.xml, security.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from flask import Blueprint, Response, abort

from glossary.content.model import Status
from glossary.edition import alphabet, spoken
from glossary.edition.edition import Edition
from glossary.http import headers
from glossary.http.headers import Cache
from glossary.http.requests import service
from glossary.language.tags import SOURCE

blueprint = Blueprint("discovery", __name__)

SECURITY = "/.well-known/security.txt"
"""Where researchers look for whom to tell of a weakness (RFC 9116 section 3)."""

SECURITY_DAYS = 90
"""Days for which the contact may be taken as current; RFC 9116 section 2.5.5 asks for less than a year."""

MOST_LINKS = 100_000
"""Most links from a page to itself in other languages that the sitemap has: with more it would be larger than the 50 MB that
its protocol allows. Each page has the same links in its head."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINK = "http://www.w3.org/1999/xhtml"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Who may index the pages (RFC 9309): everybody, but nobody those of a preview or a demonstration."""
    running = service()
    public = running.settings.minimum is Status.VETTED and not running.edition.policy.demonstration
    rule = "Allow: /" if public else "Disallow: /"
    return _file(f"User-agent: *\n{rule}\n\nSitemap: {running.settings.base_url}/sitemap.xml\n")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages of vetted texts, and what every language has, each with the same page in other languages if these are not
    too many links."""
    from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring  # for this one file

    register_namespace("", _SITEMAP)
    register_namespace("xhtml", _LINK)
    running = service()
    root = Element(f"{{{_SITEMAP}}}urlset")
    rows = [(path, tuple(languages)) for path, languages in _pages(running.edition)]
    linked = sum(len(languages) ** 2 for _, languages in rows) <= MOST_LINKS
    for path, languages in rows:
        addresses = {tag: f"{running.settings.base_url}/{tag}/{path}" for tag in languages}
        for address in addresses.values():
            page = SubElement(root, f"{{{_SITEMAP}}}url")
            SubElement(page, f"{{{_SITEMAP}}}loc").text = address
            for tag, other in addresses.items() if linked else ():
                SubElement(page, f"{{{_LINK}}}link", rel="alternate", hreflang=tag, href=other)
    return _file(tostring(root, "UTF-8", xml_declaration=True), "application/xml")


def _pages(edition: Edition) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the rest of the path after the language, and the languages that have it."""
    for path in ("", "about/", *(["support/"] if edition.support.offered else ()), "figures/"):
        yield path, edition.languages
    for figure in edition.figures.listed():
        yield f"figures/{figure.id}/", tuple(spoken.languages(edition, figure))
    for tag in edition.languages:
        yield from ((f"letters/{letter.address}/", (tag,)) for letter in alphabet.paged(edition, tag))
    for concept in edition.live:
        yield f"{concept.id}/", edition.vetted_in(concept.id)


@blueprint.get(SECURITY)
def security() -> Response:
    """Whom to tell of a weakness; only where the glossary names a contact."""
    edition = service().edition
    if edition.identity.contact is None:
        abort(404)
    expires = datetime.combine(edition.support.day + timedelta(days=SECURITY_DAYS), time()).isoformat()
    text = f"Contact: {edition.identity.contact}\nExpires: {expires}Z\nPreferred-Languages: {SOURCE}\n"
    return _file(text, cache=Cache.DATED)


def _file(data: str | bytes, kind: str = "text/plain; charset=utf-8", cache: Cache = Cache.FILE) -> Response:
    response = Response(data, content_type=kind)
    response.headers.update(headers.of_response(cache, [SOURCE], service().settings.minimum))
    return response
