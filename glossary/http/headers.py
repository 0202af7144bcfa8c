"""The headers of every answer: caching, language, cross-origin use, privacy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from flask import Flask, Response, request
from flask_cors import CORS

from glossary.content.model import Status
from glossary.http.requests import service
from glossary.language.tags import SOURCE


class Cache(Enum):
    """How long an answer may be kept (RFC 9111, RFC 5861). A withdrawn definition is gone everywhere in six minutes, but
    for caches that can not reach the service: those keep what they have for a day. What expires is kept
    for less than a day in any case, see ``support``."""

    FILE = "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400"
    DATED = "public, max-age=300, stale-while-revalidate=60, stale-if-error=82800"
    COMPUTED = "public, max-age=60, stale-if-error=86400"
    NEVER = "no-store"


ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_CACHED_ERRORS = (308, 404, 410)
EDGE = "Surrogate-Key"
"""The header by which a cache in front finds answers to let go of: all have ``glossary``, those of a concept its id too."""


def of_response(
    cache: Cache, languages: Iterable[str], minimum: Status = Status.VETTED, vary: str = ""
) -> dict[str, str]:
    """Return the headers that depend on the answer. An answer that may show drafts is never cached nor indexed."""
    drafts = minimum is not Status.VETTED
    headers = {"Cache-Control": (Cache.NEVER if drafts else cache).value}
    headers["Content-Language"] = ", ".join(sorted(set(languages))) or SOURCE
    if vary:
        headers["Vary"] = vary
    if drafts:
        headers["X-Robots-Tag"] = "noindex"
    return headers


def _concept() -> Iterable[str]:
    concept = str((request.view_args or {}).get("id"))
    return (concept,) if concept in service().edition.concepts else ()


def register(app: Flask) -> None:
    """Add to every answer of the app what it needs."""

    def complete(response: Response) -> Response:
        for name, value in {**ALWAYS, "Glossary-Edition": service().edition.id, "Content-Language": SOURCE}.items():
            response.headers.setdefault(name, value)
        if service().settings.edges:
            response.headers[EDGE] = " ".join(["glossary", *_concept()])
        default = Cache.COMPUTED if response.status_code in _CACHED_ERRORS else Cache.NEVER
        response.headers.setdefault("Cache-Control", default.value)
        return response

    app.after_request(complete)
    exposed = ["ETag", "Content-Language", "Glossary-Edition"]
    CORS(
        app, origins="*", send_wildcard=True, methods=["GET", "HEAD", "OPTIONS"], expose_headers=exposed, max_age=86400
    )
