"""How a page becomes a response: its template, its headers, its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import Any

from flask import Response, make_response, render_template
from markupsafe import Markup, escape

from glossary.content.interface import Said
from glossary.content.model import Status
from glossary.edition.entries import Entry
from glossary.http import headers, requests
from glossary.http.headers import Cache
from glossary.http.requests import service
from glossary.language.names import comma, describe
from glossary.serving.state import Service
from glossary.site.page import Page

LANGUAGE = "<regex('[A-Za-z]{2,3}(-[A-Za-z0-9]+)*'):lang>"
"""A language in a page's path. Of what else is served only the log has a first part of two or three letters."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def spoken(phrase: Said, page_language: str) -> Markup:
    """Return a phrase as HTML, marked with its language and direction where that is not the page's language."""
    if phrase.language == page_language:
        return escape(phrase.text)
    language = describe(phrase.language)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language.tag, language.direction, phrase.text)


def _alternates(addresses: Mapping[str, str]) -> Markup:
    """Return the links to a page in other languages, for its head. Pages have so many that a template's loop would take more
    time than all else of it."""
    rows = (
        f'\n  <link rel="alternate" hreflang="{escape(tag)}" href="{escape(address)}">'
        for tag, address in addresses.items()
    )
    return Markup("".join(rows))  # noqa: S704 (each part is escaped)


def _elsewhere(base: str, tags: Iterable[str], current: str, tail: str) -> Markup:
    """Return the links to a page in all languages, for its foot. ``tail`` is what follows the language in its address."""
    start, end = f'\n        <li><a href="{escape(base)}/', f"/{escape(tail)}"
    rows = (f"{start}{tag}{end}{_named(tag, tag == current)}" for tag in tags)
    return Markup("".join(rows))  # noqa: S704 (each part is escaped)


@lru_cache(maxsize=512)
def _named(tag: str, is_current: bool) -> str:
    language, current = describe(tag), ' aria-current="true"' if is_current else ""
    attributes = f'" lang="{tag}" hreflang="{tag}" dir="{language.direction}"{current}'
    return f"{attributes}>{escape(language.name)}</a></li>"


def render(template: str, page: Page, cache: Cache, status: int = 200, **values: Any) -> Response:
    """Return a page's response, with its headers."""
    settings, current = service().settings, page.language.tag
    response = make_response(
        render_template(
            template,
            page=page,
            spoken=spoken,
            say=lambda key, **names: spoken(page.say(key, **names), current),
            comma=comma(current),
            base=settings.base_url,
            exit_url=settings.exit_url,
            picture=bool(service().edition.identity.picture),
            preview=settings.minimum is not Status.VETTED,
            demonstration=service().edition.policy.demonstration,
            figures_there=bool(service().edition.figures.adopted) or settings.minimum is Status.DRAFT,
            alternates=_alternates,
            elsewhere=partial(_elsewhere, settings.base_url, service().edition.languages, page.asked.tag),
            **values,
        ),
        status,
    )
    response.headers["Content-Security-Policy"] = POLICY
    entry = values.get("entry")
    served = [entry.language] if isinstance(entry, Entry) else [each.language for each in values.get("told", ())]
    languages = [page.language.tag, *served]
    response.headers.update(headers.of_response(cache, languages, settings.minimum))
    return response


def asked(lang: str) -> tuple[Service, str]:
    """Return the service, and the language of a file's path: an offered tag, exactly as it is offered.

    Raises ``Moved`` for a tag that resolves to an offered one, ``UnknownLanguage`` for any other, and ``BadTag`` for one that
    is not well-formed.
    """
    running = service()
    return running, requests.offered(running.edition, lang)
