"""Judged exceptions: texts with a finding that a person has judged to be right, listed in ``translations/allow.toml``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from marshmallow import Schema, fields

from glossary.content import tables

ALLOW = "allow.toml"


Allowed = frozenset[tuple[str, str, str, str]]
"""Judged exceptions: language tag, key, name of the check, exact text."""


class _AllowSchema(Schema):
    language = fields.String(required=True)
    key = fields.String(required=True)
    check = fields.String(required=True)
    text = fields.String(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)
    on = fields.Raw(required=True, validate=tables.a_date)


class _ListSchema(Schema):
    allow = fields.List(fields.Nested(_AllowSchema), load_default=list)


def allowed(directory: Path, today: date) -> Allowed:
    """Return the judged exceptions of a translations folder; none where it has no such file. Raises ``BadContent``, also for
    a day after ``today`` (UTC)."""
    path = directory / ALLOW
    if not path.exists():
        return frozenset()
    rows = tables.read(path).load(_ListSchema(), "see docs/translators.md for the format", today)["allow"]
    return frozenset((row["language"], row["key"], row["check"], row["text"]) for row in rows)
