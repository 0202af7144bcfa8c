"""Errors over HTTP: each is a problem document (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Flask, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException

from glossary.edition.timeline import UnknownMark
from glossary.edition.version import Gone, UnknownVersion
from glossary.errors import (
    BadTag,
    EndedFigure,
    GlossaryError,
    NotServed,
    NotVetted,
    Retired,
    UnknownConcept,
    UnknownCountry,
    UnknownFigure,
    UnknownLanguage,
)
from glossary.http.encoding import marked

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem: its HTTP status, the last part of its ``type`` (empty: ``about:blank``), and its title."""

    status: int
    slug: str
    title: str


KINDS: Mapping[type[GlossaryError], Kind] = {
    UnknownConcept: Kind(404, "unknown-concept", "No such concept"),
    NotVetted: Kind(404, "not-vetted", "No vetted text"),
    UnknownLanguage: Kind(404, "unknown-language", "No such language"),
    UnknownCountry: Kind(404, "unknown-country", "No such country"),
    UnknownFigure: Kind(404, "unknown-figure", "No such key figure"),
    EndedFigure: Kind(410, "ended-figure", "The key figure is no longer shown"),
    NotServed: Kind(410, "withdrawn-claim", "The claim is withdrawn"),
    UnknownVersion: Kind(404, "unknown-version", "No such version"),
    UnknownMark: Kind(404, "unknown-edition", "No such edition"),
    Gone: Kind(410, "gone-version", "These words are no longer shown"),
    Retired: Kind(410, "retired-concept", "The concept has been retired"),
    BadTag: Kind(400, "bad-language-tag", "Not a language tag"),
}
_LISTED = {
    UnknownConcept: " /v1/index.json lists those it has.",
    UnknownFigure: " /v1/en/figures.json lists those it has.",
    NotServed: " /v1/en/figures.json says why.",
    UnknownLanguage: " /v1/languages.json lists those it does.",
    UnknownCountry: " /v1/support.json lists them.",
}
"""Where what was asked for can be looked up: over HTTP. On the command line it is “glossary status”."""

BAD_PARAMETER = Kind(400, "bad-parameter", "A parameter cannot be used")

_DETAILS = {
    404: "There is nothing at this address. /v1/index.json lists what there is.",
    413: "The body is too long. Send at most 4,000 bytes.",
    414: "The address is too long.",
    415: "Send a form (application/x-www-form-urlencoded), for example q=word, and no other kind of body.",
    503: "Too many are sending something at once. Send it again in a second.",
    500: "The service failed to answer. The error has been logged.",
}


def response(kind: Kind, detail: str, **more: Any) -> Response:
    """Return a problem document. Members in ``more`` that are ``None`` or empty are left out."""
    address = f"urn:glossary:problem:{kind.slug}" if kind.slug else "about:blank"
    body = {"type": address, "title": kind.title, "status": kind.status, "detail": detail}
    extra = {name: value for name, value in more.items() if value}
    text = json.dumps(marked(body | extra), ensure_ascii=False) + "\n"
    return Response(text, kind.status, content_type=MEDIA_TYPE)


def from_glossary(error: GlossaryError) -> Response:
    """Return the problem document for one of the glossary's own errors. One without a kind is a 500."""
    kind = KINDS.get(type(error), Kind(500, "", "Internal Server Error"))
    detail = f"{error}{_LISTED.get(type(error), '')}" if kind.status < 500 else _DETAILS[500]
    more = {"replaced_by": getattr(error, "replaced_by", None), "on": str(getattr(error, "on", None) or "")}
    return response(kind, detail, suggestions=list(getattr(error, "suggestions", ())), **more)


def from_http(error: HTTPException) -> Response:
    """Return the problem document for an error of routing, of parsing, or of the server."""
    messages = getattr(error, "data", {}).get("messages")
    if messages:
        return response(BAD_PARAMETER, "; ".join(_explained(messages)))
    status = error.code or 500
    said = Headers(error.get_headers())
    allowed = said.get("Allow")
    detail = f"This address allows {allowed} only." if allowed else _DETAILS.get(status) or error.description or ""
    problem = response(Kind(status, "", error.name), detail)
    problem.headers.update({name: said[name] for name in ("Allow", "Retry-After") if name in said})
    return problem


def _explained(messages: Any, name: str = "") -> list[str]:
    """Flatten webargs' tree of messages to lines such as “parameter: what is wrong”, “parameter, value 2: what is wrong”."""
    if isinstance(messages, Mapping):
        return [line for key, inner in messages.items() for line in _explained(inner, _place(key, name))]
    return [f"{name}: {message}" if name else str(message) for message in messages]


def _place(key: str | int, name: str) -> str:
    if isinstance(key, int):  # of a list, counted from zero
        return f"{name}, value {key + 1}"
    return name if key in ("query", "form", "_schema") else key


def register(app: Flask) -> None:
    """Make every error of the app a problem document."""
    app.register_error_handler(GlossaryError, from_glossary)
    app.register_error_handler(HTTPException, from_http)
