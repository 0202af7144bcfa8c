"""The old addresses of a concept that got another id, for people: a redirect whose body leads on by a link.

A file server that knows no redirects serves the same bytes (``export/renamed.py``), so they also take a browser there.
"""

from __future__ import annotations

from flask import Response, request

from glossary.errors import Renamed
from glossary.http import requests
from glossary.http.headers import Cache
from glossary.http.requests import service
from glossary.site import pages
from glossary.site.rendering import render

_TEMPLATES = {"embedding.frame": "frame.html", "embedding.fragment": "moved-card.html"}
"""The template by endpoint, where it is not that of a page."""


def answer(error: Renamed) -> Response:
    """Return the redirect to the same address with the present id."""
    running, path = service(), requests.moved(requests.Moved(id=error.now))
    tag = str((request.view_args or {}).get("lang"))  # an offered one: that is looked at first
    entry = next(iter(pages.readable(running.edition, [error.now], tag, running.settings.minimum)), None)
    if entry is None:  # nobody can read it yet: there is nothing to say at the address to which it leads
        return requests.redirected(running.settings.base_path + path)
    page = pages.moved(running.edition, entry, tag, running.settings.base_url)
    template, target = _TEMPLATES.get(request.endpoint or "", "moved.html"), f"{running.settings.base_url}{path}"
    response = render(template, page, Cache.COMPUTED, 308, moved=entry, target=target, near=[], told=[entry])
    response.headers["Location"] = running.settings.base_path + path
    return response
