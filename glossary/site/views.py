"""The site for people, over HTTP: server-rendered, complete without script, and files wherever a path ends in a slash."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from glossary.content.model import Status
from glossary.edition.entries import entries
from glossary.edition.match import Rank
from glossary.embed import element, snippets
from glossary.errors import (
    BadTag,
    NotVetted,
    Renamed,
    Retired,
    UnknownConcept,
    UnknownCountry,
    UnknownLanguage,
    counted,
)
from glossary.http import headers, problems, requests
from glossary.http.headers import Cache
from glossary.http.queries import MAX_QUERY, require_form
from glossary.http.requests import service
from glossary.language.names import describe, name_in
from glossary.language.tags import SOURCE, accepted, choose, stand_in
from glossary.site import citing, moved, pages, versions
from glossary.site import support as support_pages
from glossary.site.rendering import LANGUAGE, POLICY, asked, render
from glossary.support.countries import name_of
from glossary.support.help import paged

if TYPE_CHECKING:
    from glossary.review.preview import FieldRow

blueprint = Blueprint("site", __name__, template_folder="templates")
blueprint.register_error_handler(Renamed, moved.answer)
blueprint.add_app_template_global(lambda tag: describe(tag).direction, "direction")
blueprint.add_app_template_global(name_in)
blueprint.add_app_template_global(counted)

MAX_HITS = 50
"""Most hits on the page of a search."""

MAX_NEAR = 5
"""Most entries that are named where a search finds nothing."""


_EVERYWHERE = frozenset({"site.about", "site.privacy", "site.support"})
"""Pages that every language has."""


def _readers_language() -> str:
    """Return the offered language that the reader's browser asks for first, else one that stands in for it, else English."""
    offered, asked = service().edition.languages, accepted(request.headers.get("Accept-Language", ""))
    return next(filter(None, (find(tag, offered) for find in (choose, stand_in) for tag in asked)), SOURCE)


@blueprint.get("/")
def home() -> Response:
    """Redirect the reader to the list in their language."""
    target = f"{service().settings.base_path}/{_readers_language()}/"
    response = Response(status=302, headers={"Location": target})
    del response.headers["Content-Type"]
    response.headers.update(
        headers.of_response(Cache.COMPUTED, [SOURCE], service().settings.minimum, "Accept-Language")
    )
    return response


@blueprint.get(f"/{LANGUAGE}/")
def index(lang: str) -> Response:
    """What is published, and every entry."""
    running, tag = asked(lang)
    page = pages.of_index(running.edition, tag, running.settings.base_url, running.settings.minimum)
    return render("index.html", page, Cache.FILE)


@blueprint.get(f"/{LANGUAGE}/<id>/")
def entry(lang: str, id: str) -> Response:
    """One concept."""
    running, tag = asked(lang)
    try:
        page = pages.of_entry(running.edition, id, tag, running.settings.base_url, running.settings.minimum)
    except (UnknownConcept, Retired, NotVetted) as error:
        return missing(tag, error)
    height = snippets.frame_height(page.entry, snippets.around(running.edition))
    codes = snippets.of_entry(page.entry, tag, running.settings.base_url, element.current(), height)
    return render(
        "entry.html",
        page,
        Cache.FILE,
        entry=page.entry,
        snippets=codes,
        review=_review(tag, id),
        citation=citing.of_entry(running.edition, page.entry, running.settings.base_url),
        versions=versions.linked(running.edition, id, tag, page.entry.language),
    )


def _review(tag: str, concept: str) -> tuple[FieldRow, ...]:
    """Return the draft beside its source, in a preview only."""
    running = service()
    if running.settings.minimum is Status.VETTED or tag == SOURCE:
        return ()
    from glossary.review import allow, preview  # drafts are shown in a preview only
    from glossary.review.vocabulary import Vocabulary

    allowed = allow.allowed(running.settings.translations, running.settings.today)
    return preview.review(Vocabulary(running.edition, tag), allowed, concept)


@blueprint.get("/coverage/")
@blueprint.get("/coverage/<int:number>/")
def coverage(number: int = 1) -> Response:
    """The matrix of concepts and languages by status, in pages, in a preview only."""
    running = service()
    if running.settings.minimum is Status.VETTED:
        abort(404)
    page = pages.plain(running.edition, SOURCE, "/", "site.title", running.settings.base_url)
    from glossary.review import preview

    matrix = preview.coverage(running.edition, running.settings.today, number)
    return render("coverage.html", page, Cache.NEVER, matrix=matrix) if matrix else abort(404)


@blueprint.get("/demonstration/")
def demonstration() -> Response:
    """A partner's page in five languages that shows the embed; in a demonstration only."""
    running = service()
    if not running.edition.policy.demonstration:
        abort(404)
    tags = [tag for tag in ("en", "de", "fr", "pl", "ar") if tag in running.edition.languages]
    page = pages.plain(running.edition, SOURCE, "/", "site.title", running.settings.base_url)
    parts = {tag: (running.edition.interface(tag), entries(running.edition, (tag,))[:6]) for tag in tags}
    response = render("partner.html", page, Cache.NEVER, parts=parts)
    response.headers["Content-Security-Policy"] = POLICY + "; connect-src 'self'"
    return response


