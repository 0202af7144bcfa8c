"""The index of a large glossary over HTTP: a page for each letter."""

from __future__ import annotations

from flask import Blueprint, Response

from glossary.errors import BadTag, UnknownLanguage
from glossary.http.headers import Cache
from glossary.site import letters, pages, views
from glossary.site.rendering import LANGUAGE, asked, render

blueprint = Blueprint("letters", __name__, template_folder="templates")
for error in (UnknownLanguage, BadTag):
    blueprint.register_error_handler(error, views.no_language)


@blueprint.get(f"/{LANGUAGE}/letters/<address>/")
def letter(lang: str, address: str) -> Response:
    """The entries under one letter."""
    running, tag = asked(lang)
    base_url, minimum = running.settings.base_url, running.settings.minimum
    if page := letters.of_letter(running.edition, address, tag, base_url, minimum):
        return render("letter.html", page, Cache.FILE)
    missing = pages.plain(running.edition, tag, "/", "error.heading", base_url)
    return render("missing.html", missing, Cache.COMPUTED, 404, kind=404, near=[])
