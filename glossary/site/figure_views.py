"""Key figures for people, over HTTP: the page of all, one for each, and its card for a frame or as a fragment."""

from __future__ import annotations

from flask import Blueprint, Response, request

from glossary.content.figure import Figure
from glossary.content.model import Status
from glossary.edition.spoken import Spoken
from glossary.embed import snippets
from glossary.errors import BadTag, EndedFigure, NotServed, UnknownFigure, UnknownLanguage
from glossary.http import problems
from glossary.http.headers import Cache
from glossary.http.requests import service
from glossary.language.tags import SOURCE
from glossary.site import embedding, figures, pages, views
from glossary.site.rendering import LANGUAGE, asked, render

blueprint = Blueprint("figures", __name__, template_folder="templates")
blueprint.add_app_template_global(figures.period, "period")
blueprint.add_app_template_global(figures.place, "place")
blueprint.add_app_template_global(figures.published, "published")

_ENDED = UnknownFigure, EndedFigure, NotServed


def _drafts() -> bool:
    return service().settings.minimum is Status.DRAFT


def _page(lang: str, id: str) -> figures.FigurePage:
    running, tag = asked(lang)
    return figures.of_figure(running.edition, id, tag, running.settings.base_url, drafts=_drafts())


@blueprint.get(f"/{LANGUAGE}/figures/")
def index(lang: str) -> Response:
    """Every figure, and the claims that are not served."""
    running, tag = asked(lang)
    page = figures.of_figures(running.edition, tag, running.settings.base_url, drafts=_drafts())
    return render("figures.html", page, Cache.DATED, told=[*page.figures, *page.claims])


@blueprint.get(f"/{LANGUAGE}/figures/<id>/")
def figure(lang: str, id: str) -> Response:
    """One figure."""
    try:
        page = _page(lang, id)
    except _ENDED as error:
        return _ended(asked(lang)[1], error)
    code = snippets.of_figure(page.figure, service().settings.base_url)
    return render("figure.html", page, Cache.DATED, told=[page.figure], figure=page.figure, snippet=code)


def _ended(tag: str, error: UnknownFigure | EndedFigure | NotServed) -> Response:
    """Return the page for an address that has no figure, or none any more, with its successor."""
    running = service()
    heading = _HEADINGS[type(error)]
    page = pages.plain(running.edition, tag, "/figures/", heading, running.settings.base_url)
    status = 404 if isinstance(error, UnknownFigure) else 410
    near = _near(tag, error)
    return render("figure_ended.html", page, Cache.COMPUTED, status, heading=heading, near=near, told=near)


_HEADINGS = {UnknownFigure: "error.heading", EndedFigure: "figures.ended", NotServed: "figures.not_served"}
"""The key of the heading of each such page."""


def _near(tag: str, error: Exception) -> list[Spoken[Figure]]:
    """Return the figures that are shown and may be meant: of one that has ended, its successor."""
    running = service()
    names = {getattr(error, "replaced_by", None), *getattr(error, "suggestions", ())}
    page = figures.of_figures(running.edition, tag, running.settings.base_url, drafts=_drafts())
    return [each for each in page.figures if each.record.id in names]


@blueprint.get(f"/embed/{LANGUAGE}/figures/<id>/")
def frame(lang: str, id: str) -> Response:
    """One figure for a frame: complete without script."""
    try:
        page = _page(lang, id)
    except _ENDED as error:
        running, tag = asked(lang)
        heading = _HEADINGS[type(error)]
        plain = pages.plain(running.edition, tag, "/figures/", heading, running.settings.base_url)
        status = 404 if isinstance(error, UnknownFigure) else 410
        near = _near(tag, error)
        values = {"figure": None, "heading": heading, "near": near, "told": near}
        return embedding.framed(render("figure_frame.html", plain, Cache.COMPUTED, status, **values))
    return embedding.framed(render("figure_frame.html", page, Cache.DATED, told=[page.figure], figure=page.figure))


@blueprint.get(f"/fragment/{LANGUAGE}/figures/<id>.html")
def fragment(lang: str, id: str) -> Response:
    """One figure as a fragment of HTML, for sites that include it on their own server."""
    page = _page(lang, id)
    return render("figure_card.html", page, Cache.DATED, told=[page.figure], figure=page.figure)


@blueprint.errorhandler(UnknownLanguage)
@blueprint.errorhandler(BadTag)
def no_language(error: UnknownLanguage | BadTag) -> Response:
    """Return the page, the frame or the problem for a language that is not offered."""
    if request.endpoint == "figures.frame":
        return embedding.nothing(SOURCE)
    return problems.from_glossary(error) if request.endpoint == "figures.fragment" else views.no_language(error)
