"""The service over HTTP: ``create_app`` and the routes. No logic: that is in ``glossary``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

import glossary
from glossary import settings
from glossary.content.model import Status
from glossary.contract import answers, bundle, figures, proven, support
from glossary.contract.schemas.bundle import Bundle
from glossary.contract.schemas.entry import Concept, Entries, Entry
from glossary.contract.schemas.evidence import Evidence
from glossary.contract.schemas.figures import Figure, Figures
from glossary.contract.schemas.index import Index, Languages
from glossary.contract.schemas.search import Hits, Suggestions
from glossary.contract.schemas.support import SupportCountries, SupportCountry
from glossary.edition import entries, listing, spoken
from glossary.edition.edition import Edition
from glossary.edition.listing import Wanted
from glossary.http import (
    bundles,
    changes,
    computed,
    documentation,
    exchange,
    headers,
    log,
    openapi,
    operating,
    problems,
    queries,
    requests,
)
from glossary.http.encoding import Encoding
from glossary.http.headers import Cache
from glossary.http.openapi import ACCEPT_LANGUAGE, COUNTRY, FIGURE, ID, LANG, View
from glossary.language.tags import SOURCE, nearest, parse
from glossary.serving import edges, logs, state
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from glossary.site import discovery, embedding, figure_views, history_views, letter_views, looks, views

_PACKAGE = Path(glossary.__file__).parent
v1 = openapi.DocumentedBlueprint("v1", __name__, url_prefix="/v1", description="The glossary")


def create_app(chosen: settings.Settings | None = None) -> Flask:
    """Return the application, with settings from the environment unless they are given.

    Raises ``BadSetting`` for a setting that cannot be used, ``BadContent`` where there is nothing good to serve.
    """
    running = state.start(chosen or settings.read(os.environ))
    app = Flask(__name__, root_path=str(_PACKAGE))
    app.url_map.merge_slashes = False  # it would redirect to a URL made from the Host header, which a client sets
    app.json = Encoding(app)
    logs.register(app)
    headers.register(app)
    requests.register(app, running.settings.base_path)
    documented, for_operators = openapi.configure(app, running.settings.base_url)
    for blueprint in (v1, bundles.blueprint, changes.blueprint, exchange.blueprint):
        documented.register_blueprint(blueprint)
    if running.settings.annotate:
        from glossary.http import annotating  # what it needs takes time to load, and most services do without

        documented.register_blueprint(annotating.blueprint)
    for_operators.register_blueprint(operating.blueprint)
    for plain in (documentation, log, looks, embedding, discovery, figure_views, history_views, letter_views, views):
        app.register_blueprint(plain.blueprint)
    problems.register(app)
    front = Front(app.wsgi_app, running, computed.Short(app))
    app.wsgi_app = front  # type: ignore[method-assign]
    if running.settings.watch_seconds or running.settings.nudge:
        Watch(front).begin()
    edges.announce(running.settings.edges, running.edition.id)
    return app


def _edition() -> Edition:
    return requests.service().edition


def _base() -> str:
    return requests.service().settings.base_url


def _minimum(asked: Status | None = None) -> Status:
    return asked or requests.service().settings.minimum


def _file(document: answers.Document, *languages: str, cache: Cache = Cache.FILE) -> View:
    return document, headers.of_response(cache, languages, _minimum())


@v1.route("/index.json")
@openapi.responds(v1, Index)
def index() -> View:
    """The front page of the API"""
    return _file(answers.index(_edition(), _base()))


@v1.route("/languages.json")
@openapi.responds(v1, Languages)
def languages() -> View:
    """The languages, with how far each has come"""
    return _file(answers.languages(_edition(), _base()))


@v1.route("/<lang>/terms.json", parameters=[LANG])
@openapi.responds(v1, Entries, 308, 400, 404)
def terms_file(lang: str) -> View:
    """Every entry, in the language's own alphabetical order"""
    listed = listing.listing(_edition(), requests.offered(_edition(), lang), Wanted(_minimum()))
    return _file(answers.of_listing(_edition(), lang, listed, _base()), *(entry.language for entry in listed.entries))


@v1.route("/<lang>/bundle.json", parameters=[LANG])
@openapi.responds(v1, Bundle, 400)
def bundle_file(lang: str) -> View:
    """All that the embed needs for any page in a language, or in the nearest one that there is"""
    document = bundle.of_language(_edition(), nearest(parse(lang), _edition().languages), _base())
    languages = (entry["language"] for entry in document["entries"].values())
    return _file(document, document["interface"]["language"], *languages)


@v1.route("/<lang>/terms/<id>.json", parameters=[LANG, ID])
@openapi.responds(v1, Entry, 308, 400, 404, 410)
def entry_file(lang: str, id: str) -> View:
    """One entry"""
    entry = entries.entry(_edition(), id, (requests.offered(_edition(), lang),), _minimum())
    return _file(answers.of_entry(_edition(), entry, _base()), entry.language)


