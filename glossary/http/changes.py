"""What was served before, over HTTP: a version, the versions of a text, and changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from glossary.contract import changes
from glossary.contract.answers import Document
from glossary.contract.schemas.changes import Changes, Version, Versions
from glossary.http import headers, information, openapi, queries
from glossary.http.headers import Cache
from glossary.http.openapi import ID, LANG, View
from glossary.http.requests import offered, service
from glossary.language.tags import SOURCE

DIGEST = {
    "name": "digest",
    "in": "path",
    "required": True,
    "description": "The digest of exactly the words, without “sha256:”.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "examples": {information.VERSION: {"value": "0b5a5be8" * 8}},
}

blueprint = openapi.DocumentedBlueprint("history", __name__, url_prefix="/v1", description="What was served before")


def _answer(document: Document, cache: Cache, *languages: str) -> View:
    return document, headers.of_response(cache, languages, service().settings.minimum)


@blueprint.route("/<lang>/terms/<id>/<regex('[0-9a-f]{64}'):digest>.json", parameters=[LANG, ID, DIGEST])
@openapi.responds(blueprint, Version, 308, 400, 404, 410)
def version_file(lang: str, id: str, digest: str) -> View:
    """Exactly these words, whatever came later"""
    running = service()
    language = offered(running.edition, lang)
    document = changes.of_version(running.edition, id, language, digest, running.settings.base_url)
    return _answer(document, Cache.FILE, language)


@blueprint.route("/<lang>/terms/<id>/versions.json", parameters=[LANG, ID])
@openapi.responds(blueprint, Versions, 308, 400, 404, 410)
def versions_file(lang: str, id: str) -> View:
    """Every version of a text, by digest"""
    running = service()
    language = offered(running.edition, lang)
    return _answer(changes.of_versions(running.edition, id, language, running.settings.base_url), Cache.FILE, SOURCE)


@blueprint.route("/changes.json")
@openapi.responds(blueprint, Changes)
def changes_file() -> View:
    """Every change in every language"""
    return _answer(_changes(None), Cache.FILE, SOURCE)


@blueprint.route("/changes")
@blueprint.arguments(queries.ChangesQuery(), location="query")
@openapi.responds(blueprint, Changes, 400, 404)
def changes_since(query: dict[str, Any]) -> View:
    """The changes since a day or an edition"""
    return _answer(_changes(query.get("since")), Cache.COMPUTED, SOURCE)


def _changes(since: date | str | None) -> Document:
    running = service()
    return changes.of_changes(running.timeline, since, running.settings.base_url)
