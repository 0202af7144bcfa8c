"""The vetted texts in others' formats, as files below ``/v1``, and a concept as a graph for clients that ask for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from glossary.exchange.outgoing import columns, files, glossary_po, jsonld, skos, tbx, turtle, vetted
from glossary.exchange.outgoing.graph import Node
from glossary.http import headers, openapi
from glossary.http.headers import Cache
from glossary.http.openapi import ID, LANG
from glossary.http.requests import offered, service
from glossary.language.tags import SOURCE
from glossary.serving.cache import MAX_HEADER_VALUE

GRAPHS: dict[str, Callable[[Iterable[Node], str], str | bytes]] = {"jsonld": jsonld.write, "ttl": turtle.write}
"""What writes a graph, by the ending of its files."""

PLAIN = "json"


def media_type(ending: str) -> str:
    """Return a media type without its parameters."""
    return "application/json" if ending == PLAIN else files.TYPES[ending].partition(";")[0]


KINDS = [media_type(ending) for ending in GRAPHS]
"""The media types of a graph."""

blueprint = openapi.DocumentedBlueprint(
    "exchange", __name__, url_prefix="/v1", description="The vetted texts in the formats of other tools"
)


@blueprint.route("/terms")
@openapi.answers(blueprint, KINDS)
def scheme() -> Response:
    """The address of the glossary as a concept scheme: JSON-LD, or Turtle where the client prefers it"""
    ending = preferred(_accept(), *GRAPHS)
    return _graph(ending, cache=Cache.COMPUTED, vary="Accept")


@blueprint.route("/terms.ttl")
@openapi.answers(blueprint, [media_type("ttl")])
def terms_turtle() -> Response:
    """Every vetted text as SKOS, in Turtle"""
    return _graph("ttl")


@blueprint.route("/terms.jsonld")
@openapi.answers(blueprint, [media_type("jsonld")])
def terms_jsonld() -> Response:
    """Every vetted text as SKOS, in JSON-LD"""
    return _graph("jsonld")


@blueprint.route("/terms.tbx")
@openapi.answers(blueprint, [media_type("tbx")])
def terms_tbx() -> Response:
    """Every vetted text as TBX-Basic, version 3 (ISO 30042:2019)"""
    return _file("tbx", tbx.version_3(service().edition, _base()), vetted.languages(service().edition))


@blueprint.route("/<lang>/terms.v2.tbx", parameters=[LANG])
@openapi.answers(blueprint, [media_type("tbx")], 308, 400, 404)
def terms_tbx_v2(lang: str) -> Response:
    """English and a language as TBX-Basic, version 2, without words to avoid"""
    language = offered(service().edition, lang)
    return _file("tbx", tbx.version_2(service().edition, language, _base()), (SOURCE, language))


@blueprint.route("/<lang>/glossary.po", parameters=[LANG])
@openapi.answers(blueprint, [media_type("po")], 308, 400, 404)
def glossary_for_weblate(lang: str) -> Response:
    """A glossary for Weblate, in which words to avoid are forbidden"""
    language = offered(service().edition, lang)
    return _file("po", glossary_po.write(service().edition, language), (SOURCE, language))


@blueprint.route("/<lang>/terms.csv", parameters=[LANG])
@openapi.answers(blueprint, [media_type("csv")], 308, 400, 404)
def terms_csv(lang: str) -> Response:
    """Source, target and comment, for OmegaT and for spreadsheets; an English word to avoid leads to the term"""
    language = offered(service().edition, lang)
    return _file("csv", columns.comma_separated(service().edition, language), (SOURCE, language))


@blueprint.route("/<lang>/terms.utf8", parameters=[LANG])
@openapi.answers(blueprint, [media_type("utf8")], 308, 400, 404)
def terms_utf8(lang: str) -> Response:
    """The same three columns with tabs between them"""
    language = offered(service().edition, lang)
    return _file("utf8", columns.tab_separated(service().edition, language), (SOURCE, language))


@blueprint.route("/<lang>/terms/<id>.ttl", parameters=[LANG, ID])
@openapi.answers(blueprint, [media_type("ttl")], 308, 400, 404, 410)
def entry_turtle(lang: str, id: str) -> Response:
    """One vetted entry as SKOS, in Turtle"""
    return _entry("ttl", offered(service().edition, lang), id)


@blueprint.route("/<lang>/terms/<id>.jsonld", parameters=[LANG, ID])
@openapi.answers(blueprint, [media_type("jsonld")], 308, 400, 404, 410)
def entry_jsonld(lang: str, id: str) -> Response:
    """One vetted entry as SKOS, in JSON-LD"""
    return _entry("jsonld", offered(service().edition, lang), id)


def preferred(header: str, *endings: str) -> str:
    """Return the ending of the media type that the client prefers, by its Accept header (RFC 9110 section 12.5.1): of those
    that it likes as much, one that it names, a graph first; plain JSON for a client that names none."""
    parsed = parse_accept_header(header, MIMEAccept)
    # Without parameters: some readers of JSON-LD ask for a profile of it, and each is the same kind.
    accept = MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in parsed])
    named = {value.lower() for value, quality in accept if quality}

    def rank(ending: str) -> tuple[float, bool, bool]:
        kind = media_type(ending)
        return accept[kind], kind in named, (kind in named) != (ending == PLAIN)

    return max(endings, key=rank)


def of_concept(header: str) -> str:
    """Return the ending of the media type of a concept that the client prefers, by its Accept header."""
    return _of_concept(header) if len(header) <= MAX_HEADER_VALUE else preferred(header, PLAIN, *GRAPHS)


@lru_cache(maxsize=512)
def _of_concept(header: str) -> str:
    return preferred(header, PLAIN, *GRAPHS)


def preferred_graph(id: str) -> Response | None:
    """Return a concept in every language that it is vetted in, where the client prefers a graph to plain JSON."""
    ending = of_concept(_accept())
    if ending == PLAIN:
        return None
    outgoing = vetted.concept(service().edition, id)
    nodes = skos.of_one(service().edition, outgoing, _base())
    # As the plain JSON at this address, which depends on both: a cache then keeps one kind of key for it.
    vary = "Accept, Accept-Language"
    return _file(ending, GRAPHS[ending](nodes, _base()), outgoing.entries, Cache.COMPUTED, vary)


def _graph(ending: str, **options: Any) -> Response:
    nodes = skos.of_all(service().edition, _base())
    return _file(ending, GRAPHS[ending](nodes, _base()), vetted.languages(service().edition), **options)


def _entry(ending: str, language: str, id: str) -> Response:
    outgoing = vetted.concept(service().edition, id, language)
    nodes = skos.of_one(service().edition, outgoing, _base())
    return _file(ending, GRAPHS[ending](nodes, _base()), (language,))


def _accept() -> str:
    return request.headers.get("Accept", "")


def _base() -> str:
    return service().settings.base_url


def _file(
    ending: str, data: str | bytes, languages: Iterable[str], cache: Cache = Cache.FILE, vary: str = ""
) -> Response:
    response = Response(data, content_type=files.TYPES[ending])
    response.headers.update(headers.of_response(cache, languages, service().settings.minimum, vary))
    return response
