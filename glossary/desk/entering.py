"""How somebody enters and leaves the desk: the start, an invitation, signing in and out, one's keys."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as Redirect

from glossary.desk import sessions

blueprint = Blueprint("entering", __name__)


@blueprint.get("/")
def start() -> Response | Redirect:
    """What this is; for whoever is signed in, their queue."""
    return redirect("/queue", 303) if sessions.somebody() else make_response(render_template("start.html"))


@blueprint.get("/sign-in")
def sign_in() -> Response:
    """Sign in with a passkey, or with an SSH key."""
    return make_response(render_template("sign-in.html"))


@blueprint.post("/sign-out")
def sign_out() -> Redirect:
    """Sign out."""
    sessions.end()
    return redirect("/", 303)
