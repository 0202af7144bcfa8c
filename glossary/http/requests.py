"""What every request is held to, and the language that it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Response, request, url_for
from werkzeug.exceptions import BadRequest, RequestURITooLarge
from werkzeug.routing import BaseConverter, Map, RequestRedirect

from glossary.edition.edition import Edition
from glossary.language.tags import accepted, choose, parse
from glossary.serving.service import ENVIRON, Service
from glossary.support import countries

MAX_PATH = 1000
"""Longest path that is looked at, in bytes."""

_CONTROLS = re.compile("[\x00-\x1f\x7f]")


class Moved(Exception):
    """The same file stands at the path with these parts in it."""

    def __init__(self, **parts: str) -> None:
        self.parts = parts


def service() -> Service:
    """Return the service that answers this request, the same one from its beginning to its end."""
    running: Service = request.environ[ENVIRON]
    return running


def parameters() -> Mapping[str, str]:
    """Return the query string's parameters, of each the first. Bytes that are not UTF-8 match nothing; Werkzeug fails."""
    text = request.query_string.decode("utf-8", "replace")
    return dict(reversed(parse_qsl(text, keep_blank_values=True)))


class Regex(BaseConverter):
    """A part of a path that matches a regular expression."""

    def __init__(self, map: Map, pattern: str) -> None:
        super().__init__(map)
        self.regex = pattern


def guard(base_path: str) -> Response | None:
    """Refuse a path that no link of this service can have led to; add a slash that is missing at a path's end."""
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
        return _redirected(base_path + urlsplit(request.routing_exception.new_url).path)
    return None


def _redirected(path: str) -> Response:
    response = Response(status=308, headers={"Location": path})
    del response.headers["Content-Type"]
    return response


def offered(edition: Edition, tag: str) -> str:
    """Return the language of a file's path: a tag that is offered, exactly.

    Raises ``Moved`` for a tag that resolves to one, ``UnknownLanguage`` for any other, ``BadTag`` for what is no tag.
    """
    if tag in edition.languages:
        return tag
    if (resolved := choose(parse(tag), edition.languages)) is not None:
        raise Moved(lang=resolved)
    return edition.offered(parse(tag))


def country(code: str) -> str:
    """Return the code, as ISO writes it, of a file's path, which has it in small letters.

    Raises ``Moved`` for one in other letters, ``UnknownCountry`` with suggestions for what is none.
    """
    official = countries.find(code)
    if code != official.lower():
        raise Moved(country=official.lower())
    return official


def languages(tag: str | None) -> tuple[str, ...]:
    """Return the languages that the reader wants: the parameter's, else Accept-Language's. Raises ``BadTag``."""
    return (parse(tag),) if tag is not None else accepted(request.headers.get("Accept-Language", ""))


def register(app: Flask, base_path: str) -> None:
    """Guard every path of the app, and redirect files to their right one."""

    def moved(error: Moved) -> Response:
        target = url_for(request.endpoint or "", **{**(request.view_args or {}), **error.parts})
        return _redirected(base_path + target)

    app.url_map.converters["regex"] = Regex
    app.before_request(lambda: guard(base_path))
    app.register_error_handler(Moved, moved)
