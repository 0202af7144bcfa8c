"""A file for reviewers without a server: read, ticked and commented on in a browser, from disk; it saves the records."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from glossary.content.model import Approval
from glossary.edition.edition import Edition
from glossary.ledger import record, signed
from glossary.review import receiving, sheet
from glossary.review.sheet import Part

SCRIPTS = receiving.SCRIPT, Path(__file__).with_name("answers.js")


def render(edition: Edition, language: str, parts: tuple[Part, ...], today: date) -> str:
    """Return the file: one HTML page that loads nothing, and runs no script but its own."""
    scripts = [script.read_text(encoding="utf-8") for script in SCRIPTS]
    return sheet.rendered(
        "answers.html",
        edition,
        language,
        parts,
        today,
        namespace=signed.namespace(signed.APPROVAL, edition.identity.id),
        newest=_newest(edition.records.by_language.get(language, ()), today),
        scripts=[Markup(script) for script in scripts],  # noqa: S704  # they are ours
        hashes=[Markup("'sha256-{}'").format(_hash(script)) for script in scripts],
    )


def _newest(records: Iterable[Approval], today: date) -> str:
    """Return the time of the newest record up to a day, as a line has it; empty where there is none."""
    return max((one.when.strftime(record.TIME) for one in records if one.when.date() <= today), default="")


def _hash(script: str) -> str:
    """Return what a Content-Security-Policy has for a script."""
    return b64encode(sha256(script.encode()).digest()).decode()
