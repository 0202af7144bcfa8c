"""Term files: each ``<id>.toml`` becomes a concept. One run finds everything that is wrong in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from glossary.content import claims, files, sources, tables
from glossary.content.memory import Memory
from glossary.content.model import ID, NEVER_GIVEN, RESERVED, Autolink, Concept, Retirement, Usage
from glossary.content.sources import Register, Row
from glossary.content.tables import Table
from glossary.content.text import FIELDS, Text, written
from glossary.errors import BadContent, BadText, Finding

_REMEDY = "see docs/architecture.md for what a term file holds"


_SLUG = validate.Regexp(ID.pattern + r"\Z", error="it is not an id; use small letters, digits and single hyphens")
_FILLED = validate.Length(min=1, error="it is empty")
_TEXTS: dict[str, fields.Field[Any]] = {name: fields.String() for name in FIELDS}


class _RetiredSchema(Schema):
    on = fields.Raw(required=True, validate=tables.a_date)
    replaced_by = fields.String(validate=_SLUG)


class _TermSchema(Schema):
    group = fields.String(required=True, validate=_SLUG)
    usage = fields.Enum(Usage, required=True, by_value=True)
    autolink = fields.Enum(Autolink, required=True, by_value=True)
    related = fields.List(fields.String(validate=_SLUG), load_default=list)
    broader = fields.String(validate=_SLUG)
    formerly = fields.List(fields.String(validate=_SLUG), load_default=list)
    keep = fields.List(fields.String(validate=_FILLED), load_default=list)
    text = fields.Nested(Schema.from_dict(_TEXTS, name="TextTable"), required=True)
    notes = fields.Nested(Schema.from_dict(_TEXTS, name="NotesTable"), load_default=dict)
    sources = fields.List(Row(), required=True, validate=_FILLED)
    retired = fields.Nested(_RetiredSchema)


_SCHEMA = _TermSchema()


def load(directory: Path, today: date, memory: Memory | None = None) -> dict[str, Concept]:
    """Return every concept of the directory by id, none with a day after ``today`` (UTC). What is in the ``memory`` is not
    read again. Raises ``BadContent`` with every finding of every file."""
    memory = memory or Memory()
    register = memory.made(
        "register", partial(sources.load, directory, today), memory.folder(sources.folder(directory))
    )
    return memory.made(
        "concepts", partial(_load, directory, register, today, memory), memory.folder(directory), register
    )


def _load(directory: Path, register: Register, today: date, memory: Memory) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    findings = list(register.findings)
    paths = sorted(directory.glob("*.toml"))
    if not paths:
        findings.append(
            Finding(files.displayed(directory), 0, "it holds no term file", "add one, or mend GLOSSARY_TERMS")
        )
    for path in paths:
        try:
            read = partial(_read, path, register, today)
            concepts[path.stem] = memory.made(("concept", path.stem), read, memory.file(path), register)
        except BadContent as error:
            findings += error.findings
    # A file that cannot be read still names a concept: a reference to it is not a second fault.
    named = {path.stem: files.displayed(path) for path in paths}
    findings += [finding for concept in concepts.values() for finding in claims.dangling(concept, named, concepts)]
    findings += claims.findings(concepts, named)
    if findings:
        raise BadContent(findings)
    return concepts


def _read(path: Path, register: Register, today: date) -> Concept:
    table = tables.read(path)
    if path.stem in NEVER_GIVEN:
        raise _taken(table, path.stem, "give it another id")
    if not ID.fullmatch(path.stem):
        remedy = "rename it: small letters, digits, hyphens"
        raise BadContent([Finding(table.file, 0, f"“{files.printable(path.stem)}” is not an id", remedy)])
    values = table.load(_SCHEMA, _REMEDY, today)
    if path.stem in RESERVED and "retired" not in values:  # one that has left keeps its id
        renamed = f'rename the file, and write formerly = ["{path.stem}"] in it, so that approvals stay'
        raise _taken(table, path.stem, f"give it another id: {renamed}")
    if findings := [*_unfit(values["text"], table), *register.objections(values["sources"], table)]:
        raise BadContent(findings)
    return _concept(path.stem, values, register, table)


def _taken(table: Table, concept: str, remedy: str) -> BadContent:
    return BadContent([Finding(table.file, 0, f"“{concept}” is the address of another page", remedy)])


def _unfit(text: Mapping[str, str], table: Table) -> Iterator[Finding]:
    """Find what no text may hold; where there is nothing of the kind, why the fields do not make a text."""
    errors = [error for name, value in text.items() if (error := _objection(partial(written, name, value)))]
    errors += [] if errors else filter(None, [_objection(partial(Text.of, text))])
    for error in errors:
        yield Finding(table.file, table.line("text", error.field), f"text.{error.field}: {error.what}", error.remedy)


def _objection(make: Callable[[], object]) -> BadText | None:
    try:
        make()
    except BadText as error:
        return error
    return None


def _concept(concept: str, values: Mapping[str, Any], register: Register, table: Table) -> Concept:
    return Concept(
        id=concept,
        group=values["group"],
        usage=values["usage"],
        autolink=values["autolink"],
        text=Text.of({name: written(name, value) for name, value in values["text"].items()}),
        sources=tuple(register.references(values["sources"])),
        related=tuple(values["related"]),
        broader=values.get("broader"),
        formerly=tuple(values["formerly"]),
        keep=tuple(values["keep"]),
        notes=values["notes"],
        retired=Retirement(**values["retired"]) if "retired" in values else None,
        file=table.file,
        lines=table.lines,
    )
