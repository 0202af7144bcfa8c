"""What partner sites load: the scripts and their fixed versions, the archive, frames, fragments and oEmbed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from glossary.contract.bundle import vetted_line
from glossary.embed import element, oembed, snippets
from glossary.embed.element import Script
from glossary.errors import BadTag, NotVetted, Refused, Renamed, Retired, UnknownConcept, UnknownLanguage
from glossary.export import archive
from glossary.http import headers, problems
from glossary.http.encoding import marked
from glossary.http.headers import Cache
from glossary.http.problems import BAD_PARAMETER, Kind
from glossary.http.requests import parameters, service
from glossary.language.tags import SOURCE
from glossary.site import guide, moved, pages
from glossary.site.rendering import LANGUAGE, asked, render

blueprint = Blueprint("embedding", __name__, template_folder="templates")

_SHORT = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"
_IMMUTABLE = "public, max-age=31536000, immutable"

_SCRIPT = f"<any('{element.ELEMENT}', '{element.AUTO}'):script>"
"""The script that an address names."""

FRAME_POLICY = (
    "default-src 'none'; style-src {base}; script-src {base}; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""Any site may show a frame. Sources are named by address, because in a sandbox without an origin 'self' matches nothing."""


@blueprint.get(f"/embed/{_SCRIPT}")
def latest(script: str) -> Response:
    """The newest version of a script."""
    return _script(element.current(script), _SHORT)


@blueprint.get(f"/embed/<version>/{_SCRIPT}")
def fixed(version: str, script: str) -> Response:
    """One version of a script. Its bytes never change."""
    versions = {one.version: one for one in element.scripts(script)}
    return _script(versions[version], _IMMUTABLE) if version in versions else abort(404)


def _script(script: Script, cache: str) -> Response:
    return Response(script.data, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": cache})


@blueprint.get("/embed/glossary-embed.zip")
def packed() -> Response:
    """The archive for sites that serve the element themselves."""
    running = service()
    try:
        data = archive.pack(running.edition, running.settings.base_url)
    except Refused as error:
        return problems.response(Kind(404, "", "Not Found"), f"{error.reason[:1].upper()}{error.reason[1:]}.")
    response = Response(data, content_type="application/zip")
    response.headers.update(headers.of_response(Cache.FILE, running.edition.languages, running.settings.minimum))
    return response


@blueprint.get(f"/embed/{LANGUAGE}/<id>/")
def frame(lang: str, id: str) -> Response:
    """One entry for a frame: complete without script; with script it posts its height to the page around it."""
    running, tag = asked(lang)
    base_url = running.settings.base_url
    try:
        page = pages.of_entry(running.edition, id, tag, base_url, running.settings.minimum)
        response = render(
            "frame.html",
            page,
            Cache.FILE,
            entry=page.entry,
            line=vetted_line(page.entry, page.interface),
        )
    except (UnknownConcept, Retired, NotVetted) as error:
        return nothing(tag, status=410 if isinstance(error, Retired) else 404)
    return framed(response)


def framed(response: Response) -> Response:
    """Return a response that any site may show in a frame."""
    response.headers["Content-Security-Policy"] = FRAME_POLICY.format(base=service().settings.base_url)
    return response


def nothing(tag: str, concept: str | None = None, status: int = 404) -> Response:
    """Return the frame of an address that has none, with the entry that can be read in English, if one is named."""
    running = service()
    page = pages.plain(running.edition, tag, "/", "error.heading", running.settings.base_url)
    near = list(pages.readable(running.edition, filter(None, [concept]), SOURCE, running.settings.minimum))
    return framed(render("frame.html", page, Cache.COMPUTED, status, entry=None, near=near))


@blueprint.errorhandler(UnknownLanguage)
@blueprint.errorhandler(BadTag)
def no_language(error: UnknownLanguage | BadTag) -> Response:
    """Return the frame for a language that is not offered, which people see; programs read a problem."""
    if request.endpoint != "embedding.frame":
        return problems.from_glossary(error)
    return nothing(SOURCE, (request.view_args or {}).get("id"))


@blueprint.get(f"/fragment/{LANGUAGE}/<id>.html")
def fragment(lang: str, id: str) -> Response:
    """One entry as a fragment of HTML, for sites that include it on their own server."""
    running, tag = asked(lang)
    page = pages.of_entry(running.edition, id, tag, running.settings.base_url, running.settings.minimum)
    return render("card.html", page, Cache.FILE, entry=page.entry, line=vetted_line(page.entry, page.interface))


@blueprint.errorhandler(Renamed)
def renamed(error: Renamed) -> Response:
    """Return the redirect from an old address of an entry; that of a frame is one that any site may show."""
    response = moved.answer(error)
    return framed(response) if request.endpoint == "embedding.frame" else response


@blueprint.get("/embedding/")
def instructions() -> Response:
    """The guide to embedding; it is in English only."""
    running = service()
    page = pages.of_guide(running.edition, running.settings.base_url)
    return render(
        "guide.html", page, Cache.FILE, parts_of_guide=guide.parts(running.edition, running.settings.base_url)
    )


@blueprint.get("/oembed")
def describe_frame() -> Response:
    """The oEmbed response for a page's address (oEmbed specification, section 2.3)."""
    running, query = service(), parameters()
    media = query.get("format", "json")
    if media not in ("json", "xml"):
        return problems.response(Kind(501, "", "Not Implemented"), "The format is json or xml.")
    if "url" not in query:
        return problems.response(BAD_PARAMETER, "url: it is missing; give the address of an entry's page")
    entry = oembed.find(running.edition, query["url"], running.settings.base_url)
    if entry is None:
        return problems.response(
            Kind(404, "", "Not Found"), "url is not the address of an entry's page of this glossary."
        )
    width, height = (oembed.size(query.get(name)) for name in ("maxwidth", "maxheight"))
    age = 0 if running.edition.policy.demonstration else oembed.CACHE_SECONDS
    around = snippets.around(running.edition)
    values = oembed.answer(entry, running.settings.base_url, running.edition.title, width, height, around, age)
    response = (
        Response(oembed.xml(marked(values)), content_type="text/xml; charset=utf-8")
        if media == "xml"
        else jsonify(values)
    )
    response.headers.update(headers.of_response(Cache.COMPUTED, [entry.language]))
    return response
