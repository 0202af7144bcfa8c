"""The rules for every request, and the language that it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Response, request, url_for
from werkzeug.exceptions import BadRequest, NotFound, RequestURITooLarge
from werkzeug.routing import BaseConverter, Map, RequestRedirect

from glossary.edition.edition import Edition
from glossary.errors import Renamed
from glossary.language.tags import choose, parse
from glossary.serving.front import is_file
from glossary.serving.state import ENVIRON, Service
from glossary.support import countries

MAX_PATH = 1000
"""Longest path that is accepted, in bytes."""

_CONTROLS = re.compile("[\x00-\x1f\x7f]")


class Moved(Exception):
    """The same file is at the path with these parts in place of its own."""

    def __init__(self, **parts: str) -> None:
        self.parts = parts


def service() -> Service:
    """Return the service of this request, the same one from its beginning to its end, whatever is reloaded meanwhile."""
    running: Service = request.environ[ENVIRON]
    return running


def parameters() -> Mapping[str, str]:
    """Return the query string's parameters, the first value of each. Bytes that are not UTF-8 become U+FFFD."""
    # Not request.args: Werkzeug raises an error for such bytes, and here a parameter that cannot be read is just unknown.
    text = request.query_string.decode("utf-8", "replace")
    return dict(reversed(parse_qsl(text, keep_blank_values=True)))


class Regex(BaseConverter):
    """A part of a path that matches a regular expression."""

    def __init__(self, map: Map, pattern: str) -> None:
        super().__init__(map)
        self.regex = pattern


def guard(base_path: str) -> Response | None:
    """Return a redirect (308) where only a slash is missing at the path's end, otherwise nothing.

    Raises ``RequestURITooLarge`` or ``BadRequest`` for a path that no link of this service has: too long, not UTF-8, or with
    a control character.
    """
    raw = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    if len(raw) > MAX_PATH:
        raise RequestURITooLarge
    try:
        path = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The path is not percent-encoded UTF-8.") from None
    if _CONTROLS.search(path):
        raise BadRequest("The path holds a control character.")
    if isinstance(request.routing_exception, RequestRedirect):
        # Werkzeug would redirect to an address made from the Host header.
        return redirected(base_path + urlsplit(request.routing_exception.new_url).path)
    return None


def redirected(path: str) -> Response:
    """Return a redirect (308) to a path of this host."""
    response = Response(status=308, headers={"Location": path})
    del response.headers["Content-Type"]
    return response


def offered(edition: Edition, tag: str) -> str:
    """Return the language of a file's path: an offered tag, exactly as it is offered.

    Raises ``Moved`` for a tag that resolves to an offered one, ``UnknownLanguage`` for any other, and ``BadTag`` for one that
    is not well-formed.
    """
    if tag in edition.languages:
        return tag
    if (resolved := choose(parse(tag), edition.languages)) is not None:
        raise Moved(lang=resolved)
    return edition.offered(parse(tag))


def moved(error: Moved) -> str:
    """Return the path, below the base path, of the same file at its exact address. A computed one keeps its query."""
    target = url_for(request.endpoint or "", **{**(request.view_args or {}), **error.parts})
    query = "" if is_file(request.path) else request.query_string.decode("latin-1")
    return f"{target}?{query}" if query else target


def country(code: str) -> str:
    """Return the country's code in upper case (ISO 3166-1 alpha-2). A file's path has it in lower case.

    Raises ``Moved`` for a code in other letters, ``UnknownCountry``, with suggestions, for one that no country has, and what
    ``require_help`` raises.
    """
    require_help()
    official = countries.find(code)
    if code != official.lower():
        raise Moved(country=official.lower())
    return official


def require_help() -> None:
    """Raise ``NotFound`` where the glossary offers no help: then none of its addresses is there."""
    if not service().edition.support.offered:
        raise NotFound


def register(app: Flask, base_path: str) -> None:
    """Guard every path of the app, and redirect a file's path to its exact one, whatever it ends with: also where it names a
    concept by an id that it had (``Edition.concept``)."""
    app.url_map.converters["regex"] = Regex
    app.before_request(lambda: guard(base_path))
    app.register_error_handler(Moved, lambda error: redirected(base_path + moved(error)))
    app.register_error_handler(Renamed, lambda error: redirected(base_path + moved(Moved(id=error.now))))
