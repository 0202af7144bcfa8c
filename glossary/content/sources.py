"""The register of sources: each ``<id>.toml`` of the folder ``sources``, beside that of the term files, is one source, with
one title, one address and its dates. Term files name it by its id, and add what they cite in it.

A source that stands in a term file itself (``INLINE``) holds the same keys. A glossary without the folder has no register.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from glossary.content import facts, files, tables
from glossary.content.model import ID, Concept, LegalState, Reference
from glossary.content.text import FIELDS
from glossary.errors import BadContent, Finding, Level

FOLDER = "sources"
"""The folder of the register, beside that of the term files."""

_REMEDY = "see docs/architecture.md for what a source holds"
_FILLED = validate.Length(min=1, error="it is empty")
_SLUG = validate.Regexp(ID.pattern + r"\Z", error="it is not an id; use small letters, digits and single hyphens")


class _Source(Schema):
    title = fields.String(required=True, validate=[_FILLED, tables.plain])
    url = tables.Web(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(facts.KINDS))
    state = fields.Enum(LegalState, by_value=True)
    published = fields.Raw(validate=tables.published)
    seen = fields.Raw(validate=tables.a_date)
    as_of = fields.Raw(validate=tables.a_date)

    @validates_schema
    def _only_a_law_has_a_state(self, source: Mapping[str, Any], **_options: Any) -> None:
        law, states = source.get("kind") == "law", ", ".join(f"“{state}”" for state in LegalState)
        if law and "state" not in source:
            raise ValidationError(f"it is missing; say how far the law has come: {states}", "state")
        if not law and "state" in source:
            raise ValidationError('only a law has one; take it out, or write kind = "law"', "state")

    @validates_schema
    def _published_before_it_was_seen(self, source: Mapping[str, Any], **_options: Any) -> None:
        if "published" not in source:
            return
        for name in ("seen", "as_of"):
            if name in source and tables.first_day(source["published"]) > source[name]:
                raise ValidationError(f"it is after “{name}” ({source[name]}); mend one of them", "published")


class _Cited(Schema):
    """What a term file adds to a source."""

    locator = fields.String(required=True, validate=[_FILLED, tables.plain])
    quotes = fields.List(fields.String(validate=validate.OneOf(FIELDS)), validate=_FILLED)


class _Registered(_Source):
    seen = fields.Raw(required=True, validate=tables.a_date)


class _Named(_Cited):
    id = fields.String(required=True, validate=_SLUG)


class _Inline(_Source, _Cited):
    @validates_schema
    def _dated(self, source: Mapping[str, Any], **_options: Any) -> None:
        if not {"as_of", "seen"} & source.keys():
            raise ValidationError("Missing data for required field.", "as_of")


_REGISTERED, _NAMED, _INLINE = _Registered(), _Named(), _Inline()


class Row(fields.Field[Any]):
    """A row of ``[[sources]]`` of a term file: the id of a source of the register, or a source of its own."""

    def _deserialize(self, value: Any, *_of: Any, **_options: Any) -> Any:
        return (_NAMED if isinstance(value, Mapping) and "id" in value else _INLINE).load(value)


@dataclass(frozen=True)
class Source:
    """A source of the register: its values, and where they stand."""

    values: Mapping[str, Any]
    file: str
    lines: Mapping[str, int]


@dataclass(frozen=True)
class Register:
    """The sources that could be read, by id; the ids of all; and what is wrong with the others."""

    sources: Mapping[str, Source]
    ids: Collection[str]
    findings: tuple[Finding, ...] = ()

    def objections(self, rows: list[Mapping[str, Any]], table: tables.Table) -> Iterator[Finding]:
        """Find the rows of a term file that name no source, or the same place of one twice."""
        cited = set[tuple[str, str]]()
        for number, row in enumerate(rows):
            if "id" not in row:
                continue
            place = row["id"], row["locator"]
            line = table.line("sources", str(number), "id")
            if row["id"] not in self.ids:
                what = f"sources.id names “{row['id']}”, which is no source"
                yield Finding(table.file, line, what, f"name a file of the folder “{FOLDER}”, or add it there")
            elif place in cited:
                what = f"sources.id names “{row['id']}” twice with the locator “{row['locator']}”"
                yield Finding(table.file, line, what, "take one of them out")
            cited.add(place)

    def references(self, rows: list[Mapping[str, Any]]) -> Iterator[Reference]:
        """Yield the sources of a term file. One whose own file cannot be read is left out: that has its finding."""
        for row in rows:
            cited = {"locator": row["locator"], "quotes": tuple(row.get("quotes", ()))}
            if "id" not in row:
                yield Reference(**{**_dated(row), **cited})
            elif source := self.sources.get(row["id"]):
                yield Reference(**_dated(source.values), **cited, file=source.file, lines=source.lines)


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "as_of": values.get("as_of") or values["seen"]}


def folder(term_files: Path) -> Path:
    """Return the folder of the register, by that of the term files."""
    return term_files.parent / FOLDER


def load(term_files: Path, today: date) -> Register:
    """Return the register of a glossary, by the folder of its term files, none with a day after ``today`` (UTC)."""
    sources, findings = dict[str, Source](), list[Finding]()
    paths = sorted(folder(term_files).glob("*.toml"))
    for path in paths:
        try:
            sources[path.stem] = _read(path, today)
        except BadContent as error:
            findings += error.findings
    return Register(sources, {path.stem for path in paths}, tuple(findings))


def _read(path: Path, today: date) -> Source:
    table = tables.read(path)
    if not ID.fullmatch(path.stem):
        what = f"“{files.printable(path.stem)}” is not an id"
        raise BadContent([Finding(table.file, 0, what, "rename it: small letters, digits, hyphens")])
    return Source(table.load(_REGISTERED, _REMEDY, today), table.file, table.lines)


def unused(term_files: Path, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """Find the sources of the register that no concept names."""
    used = {Path(source.file).name for concept in concepts.values() for source in concept.sources}
    for path in sorted(folder(term_files).glob("*.toml")):
        if path.name not in used:
            what = "no concept names this source"
            yield Finding(files.displayed(path), 1, what, "name it where it is cited, or delete it", Level.WARNING)
