"""A competitor: the service that one would write first with Flask, marshmallow and gettext. It knows of no vetting."""

from __future__ import annotations

import gettext
import os
import tomllib
from pathlib import Path
from typing import Any

from flask import Flask, abort
from marshmallow import Schema, fields

TERMS = {path.stem: tomllib.loads(path.read_text()) for path in sorted(Path(os.environ["TERMS"]).glob("*.toml"))}
application = Flask(__name__)


class Source(Schema):
    title, url, locator, kind = (fields.String() for _ in range(4))
    as_of = fields.Date()


class Entry(Schema):
    id, language, term, abbreviation, definition, plain, note, avoid_reason, usage, group = (
        fields.String() for _ in range(10)
    )
    forms, avoid = (fields.Function(lambda entry, name=name: entry[name].split("\n")) for name in ("forms", "avoid"))
    related = fields.List(fields.String())
    sources = fields.List(fields.Nested(Source))


def _entry(concept: str, language: str) -> dict[str, Any]:
    catalog = gettext.translation("glossary", os.environ["TRANSLATIONS"], [language])
    term = TERMS[concept]
    translated = {field: catalog.pgettext(f"{concept}.{field}", text) for field, text in term["text"].items()}
    return {**term, **translated, "id": concept, "language": language}


@application.get("/<language>/terms/<concept>")
def one(language: str, concept: str) -> Any:
    """Answer with an entry."""
    return Entry().dump(_entry(concept, language) if concept in TERMS else abort(404))


@application.get("/<language>/terms")
def every(language: str) -> Any:
    """Answer with all entries."""
    return Entry(many=True).dump(_entry(concept, language) for concept in TERMS)
