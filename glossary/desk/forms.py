"""Forms: each holds a secret of its session, without which nothing is done (CSRF), and no words are lost when it is too old.

Another site's page cannot know the secret, its requests come without the cookie, and a browser says which origin they are of.
"""

from __future__ import annotations

import secrets

from flask import Flask, Response, make_response, render_template, request

from glossary.content.text import FIELDS
from glossary.desk import sessions
from glossary.desk.desk import desk

FIELD = "form"
"""The name of the field with the secret."""

MAX_BYTES = 256 * 1024
"""Largest form, in bytes: twenty times the longest text."""

_TYPED = {"reason", *FIELDS}
"""What people type into forms, and so want to see again; all else is sent again unseen."""

_SAFE = {"GET", "HEAD", "OPTIONS"}


def token() -> str:
    """Return the secret for the forms of a page."""
    return sessions.visit().form


def _check() -> Response | None:
    if request.method in _SAFE:
        return None
    if _from_elsewhere():
        return make_response(render_template("elsewhere.html", origin=desk().origin), 403)
    session = sessions.here()
    if session and secrets.compare_digest(request.form.get(FIELD, "").encode(), session.form.encode()):
        return None
    return _again()


def _from_elsewhere() -> bool:
    """Return whether the browser says that a page of another origin sent this. Where pages send no referrer, as ours, it says
    “null” for their origin, and only ``Sec-Fetch-Site`` tells."""
    headers = request.headers
    return headers.get("Origin", "null") not in ("null", desk().origin) or (
        headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    )


def _again() -> Response:
    """Show what was sent, to be sent again: the page was opened before somebody signed in, or out, in this browser."""
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
    return make_response(render_template("again.html", path=request.path, sent=sent, typed=_TYPED), 403)


def register(app: Flask) -> None:
    """Check every form of an application before its view is asked."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BYTES
    app.before_request(_check)
    app.add_template_global(token, "form_token")
