"""Figure files: each ``<id>.toml`` of a folder ``figures``, beside that of the term files, becomes a figure or a withdrawn
claim. One run finds everything that is wrong in any of them.

A table ``[withdrawn]`` makes a claim of a file, whatever else it holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from marshmallow import Schema

from glossary.content import figure, figure_texts, files, formula, tables
from glossary.content.amounts import Measure
from glossary.content.figure import Bound, Figure, Record
from glossary.content.figure_schema import REMEDY, ClaimSchema, FigureSchema
from glossary.content.model import ID
from glossary.content.tables import Table
from glossary.errors import BadContent, Finding

FOLDER = "figures"
"""The folder's name. Each glossary has its own, beside its term files, as ``glossary.toml`` is."""

_FIGURE, _CLAIM = FigureSchema(), ClaimSchema()
_WITHDRAWN = re.compile(rb"\s*withdrawn\s*=")


def folder(term_files: Path) -> Path:
    """Return the folder of figure files, by that of the term files."""
    return term_files.parent / FOLDER


def load(directory: Path, today: date) -> dict[str, Record]:
    """Return every figure and claim of the directory by id, none with a day after ``today`` (UTC); nothing where there is no
    such directory. Raises ``BadContent`` with every finding of every file."""
    rows: dict[str, tuple[dict[str, Any], Table]] = {}
    findings: list[Finding] = []
    for path in sorted(directory.glob("*.toml")):
        try:
            rows[path.stem] = _read(path, today)
        except BadContent as error:
            findings += error.findings
    good = {name: row for name, (row, _) in rows.items()}
    for name, (row, table) in rows.items():
        findings += [] if findings else _joined(name, row, table, good)
    findings += [] if findings else [each for row, table in rows.values() for each in figure_texts.unfit(row, table)]
    if findings:
        raise BadContent(findings)
    return {name: figure.of(name, row, table.file, table.lines) for name, (row, table) in rows.items()}


def withdrawn(directory: Path) -> frozenset[str]:
    """Return the ids of the files that are marked withdrawn, whatever state they are in."""
    return frozenset(path.stem for path in directory.glob("*.toml") if any(map(_WITHDRAWN.match, files.salvaged(path))))


def _read(path: Path, today: date) -> tuple[dict[str, Any], Table]:
    table = tables.read(path)
    if not ID.fullmatch(path.stem):
        what = f"“{files.printable(path.stem)}” is not an id"
        raise BadContent([Finding(table.file, 0, what, "rename it: small letters, digits, hyphens")])
    schema: Schema = _FIGURE
    if "withdrawn" in table.values:
        schema = _CLAIM
        figures_only = _FIGURE.fields.keys() - schema.fields.keys()
        kept = {key: value for key, value in table.values.items() if key not in figures_only}
        table = Table(table.file, kept, table.lines, table.data)
    row = _plain(table.load(schema, REMEDY, today))
    row["plural"], own = row.get("plural", row["name"]), _own_numbers(row)
    names = Counter([*own, *row["numbers"], *row.get("derived_from", {})])
    if twice := [name for name, times in names.items() if times > 1]:  # one would stand for the other in its sentence
        what = f"two of its numbers have the name “{twice[0]}”"
        raise BadContent([Finding(table.file, table.line("name"), what, "give each number a name of its own")])
    row["numbers"] = {**row["numbers"], **own}
    return row, table


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as it is stored: periods by their names in the file, texts in their clean form, empty ones left out."""
    period = row.get("period")
    again = {"period": {"from": period["start"], "to": period["end"]}} if period else {}
    texts = {key: value for key, value in row["text"].items() if value.strip()}
    return {**row, **again, "text": texts}


def _own_numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    own = (
        {row["name"]: {"value": row["value"], "measure": row["measure"]}} if "value" in row and "measure" in row else {}
    )
    if period := row.get("period"):
        start, end = period["from"], period["to"]
        if (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31)):
            own["year"] = {"value": start.year, "measure": Measure.YEAR}
    return own


def _joined(name: str, row: dict[str, Any], table: Table, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Add the numbers of a row's inputs to it; find references to what is no figure, and what a formula does not give."""
    references = [(f"derived_from.{key}", other) for key, other in row.get("derived_from", {}).items()]
    references += [(key, row[key]) for key in ("denominator", "supersedes") if key in row]
    for key, other in references:
        if other == name or "bound" not in rows.get(other, {}):
            what = f"{key} names “{other}”, which is " + ("this figure" if other == name else "no figure")
            yield Finding(table.file, table.line(*key.split(".")), what, "name another figure's id, or take it out")
            return
    if "supersedes" in row and not _comes_after(name, rows):
        what = f"supersedes: it does not come after “{row['supersedes']}”, so that one would end and nothing be shown"
        remedy = "name a figure whose period does not end later, in a figure that is shown"
        yield Finding(table.file, table.line("supersedes"), what, remedy)
    inputs = row.get("derived_from", {})
    if "denominator" in row and inputs and row["denominator"] not in inputs.values():
        what = "denominator: it is not among the figures under derived_from"
        yield Finding(table.file, table.line("denominator"), what, "name the figure that is 100 per cent")
    row["numbers"] = {
        **{key: {"value": rows[other]["value"], "measure": rows[other]["measure"]} for key, other in inputs.items()},
        **row["numbers"],
    }
    if "plural" in table.values and row["plural"] not in row["numbers"]:
        what = f"plural: “{row['plural']}” is the name of no number of it"
        yield Finding(table.file, table.line("plural"), what, "name the number whose plural form the sentence takes")
    yield from _computed(row, table, [rows[other] for other in inputs.values()])


def _comes_after(name: str, rows: Mapping[str, Mapping[str, Any]]) -> bool:
    """Return whether a figure can end those before it: it is shown, about no earlier time, and none of them."""
    row, seen = rows[name], [name]
    while before := row.get("supersedes"):
        other = rows.get(before)
        if before in seen or row["input"] or (other and row["period"]["to"] < other["period"]["to"]):
            return False
        row, seen = other or {}, [*seen, before]
    return True


def _computed(row: Mapping[str, Any], table: Table, inputs: list[Mapping[str, Any]]) -> Iterator[Finding]:
    if "formula" not in row:
        return
    values = {key: Decimal(str(row["numbers"][key]["value"])) for key in row["derived_from"]}
    stated, scale = Decimal(str(row["value"])), 1 if row["measure"] is Measure.COUNT else 100
    try:
        exact = formula.computed(row["formula"], values) * scale
        result = formula.rounded(exact, stated, down=row["bound"] is Bound.AT_LEAST)
    except ValueError as error:
        yield Finding(table.file, table.line("formula"), f"formula: {error}", REMEDY)
        return
    if result != stated:
        what = f"value: it is {stated}, and the formula gives {result}"
        yield Finding(table.file, table.line("value"), what, "compare both with the source")
    if row["bound"] is Bound.EXACT and any(each["bound"] is not Bound.EXACT for each in inputs):
        what = "bound: it cannot be exact, because a figure that it is derived from is not"
        yield Finding(table.file, table.line("bound"), what, "write at_least or about, as that one does")


def shown(records: Mapping[str, Record]) -> Iterator[Figure]:
    """Yield the figures that are there to be shown."""
    yield from (each for each in records.values() if isinstance(each, Figure) and not each.input)
