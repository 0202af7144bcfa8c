"""The files of the log below ``/log/``, by the names that C2SP gives them (tlog-tiles)."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from glossary.http import headers
from glossary.http.headers import Cache
from glossary.http.requests import service
from glossary.language.tags import SOURCE
from glossary.proofs import tiles

blueprint = Blueprint("log", __name__)


@blueprint.get("/log/<path:name>")
def file(name: str) -> Response:
    """One file. Whoever asks for the checkpoint gets the one of now; all others never change."""
    running = service()
    log = running.edition.log
    if log is None or name not in log.files:
        abort(404)
    kind = "text/plain; charset=utf-8" if name.startswith(tiles.CHECKPOINT) else tiles.MEDIA_TYPE
    response = Response(log.files[name], content_type=kind)
    cache = Cache.NEVER if name == tiles.CHECKPOINT else Cache.FILE
    response.headers.update(headers.of_response(cache, [SOURCE], running.settings.minimum))
    return response