@v1.route("/<lang>/terms/<id>.evidence.json", parameters=[LANG, ID])
@openapi.responds(v1, Evidence, 308, 400, 404, 410)
def evidence_file(lang: str, id: str) -> View:
    """Who approved a vetted text, for anybody to check"""
    language = requests.offered(_edition(), lang)
    return _file(proven.of_served(_edition(), id, language, _base()), language)


@v1.route("/terms/<id>.json", parameters=[ID])
@openapi.responds(v1, Concept, 308, 400, 404, 410)
def concept_file(id: str) -> View:
    """One concept in every language that it is vetted in"""
    document = answers.concept(_edition(), id, _base())
    return _file(document, *document["languages"])


@v1.route("/<lang>/figures.json", parameters=[LANG])
@openapi.responds(v1, Figures, 308, 400, 404)
def figures_file(lang: str) -> View:
    """Every key figure, and the claims that are not served"""
    language, drafts = requests.offered(_edition(), lang), _minimum() is Status.DRAFT
    document = figures.of_figures(_edition(), language, _base(), drafts=drafts)
    rows = (*document["figures"], *document["withdrawn"])
    return _file(document, *(row["language"] for row in rows), cache=Cache.DATED)


@v1.route("/<lang>/figures/<id>.json", parameters=[LANG, FIGURE])
@openapi.responds(v1, Figure, 308, 400, 404, 410)
def figure_file(lang: str, id: str) -> View:
    """One key figure, with what it counts, who published it, when, and its caveat"""
    language, drafts = requests.offered(_edition(), lang), _minimum() is Status.DRAFT
    served = spoken.figure(_edition(), id, language, drafts=drafts)
    return _file(figures.of_figure(_edition(), served, _base()), served.language, cache=Cache.DATED)


@v1.route("/support.json")
@openapi.responds(v1, SupportCountries)
def support_file() -> View:
    """The countries, and the official directories of help"""
    return _file(support.of_countries(_edition().support, _base()), SOURCE, cache=Cache.DATED)


@v1.route("/support/<country>.json", parameters=[COUNTRY])
@openapi.responds(v1, SupportCountry, 308, 400, 404)
def support_country_file(country: str) -> View:
    """Where to talk to somebody or report in one country"""
    code = requests.country(country)
    return _file(support.of_country(_edition().support, code, _base()), SOURCE, cache=Cache.DATED)


@v1.route("/terms/<id>", parameters=[ID, ACCEPT_LANGUAGE])
@v1.arguments(queries.EntryQuery(), location="query")
@openapi.responds(v1, Entry, 308, 404, 410, headers=openapi.NEGOTIATED, kinds=exchange.KINDS)
def entry_for_reader(query: dict[str, Any], id: str) -> View | Response:
    """One entry in the reader's language; for clients that prefer it, the concept as SKOS"""
    if graph := exchange.preferred_graph(id):
        return graph
    return computed.entry(requests.service(), query, id, request.headers.get("Accept-Language", "")).view()


@v1.route("/<lang>/terms", parameters=[LANG])
@v1.arguments(queries.ListQuery(), location="query")
@openapi.responds(v1, Entries)
def terms(query: dict[str, Any], lang: str) -> View:
    """The entries of a status, a group or some ids, whole or in part"""
    language, minimum = parse(lang), _minimum(query.pop("status", None))
    listed = listing.listing(_edition(), language, Wanted(minimum, **query))
    document = answers.of_listing(_edition(), language, listed, _base())
    return document, headers.of_response(Cache.COMPUTED, [entry.language for entry in listed.entries], minimum)


@v1.route("/<lang>/search", parameters=[LANG])
@v1.arguments(queries.SearchQuery(), location="query")
@openapi.responds(v1, Hits)
def search(query: dict[str, Any], lang: str) -> View:
    """Entries by any word in them"""
    return computed.search(requests.service(), query, lang).view()


@v1.route("/<lang>/search", methods=["POST"], parameters=[LANG])
@v1.arguments(queries.SearchForm(), location="form")
@openapi.responds(v1, Hits, 413, 415)
def search_by_form(query: dict[str, Any], lang: str) -> View:
    """Entries by any word in them, which stands in no address"""
    return computed.search(requests.service(), query, lang).view()


@v1.route("/<lang>/suggest", parameters=[LANG])
@v1.arguments(queries.SuggestQuery(), location="query")
@openapi.responds(v1, Suggestions)
def suggest(query: dict[str, Any], lang: str) -> View:
    """Completions for a search box"""
    return computed.suggest(requests.service(), query, lang).view()
