"""Term files: ``<id>.toml`` to concepts. One run finds every problem of every file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from glossary import files
from glossary.errors import BadContent, BadText, Problem
from glossary.model import FIELDS, ID, RESERVED, Autolink, Concept, Retirement, Source, Text, Usage

_REMEDY = "see docs/architecture.md for what a term file holds"
_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


def _date(value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValidationError("it is not a date; write it as 2026-01-31, without quotes")


_SLUG = validate.Regexp(ID.pattern + r"\Z", error="it is not an id; use small letters, digits and single hyphens")
_FILLED = validate.Length(min=1, error="it is empty")
_TEXTS: dict[str, fields.Field[Any]] = {name: fields.String() for name in FIELDS}


class _SourceSchema(Schema):
    title = fields.String(required=True, validate=_FILLED)
    url = fields.URL(required=True, schemes={"https"})
    locator = fields.String(required=True, validate=_FILLED)
    kind = fields.String(required=True, validate=validate.OneOf(["law", "standard", "publisher"]))
    as_of = fields.Raw(required=True, validate=_date)


class _RetiredSchema(Schema):
    on = fields.Raw(required=True, validate=_date)
    replaced_by = fields.String(validate=_SLUG)


class _TermSchema(Schema):
    group = fields.String(required=True, validate=_SLUG)
    usage = fields.Enum(Usage, required=True, by_value=True)
    autolink = fields.Enum(Autolink, required=True, by_value=True)
    related = fields.List(fields.String(validate=_SLUG), load_default=list)
    broader = fields.String(validate=_SLUG)
    keep = fields.List(fields.String(validate=_FILLED), load_default=list)
    text = fields.Nested(Schema.from_dict(_TEXTS, name="TextTable"), required=True)
    notes = fields.Nested(Schema.from_dict(_TEXTS, name="NotesTable"), load_default=dict)
    sources = fields.List(fields.Nested(_SourceSchema), required=True, validate=_FILLED)
    retired = fields.Nested(_RetiredSchema)


def load(directory: Path) -> dict[str, Concept]:
    """Return every concept of the directory by id. Raises ``BadContent`` with all problems of all files."""
    concepts: dict[str, Concept] = {}
    problems: list[Problem] = []
    paths = sorted(directory.glob("*.toml"))
    if not paths:
        problems.append(Problem(files.shown(directory), 0, "it holds no term file", "add one, or mend GLOSSARY_TERMS"))
    for path in paths:
        try:
            concepts[path.stem] = _read(path)
        except BadContent as error:
            problems += error.problems
    known = concepts.keys() | {path.stem for path in paths}
    problems += [problem for concept in concepts.values() for problem in _dangling(concept, known, concepts)]
    if problems:
        raise BadContent(problems)
    return concepts


def _read(path: Path) -> Concept:
    name, source = files.shown(path), files.read(path)
    lines = _lines(source)
    if path.stem in RESERVED:
        raise BadContent([Problem(name, 0, f"“{path.stem}” is the address of another page", "give it another id")])
    if not ID.fullmatch(path.stem):
        raise BadContent([Problem(name, 0, f"“{path.stem}” is not an id", "rename it: small letters, digits, hyphens")])
    try:
        values = _TermSchema().load(tomllib.loads(source))
        return _concept(path.stem, values, name, lines)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        what = f"it is not TOML ({error})"
        raise BadContent([Problem(name, int(match[1]) if match else 0, what, "mend the syntax there")]) from None
    except ValidationError as error:
        raise BadContent(_explain(name, lines, error.messages)) from None
    except BadText as error:
        line = lines.get(f"text.{error.field}", lines.get("text", 1))
        raise BadContent([Problem(name, line, f"text.{error.field}: {error.what}", error.remedy)]) from None


def _concept(concept: str, values: Mapping[str, Any], file: str, lines: Mapping[str, int]) -> Concept:
    return Concept(
        id=concept,
        group=values["group"],
        usage=values["usage"],
        autolink=values["autolink"],
        text=Text.of(values["text"]),
        sources=tuple(Source(**source) for source in values["sources"]),
        related=tuple(values["related"]),
        broader=values.get("broader"),
        keep=tuple(values["keep"]),
        notes=values["notes"],
        retired=Retirement(**values["retired"]) if "retired" in values else None,
        file=file,
        lines=lines,
    )


def _lines(source: str) -> dict[str, int]:
    """Return where each key first stands: tomllib does not say, and a problem without a line is half a problem."""
    table, found = "", dict[str, int]()
    for number, line in enumerate(source.split("\n"), 1):
        if match := _TABLE.match(line):
            table = f"{match[1]}."
            found.setdefault(match[1], number)
        elif match := _KEY.match(line):
            found.setdefault(table + match[1], number)
    return found


def _explain(file: str, lines: Mapping[str, int], messages: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Turn marshmallow's tree of messages into problems with lines."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _explain(file, lines, inner, (*path, str(key)))
        return
    named = [part for part in path if not part.isdigit() and part != "_schema"]
    line = lines.get(".".join(named), lines.get(named[0] if named else "", 1))
    for message in messages:
        what, _, remedy = str(message).rstrip(".").partition("; ")
        yield Problem(file, line, f"{'.'.join(named) or 'the file'}: {what}", remedy or _REMEDY)


def _dangling(concept: Concept, known: Iterable[str], read: Mapping[str, Concept]) -> Iterator[Problem]:
    """Find references to concepts that do not exist, are the concept itself, or have left."""
    references = [("related", other) for other in concept.related]
    references += [("broader", concept.broader)] if concept.broader else []
    if concept.retired and concept.retired.replaced_by:
        references.append(("retired.replaced_by", concept.retired.replaced_by))
    for key, other in references:
        line = concept.lines.get(key, 1)
        if other not in known or other == concept.id:
            what = f"{key} names “{other}”, which is " + ("this concept" if other == concept.id else "no concept")
            yield Problem(concept.file, line, what, "name another concept's id, or take it out")
        elif (target := read.get(other)) and target.retired:
            yield Problem(concept.file, line, f"{key} names “{other}”, which is retired", "name its successor")
