"""Answers that are computed for each request: an entry in the reader's language, a search, completions. Each is one function,
which a view of the app calls, and which the short way calls too.

The short way (``Short``) is for the usual request. Flask's routing, contexts and schemas take several times as long as such
an answer, so it does without: it finds the route in the app's own table, reads the parameters by the same schema, and makes
the same bytes with the same headers. Whatever is unusual it leaves to the app: errors, redirects, graphs, drafts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from flask import Flask
from marshmallow import Schema

from glossary.content.model import ID, Status
from glossary.contract import answers
from glossary.contract import search as found
from glossary.edition import entries
from glossary.edition.entries import Entry
from glossary.http import exchange, headers, queries
from glossary.http.headers import Cache
from glossary.http.openapi import View
from glossary.language.tags import MAX_TAG, accepted, parse
from glossary.serving import logs
from glossary.serving.cache import CachedResponse, ResponseCache
from glossary.serving.front import Answered
from glossary.serving.state import Service

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Query = Mapping[str, Any]
"""The parameters of a query string, as their schema reads them."""


class Answer(NamedTuple):
    """How an answer is made. ``chosen`` is what it depends on beside the edition; empty where no cache may keep it."""

    view: Callable[[], View]
    chosen: tuple[str, ...] = ()


def entry(
    running: Service, query: Query, id: str, header: str, written: Callable[[Entry], Any] | None = None
) -> Answer:
    """Return a concept in the language of the query, else of an Accept-Language header. ``written`` returns an entry as
    JSON; without it, it is a document.

    Raises ``BadTag``, and what ``entries.entry`` does. A malformed header is ignored.
    """
    asked, minimum = query.get("lang"), query.get("status") or running.settings.minimum
    languages = accepted(header) if asked is None else (parse(asked),)
    chosen = entries.entry(running.edition, id, languages, minimum)
    vary = "Accept" if asked else "Accept, Accept-Language"

    def view() -> View:
        document = written(chosen) if written else answers.of_entry(running.edition, chosen, running.settings.base_url)
        return document, headers.of_response(Cache.COMPUTED, [chosen.language], minimum, vary)

    return Answer(view, ("entry", id, chosen.requested, chosen.language, vary))


def search(running: Service, query: Query, lang: str) -> Answer:
    """Return what a reader of a language finds. Raises ``BadTag``."""
    language = parse(lang)
    result = running.search(language, query["q"], query["limit"])
    document = found.hits(query["q"], language, result, running.entry_json)
    return _never_kept(running, document, [hit.entry.language for hit in result.hits])


def suggest(running: Service, query: Query, lang: str) -> Answer:
    """Return completions of a reader's word. Raises ``BadTag``."""
    language = parse(lang)
    hits = running.suggest(language, query["q"], query["limit"])
    document = found.suggestions(query["q"], language, hits)
    return _never_kept(running, document, [hit.entry.language for hit in hits])


def _never_kept(running: Service, document: answers.Document, shown: list[str]) -> Answer:
    return Answer(lambda: (document, headers.of_response(Cache.NEVER, shown, running.settings.minimum)))


class _Way(NamedTuple):
    """A view of the app, the pattern of the part of its path that is usual, its parameters, whether it ``asks`` for one of
    them, and its answer."""

    endpoint: str
    part: str
    schema: Schema
    asks: bool
    answer: Callable[[Service, Query, str, WSGIEnvironment], Answer]


def _entry(running: Service, query: Query, id: str, environ: WSGIEnvironment) -> Answer:
    return entry(running, query, id, environ.get("HTTP_ACCEPT_LANGUAGE", ""), running.entry_json)


_ID, _TAG = rf"({ID.pattern})", rf"([A-Za-z0-9-]{{1,{MAX_TAG}}})"
_WAYS = (
    _Way("v1.entry_for_reader", _ID, queries.EntryQuery(), False, _entry),
    _Way("v1.search", _TAG, queries.SearchQuery(), True, lambda running, query, tag, _: search(running, query, tag)),
    _Way("v1.suggest", _TAG, queries.SuggestQuery(), True, lambda running, query, tag, _: suggest(running, query, tag)),
)


class Short:
    """The short way to answers of an app, in place of its own."""

    def __init__(self, app: Flask) -> None:
        self._routes = [
            (re.compile(re.sub("<[a-z]+>", lambda _, way=way: way.part, rule.rule)), rule.rule, way)  # type: ignore[misc]
            for way in _WAYS
            for rule in app.url_map.iter_rules(way.endpoint)
        ]

    def __call__(self, environ: WSGIEnvironment, running: Service, cache: ResponseCache) -> Answered | None:
        """Return the response to a GET; ``None`` where the app makes it."""
        path = environ.get("PATH_INFO", "")
        for pattern, rule, way in self._routes:
            if match := pattern.fullmatch(path):
                try:
                    return _answered(environ, running, cache, match[1], rule, way)
                except Exception:  # whatever it is, the app finds it too, answers with a problem, and logs a failure
                    return None
        return None


def _answered(
    environ: WSGIEnvironment, running: Service, cache: ResponseCache, part: str, rule: str, way: _Way
) -> Answered | None:
    begun = time.perf_counter()
    if running.settings.minimum is not Status.VETTED or running.edition.policy.demonstration:
        return None
    if exchange.of_concept(environ.get("HTTP_ACCEPT", "")) != exchange.PLAIN:
        return None
    string = environ.get("QUERY_STRING", "")
    query = queries.read(string.encode("latin-1"), way.schema) if string or way.asks else {}
    if "status" in query:
        return None
    answer = way.answer(running, query, part, environ)
    if answer.chosen and (cached := cache.chosen(answer.chosen)):
        return cached, True
    document, chosen = answer.view()
    said = headers.of_document(running, chosen, part if answer.chosen else "")
    response = CachedResponse("200 OK", said, orjson.dumps(document) + b"\n", rule)
    if answer.chosen:
        cache.add_chosen(answer.chosen, response)
    logs.answered("GET", rule, chosen["Content-Language"], 200, begun)
    return response, False
