"""What a glossary says of itself: ``glossary.toml``, beside the folder of term files.

Whatever is not set there is left out wherever it would be said. Without the file a glossary has no licence and no contact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from glossary.content import tables
from glossary.content.interface import ENGLISH
from glossary.content.model import ID

FILE = "glossary.toml"
_REMEDY = "see docs/own-glossary.md"
_FILLED = validate.Length(min=1, error="it is empty")
_NO_ADDRESS: dict[str, Any] = {"invalid": "it is no web address; write one that begins with https://"}
_web = partial(tables.Web, error_messages=_NO_ADDRESS)


@dataclass(frozen=True)
class Licence:
    """A licence: its SPDX identifier, and the address of its text."""

    id: str
    url: str


@dataclass(frozen=True)
class Identity:
    """Whose glossary it is. ``id`` is part of every signature and never changes; ``publisher`` is the name of the
    organisation that answers for it; ``contact`` is an address (``https:`` or ``mailto:``) for whoever has a question;
    ``licence`` is that of every text that is not quoted."""

    id: str = "glossary"
    title: str = ENGLISH["site.title"]
    publisher: str | None = None
    contact: str | None = None
    repository: str | None = None
    licence: Licence | None = None

    @property
    def facts(self) -> Mapping[str, Any]:
        """Everything that is shown of it, as JSON."""
        return asdict(self)


NAMELESS = Identity()
"""A glossary that says nothing of itself."""


class _LicenceSchema(Schema):
    id = fields.String(required=True, validate=validate.Regexp(r"[A-Za-z0-9.+-]+\Z", error="it is no SPDX identifier"))
    url = _web(required=True)


class _IdentitySchema(Schema):
    id = fields.String(
        required=True,
        validate=validate.Regexp(
            ID.pattern + r"\Z", error="it is not an id; use small letters, digits and single hyphens"
        ),
    )
    title = fields.String(required=True, validate=_FILLED)
    publisher = fields.String(validate=_FILLED)
    contact = fields.String(
        validate=validate.Regexp(
            r"(https://|mailto:[^@\s]+@)[^\s<>\"]+\Z",
            error="it is no address; write one that begins with https:// or mailto:",
        )
    )
    repository = _web()
    licence = fields.Nested(_LicenceSchema)


def load(term_files: Path, today: date) -> Identity:
    """Return what a glossary says of itself, by the folder of its term files. Raises ``BadContent``."""
    path = term_files.parent / FILE
    if not (path.exists() or path.is_symlink()):
        return NAMELESS
    values = tables.read(path).load(_IdentitySchema(), _REMEDY, today)
    licence = values.pop("licence", None)
    return Identity(**values, licence=Licence(**licence) if licence else None)
