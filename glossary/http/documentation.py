"""Interactive documentation at ``/docs``: Swagger UI from its Python package, with no request to another host."""

from __future__ import annotations

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, make_response, render_template, send_from_directory

from glossary.content.interface import BANNER
from glossary.http.requests import service
from glossary.language.tags import SOURCE

ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"

# Swagger UI sets style attributes and has its icons in data: URLs.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self' {base_url}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

blueprint = Blueprint("documentation", __name__, template_folder="templates")


@blueprint.get("/docs")
def page() -> Response:
    """The page itself."""
    edition = service().edition
    banner = edition.interface(SOURCE).say(BANNER).text if edition.policy.demonstration else None
    response = make_response(render_template("docs.html", banner=banner))
    response.headers["Content-Security-Policy"] = _POLICY.format(base_url=service().settings.base_url)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/docs/<path:name>")
def asset(name: str) -> Response:
    """One file of Swagger UI."""
    return send_from_directory(ASSETS, name, max_age=86400)
