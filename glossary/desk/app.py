"""``create_desk``: the desk as an application, with the headers of every page and the pages that say what went wrong.

It runs at an origin of its own, reads and writes the content repository, and is never part of the public service.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, Response, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Redirect

from glossary import settings as environment
from glossary.desk import (
    adopting,
    bringing,
    deciding,
    entering,
    forms,
    maintaining,
    reading,
    registering,
    revoking,
    sessions,
    words,
)
from glossary.desk import desk as running
from glossary.desk.desk import Desk, desk
from glossary.desk.sessions import SignedOut
from glossary.desk.state import State, inside_repository
from glossary.errors import BadSetting, GlossaryError
from glossary.language.names import describe
from glossary.serving import logs
from glossary.settings import Settings

BLUEPRINTS = (
    entering.blueprint,
    bringing.blueprint,
    deciding.blueprint,
    reading.blueprint,
    maintaining.blueprint,
    adopting.blueprint,
    registering.blueprint,
    revoking.blueprint,
)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}

WORDS = {
    400: ("This request cannot be read", "Go back, and try again."),
    404: ("There is no such page here", "The address may be mistyped, or the page is not for you."),
    405: ("This page is only shown after a form was sent", "Go back to the start, and follow its links."),
    413: ("That is too long", "Go back, shorten it, and send it again."),
    500: (
        "Something went wrong at the desk",
        "Nothing was changed. Go back and try again, or tell whoever runs this desk.",
    ),
}
"""What pages of errors say: what happened, and what to do."""


def create_desk(chosen: Settings | None = None) -> Flask:
    """Return the desk, with settings from the environment unless they are given. Raises ``BadSetting``, ``Refused``."""
    prepared = prepare(chosen or environment.read(os.environ))
    app = Flask(__name__)
    app.url_map.merge_slashes = False  # it would redirect to a URL made from the Host header, which a client sets
    running.register(app, prepared)
    logs.register_failures(app)  # and nothing else: when somebody works here is theirs to know
    sessions.register(app)
    forms.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _register_pages(app)
    return app


def prepare(settings: Settings) -> Desk:
    """Return a desk, whose state folder is made where there is none. Raises ``BadSetting``, ``Refused``."""
    folder = Path(settings.desk_state)
    if inside_repository(folder, settings.translations):
        what = f"GLOSSARY_DESK_STATE is “{folder}”, inside the repository of the content"
        raise BadSetting(f"{what}; set it to a folder elsewhere")
    return Desk(settings, State(folder))


def _register_pages(app: Flask) -> None:
    app.add_template_global(sessions.shown, "somebody")
    app.add_template_global(describe, "describe")
    app.add_template_global(lambda: desk().content.notice(), "content_notice")
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(GlossaryError, _refused)
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if desk().encrypted:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _page(status: int, what: str, remedy: str) -> Response:
    return make_response(render_template("problem.html", what=what, remedy=remedy), status)


def _failed(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # a redirect of the router
        return make_response(error.get_response())
    return _page(error.code, *WORDS.get(error.code, WORDS[400 if error.code < 500 else 500]))


def _refused(error: GlossaryError) -> Response:
    """Say what the rules did not allow, in their own words."""
    return _page(409, *words.told(error))


def _signed_out(_error: SignedOut) -> Redirect:
    """Lead to where one signs in, and from there back."""
    query = urlencode({"next": request.path}) if request.method == "GET" else ""
    return redirect(f"/sign-in?{query}", 303)
