"""The headers of every response: caching, language, cross-origin use, privacy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from flask import Flask, Response, request
from flask_cors import CORS

from glossary.content.model import Status
from glossary.http.requests import service
from glossary.language.tags import SOURCE
from glossary.serving.cache import Headers
from glossary.serving.state import Service


class Cache(Enum):
    """How long a response may be cached (RFC 9111, RFC 5861), in seconds.

    A withdrawn definition is gone everywhere within six minutes, except from caches that cannot reach the service: those may
    use what they have for a day.
    """

    FILE = "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400"
    # Contacts of help end with a day of UTC: 300 + 82,800 seconds are less than a day, so no cache shows one any later.
    DATED = "public, max-age=300, stale-while-revalidate=60, stale-if-error=82800"
    COMPUTED = "public, max-age=60, stale-if-error=86400"
    NEVER = "no-store"


ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a link must not tell the next site which word was opened
    "Cross-Origin-Resource-Policy": "cross-origin",  # partner sites load script, fragments and JSON from here
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",  # pages and frames bring their own
}
_EXPOSED = ("Content-Language", "ETag", "Glossary-Demonstration", "Glossary-Edition")
CROSS_ORIGIN: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(_EXPOSED),
}
"""What Flask-CORS adds to every response but that to a preflight (Fetch Standard, CORS protocol)."""

_CACHED_ERRORS = (308, 404, 410)
"""Statuses that any cache may store for a minute. Other errors pass, or are this client's alone."""

_DEMONSTRATION: Mapping[str, str] = {
    "Glossary-Demonstration": "true",
    "Cache-Control": Cache.NEVER.value,
    "X-Robots-Tag": "noindex",
}
"""What every response of a demonstration carries: nobody may keep it, list it or take it for published."""
_SEARCH = r"/v1/[^/]+/search$"
"""The paths that take a form from other sites."""

_OTHERS = r"/(?!v1/[^/]+/(?:annotate|search)$).*"
"""All paths but these, and those that take a text: no page may send them one. No path may fit two patterns: Flask-CORS takes
the longer one."""

EDGE = "Surrogate-Key"
"""The header by which a cache in front finds responses to evict: all have ``glossary``, those of a concept its id too."""


def of_response(
    cache: Cache, languages: Iterable[str], minimum: Status = Status.VETTED, vary: str = ""
) -> dict[str, str]:
    """Return the headers of a response with text in these languages. With drafts it is neither cached nor indexed."""
    drafts = minimum is not Status.VETTED
    headers = {"Cache-Control": (Cache.NEVER if drafts else cache).value}
    headers["Content-Language"] = ", ".join(sorted(set(languages))) or SOURCE
    if vary:
        headers["Vary"] = vary
    if drafts:
        headers["X-Robots-Tag"] = "noindex"
    return headers


def _for_edges(running: Service, id: str) -> Mapping[str, str]:
    """Return the header for caches in front, where there are some. ``id`` is that of the path: a made-up one must not reach
    the header."""
    if not running.settings.edges:
        return {}
    concept = running.edition.records.former.now(id)
    return {EDGE: f"glossary {concept}" if concept in running.edition.concepts else "glossary"}


def _always(running: Service) -> Mapping[str, str]:
    """Return what stands in every response that does not say it otherwise."""
    return {**ALWAYS, "Glossary-Edition": running.edition.id, "Content-Language": SOURCE}


def of_document(running: Service, chosen: Mapping[str, str], id: str) -> Headers:
    """Return all headers of a response with a document, as ``register`` completes them: those that a view chose, and the
    rest. ``id`` is that of the path, if it has one."""
    named = {"Content-Type": "application/json", **chosen, **CROSS_ORIGIN}
    rest = {name: value for name, value in _always(running).items() if name not in named}
    return [*{**named, **rest, **_for_edges(running, id)}.items()]


def register(app: Flask) -> None:
    """Add the headers that every response of the app needs, errors included."""

    def complete(response: Response) -> Response:
        running = service()
        for name, value in _always(running).items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/static/") and response.status_code == 200:
            # Flask has every cache ask each time, and a page that an edge still shows would come without its style sheet.
            response.headers["Cache-Control"] = Cache.FILE.value
        response.headers.update(_for_edges(running, str((request.view_args or {}).get("id"))))
        if running.edition.policy.demonstration:
            response.headers.update(_DEMONSTRATION)  # whatever a view chose
        default = Cache.COMPUTED if response.status_code in _CACHED_ERRORS else Cache.NEVER
        response.headers.setdefault("Cache-Control", default.value)
        return response

    app.after_request(complete)
    reading = ["GET", "HEAD", "OPTIONS"]
    CORS(
        app,
        resources={_SEARCH: {"methods": [*reading, "POST"]}, _OTHERS: {"methods": reading}},
        origins="*",
        send_wildcard=True,
        expose_headers=_EXPOSED,
        max_age=86400,
    )