@blueprint.get(f"/{LANGUAGE}/about/")
def about(lang: str) -> Response:
    """What this glossary is, what vetted means, and how to become a reviewer."""
    running, tag = asked(lang)
    page = pages.of_about(running.edition, tag, running.settings.base_url, pinned=bool(running.settings.maintainers))
    return render("about.html", page, Cache.FILE)


@blueprint.get(f"/{LANGUAGE}/privacy/")
def privacy(lang: str) -> Response:
    """What the service can and cannot see."""
    running, tag = asked(lang)
    page = pages.plain(running.edition, tag, "/privacy/", "privacy.heading", running.settings.base_url)
    return render("privacy.html", page, Cache.FILE, in_parts=bool(running.parts(tag)))


@blueprint.get(f"/{LANGUAGE}/support/")
def support(lang: str) -> Response:
    """Help by country: the list."""
    running, tag = asked(lang)
    requests.require_help()
    page = support_pages.of_countries(running.edition, tag, running.settings.base_url)
    return render("support.html", page, Cache.DATED)


@blueprint.get(f"/{LANGUAGE}/support/<country>/")
def support_of_country(lang: str, country: str) -> Response:
    """Help in one country."""
    running, tag = asked(lang)
    try:
        code = requests.country(country)
    except UnknownCountry as error:
        return _no_country(tag, error.suggestions)
    if code not in paged(running.edition.support):
        return _no_country(tag)
    page = support_pages.of_country(running.edition, code, tag, running.settings.base_url)
    return render("country.html", page, Cache.DATED, code=country)


def _no_country(tag: str, suggestions: Iterable[str] = ()) -> Response:
    """Return the page for a country that has none, with similar ones. It has the directories of help, as every page has."""
    running = service()
    page = pages.plain(running.edition, tag, "/support/", "error.heading", running.settings.base_url)
    countries = paged(running.edition.support)
    near = [(code, name_of(code.upper(), page.language.tag)) for code in suggestions if code.upper() in countries]
    return render("missing.html", page, Cache.COMPUTED, 404, kind="UnknownCountry", near=[], countries=near)


@blueprint.route(f"/{LANGUAGE}/search", methods=["GET", "POST"])
def search(lang: str) -> Response:
    """The results of the search box, without script. The box posts its word, so that no address holds it."""
    running, tag = asked(lang)
    require_form(request)
    sent = request.form if request.method == "POST" else requests.parameters()
    whole = sent.get("q", "").strip()
    query = whole[:MAX_QUERY]
    page = pages.plain(running.edition, tag, "/search", "search.button", running.settings.base_url)
    result = running.search(tag, query, MAX_HITS)
    near = [] if result.total or result.pending else running.finder.near(tag, query, MAX_NEAR)
    return render(
        "search.html",
        page,
        Cache.NEVER,
        query=query,
        unsearchable=pages.unsearchable(query),
        cut=len(whole) > MAX_QUERY,
        result=result,
        near=near,
        similar=Rank.SIMILAR,
    )


def missing(tag: str, error: UnknownConcept | Retired | NotVetted) -> Response:
    """Return the page for an address without an entry, with the entries that may be meant."""
    running = service()
    page = pages.plain(running.edition, tag, "/", "error.heading", running.settings.base_url)
    concepts = getattr(error, "suggestions", ()) or filter(None, [getattr(error, "replaced_by", None)])
    near = list(pages.readable(running.edition, concepts, tag, running.settings.minimum))
    status = 410 if isinstance(error, Retired) else 404
    return render("missing.html", page, Cache.COMPUTED, status, kind=type(error).__name__, near=near)


@blueprint.errorhandler(UnknownLanguage)
@blueprint.errorhandler(BadTag)
def no_language(_error: UnknownLanguage | BadTag) -> Response:
    """Return the page for a language that is not offered: in English, with links to the same page in those that are."""
    running, parts = service(), request.view_args or {}
    page = pages.plain(running.edition, SOURCE, "/", "error.heading", running.settings.base_url)
    near = list(pages.readable(running.edition, filter(None, [parts.get("id")]), SOURCE, running.settings.minimum))
    everywhere = _EVERYWHERE - (frozenset() if running.edition.support.offered else {"site.support"})
    tail = request.path.split("/", 2)[-1] if near or request.endpoint in everywhere else ""
    return render("missing.html", page, Cache.COMPUTED, 404, kind="UnknownLanguage", near=near, tail=tail)


@blueprint.app_errorhandler(400)
@blueprint.app_errorhandler(404)
@blueprint.app_errorhandler(405)
@blueprint.app_errorhandler(413)
@blueprint.app_errorhandler(414)
@blueprint.app_errorhandler(415)
def refused(error: HTTPException) -> Response:
    """Answer what cannot be answered: a browser with a page in its reader's language, everybody else with a problem."""
    problem = problems.from_http(error)
    if request.path.startswith("/v1/"):
        return problem
    accepted = request.accept_mimetypes
    if accepted.quality("text/html") > accepted.quality(problems.MEDIA_TYPE):
        response = _error_page(error.code or 500)
        response.headers.extend(("Allow", allowed) for allowed in problem.headers.getlist("Allow"))
    else:
        response = problem
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def _error_page(status: int) -> Response:
    heading = "error.heading" if status == 404 else "error.request"
    page = pages.plain(service().edition, _readers_language(), "/", heading, service().settings.base_url)
    return render("missing.html", page, Cache.COMPUTED, status, kind=status, near=[])
