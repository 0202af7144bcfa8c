"""What was served before, for people: the page of a text's versions, and the feed of changes."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from glossary.content.interface import Said
from glossary.errors import BadTag, NotVetted, Renamed, Retired, UnknownConcept, UnknownLanguage
from glossary.http import headers
from glossary.http.headers import Cache
from glossary.site import feed, moved, versions, views
from glossary.site.rendering import LANGUAGE, asked, render

blueprint = Blueprint("versions", __name__, template_folder="templates")
for error in (UnknownLanguage, BadTag):
    blueprint.register_error_handler(error, views.no_language)
blueprint.register_error_handler(Renamed, moved.answer)


@blueprint.get(f"/{LANGUAGE}/<id>/versions/")
def of_text(lang: str, id: str) -> Response:
    """Every version of a text, where there is more than one."""
    running, tag = asked(lang)
    try:
        page = versions.of_text(running.edition, id, tag, running.settings.base_url)
    except (UnknownConcept, Retired, NotVetted) as missing:
        return views.missing(tag, missing)
    return render("versions.html", page, Cache.FILE, told=[Said("", tag)]) if page else abort(404)


@blueprint.get(f"/{LANGUAGE}/changes.atom")
def changes(lang: str) -> Response:
    """What was vetted, changed, withdrawn and retired in a language, as a feed."""
    running, tag = asked(lang)
    data = feed.of_language(running.edition, running.timeline, tag, running.settings.base_url)
    response = Response(data, content_type=feed.MEDIA_TYPE)
    response.headers.update(headers.of_response(Cache.FILE, [tag], running.settings.minimum))
    return response
