"""What a glossary says of itself: ``glossary.toml``, beside the folder of term files.

Whatever is not set there is left out wherever it would be said. Without the file a glossary has no licence and no contact.
Its words are interface strings of its own (``own``), which readers get as they were adopted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from glossary.content import colours, files, own, tables
from glossary.content.colours import Colour
from glossary.content.model import ID
from glossary.content.own import FILLED, NOTHING, Own
from glossary.errors import BadContent, Finding

FILE = "glossary.toml"
PICTURE, SIZE = "wordmark.png", (1200, 630)
"""The picture that previews of links show, beside that file, and its width and height in pixels."""

CONTACT = r"(https://|mailto:[^@\s]+@)[^\s<>\"]+\Z"
"""An address for whoever has a question, as a regular expression."""

NO_CONTACT = "it is no address; write one that begins with https:// or mailto:"

_REMEDY = "see docs/own-glossary.md"
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
    ``licence`` is that of every text that is not quoted. ``groups`` are the ids of the groups that there are; ``None`` where
    it does not say. ``example`` is the concept that instructions use. ``help`` is whether it wants any. ``own`` are its
    words, ``picture`` is that of previews of links. ``lines`` are those of the keys in its file."""

    id: str = "glossary"
    publisher: str | None = None
    contact: str | None = None
    repository: str | None = None
    licence: Licence | None = None
    groups: tuple[str, ...] | None = None
    example: str | None = None
    help: bool = True
    colours: Mapping[str, Colour] = field(default_factory=dict)
    picture: bytes = field(default=b"", repr=False)
    own: Own = NOTHING
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def facts(self) -> Mapping[str, Any]:
        """Everything that is shown of it as it stands, as JSON: not its words, which are adopted."""
        shown = {name: getattr(self, name) for name in ("id", "publisher", "contact", "repository", "example")}
        chosen = {"colours": {name: list(each) for name, each in self.colours.items()}} if self.colours else {}
        drawn = {"picture": sha256(self.picture).hexdigest()} if self.picture else {}
        return {**shown, "licence": self.licence and asdict(self.licence), **chosen, **drawn}


NAMELESS = Identity()
"""A glossary that says nothing of itself."""


class _LicenceSchema(Schema):
    id = fields.String(required=True, validate=validate.Regexp(r"[A-Za-z0-9.+-]+\Z", error="it is no SPDX identifier"))
    url = _web(required=True)


class _ColourSchema(Schema):
    light, dark = (
        fields.String(
            required=True,
            validate=validate.Regexp(rf"{colours.VALUE.pattern}\Z", error="it is no colour; write one as #0b5a75"),
        )
        for _ in colours.SCHEMES
    )


_slug = partial(
    fields.String,
    validate=validate.Regexp(ID.pattern + r"\Z", error="it is not an id; use small letters, digits and single hyphens"),
)


class _IdentitySchema(own.WordsSchema):
    id = _slug(required=True)
    title = fields.String(required=True, validate=FILLED)
    publisher = fields.String(validate=[FILLED, tables.plain])
    contact = fields.String(validate=validate.Regexp(CONTACT, error=NO_CONTACT))
    repository = _web()
    licence = fields.Nested(_LicenceSchema)
    example = _slug()
    help = own.Help(own.HelpSchema)
    colours = fields.Nested(
        Schema.from_dict({name: fields.Nested(_ColourSchema) for name in colours.DEFAULTS}, name="ColoursTable")
    )
    notes = own.Texts()
    translations = own.Translations()


_SCHEMA = _IdentitySchema()


def load(term_files: Path, today: date) -> Identity:
    """Return what a glossary says of itself, by the folder of its term files. Raises ``BadContent``."""
    path = term_files.parent / FILE
    if not (path.exists() or path.is_symlink()):
        return NAMELESS
    table = tables.read(path)
    values = table.load(_SCHEMA, _REMEDY, today)
    words, findings = own.of(values, table)
    picture, bad = _picture(path.with_name(PICTURE))
    findings += bad
    chosen = {name: Colour(**each) for name, each in values.get("colours", {}).items()}
    findings += _unreadable(chosen, table)
    if findings:
        raise BadContent(findings)
    licence = values.get("licence")
    return Identity(
        **{name: values.get(name) for name in ("publisher", "contact", "repository", "example")},
        id=values["id"],
        licence=Licence(**licence) if licence else None,
        groups=tuple(values["groups"]) if "groups" in values else None,
        help=values.get("help") is not False,
        colours=chosen,
        picture=picture,
        own=words,
        lines=table.lines,
    )


def _picture(path: Path) -> tuple[bytes, list[Finding]]:
    """Return a glossary's picture, empty where it has none, and what is wrong with it."""
    if not path.exists():
        return b"", []
    data, place = files.read_bytes(path), files.displayed(path)
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[16:24] != b"".join(side.to_bytes(4) for side in SIZE):
        what = f"it is no PNG picture of {SIZE[0]} by {SIZE[1]} pixels, which is what previews of links are told"
        return b"", [Finding(place, 0, what, "draw it anew in that size, or take it out")]
    return data, []


def _unreadable(chosen: Mapping[str, Colour], table: tables.Table) -> Iterator[Finding]:
    for name, what in colours.faults(chosen):
        remedy = "choose a darker or a lighter one"
        yield Finding(table.file, table.line("colours", name), f"colours.{name}: {what}", remedy)
