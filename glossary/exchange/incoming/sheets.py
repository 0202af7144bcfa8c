"""Tables of texts (CSV and TSV, RFC 4180) with a row of names above them.

1. The long form has a column ``language``, and a row for each text; the wide form has a row for each concept, and
   languages in the names of its columns. A column of texts without a language is English.
2. All rows with one id are one concept. What two of them say of one thing must be the same.
3. A row has as many cells as the first one.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from glossary.content import files
from glossary.content.text import FIELDS, LISTS
from glossary.errors import BadContent, Finding, capped
from glossary.exchange.incoming import columns, reading
from glossary.exchange.incoming.columns import Column, Named
from glossary.exchange.incoming.incoming import Batch, Citation, Incoming, Outcome, Place, Row, Slot
from glossary.language.tags import SOURCE

DELIMITERS = (",", ";", "\t")
_BY_ENDING = {".tsv": "\t", ".tab": "\t"}
_APART = re.compile(r"[\s,;|]+")
"""What stands between ids in one cell; between words of a list it is a line break, ``|`` or ``;``."""

_ID, _LANGUAGE = Column(columns.ID), Column(columns.LANGUAGE)


class Record(NamedTuple):
    """A row of the table: the line on which it begins, and its cells."""

    line: int
    cells: tuple[str, ...]


def read(path: Path, meant: Mapping[str, str] | None = None) -> Batch:
    """Return what a table holds. ``meant`` gives columns of other names the names of ours.

    Raises ``BadContent`` with every fault of the table's form.
    """
    text = reading.read(path)
    records, file = list(_records(path, text)), files.displayed(path)
    if len(records) < 2:
        raise reading.bad(path, 1, "it holds no row below its first one", "add the texts, one concept or text a row")
    header = columns.named(records[0].cells, meant or {})
    if wrong := columns.objection(header):
        raise reading.bad(path, records[0].line, *wrong)
    ragged = [_ragged(file, record, len(header.names)) for record in records if len(record.cells) != len(header.names)]
    if ragged:
        raise BadContent(capped(ragged))
    return _batch(file, header, records)


def _ragged(file: str, record: Record, wanted: int) -> Finding:
    what = f"this row has {len(record.cells)} cells, the first one {wanted}"
    return Finding(
        file, record.line, what, "put quotation marks around a cell with a delimiter, or mend the row"
    )  # Rule 3


def _records(path: Path, text: str) -> Iterator[Record]:
    """Yield the rows that are not empty."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(path, text), strict=True)
    line = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield Record(line, tuple(cells))
            line = rows.line_num + 1
    except csv.Error as error:
        remedy = "double each quotation mark inside a cell, and end the cell with one"
        raise reading.bad(path, line, f"the row that begins here cannot be read ({error})", remedy) from None


def _delimiter(path: Path, text: str) -> str:
    """Return what separates the cells: by the file's ending, else what the first row has most of outside quotation
    marks."""
    first = "".join(text.split("\n", 1)[0].split('"')[::2])
    counts = Counter({delimiter: first.count(delimiter) for delimiter in DELIMITERS})
    return _BY_ENDING.get(path.suffix.lower()) or counts.most_common(1)[0][0]


def _batch(file: str, header: Named, records: list[Record]) -> Batch:
    gathered, rows = dict[str, _Gathered](), list[Row]()
    why = "an import does not know a column of this name; --column says what it is"
    rows += [Row(Place(file, records[0].line), "", "", name, "", Outcome.LEFT, why) for name in header.unknown]
    for record in records[1:]:
        row, place = _row(header, record), Place(file, record.line)
        name = row.pop(_ID, "").strip()
        language = row.pop(_LANGUAGE, "").strip() if _LANGUAGE in header.columns else SOURCE  # Rule 1
        if not language or (not name and _LANGUAGE in header.columns):
            what = "it is empty: this row belongs to no concept or no language"
            rows.append(Row(place, name, "", columns.LANGUAGE if name else columns.ID, "", Outcome.REFUSED, what))
            continue
        concept = gathered.setdefault(name or f"\n{record.line}", _Gathered(name, place))  # Rule 2
        rows += concept.add(row, language, place)
    return Batch(tuple(each.made() for each in gathered.values()), tuple(rows))


def _row(header: Named, record: Record) -> dict[Column, str]:
    pairs = zip(header.columns, record.cells, strict=True)
    return {column: cell for column, cell in pairs if column and cell.strip()}


@dataclass
class _Gathered:
    """A concept while its rows are read: its texts by language and field, its facts, each with its place."""

    id: str
    place: Place
    texts: dict[Slot, tuple[str, Place]] = field(default_factory=dict)
    facts: dict[Slot, tuple[str, Place]] = field(default_factory=dict)
    sources: dict[Citation, None] = field(default_factory=dict)

    def add(self, row: Mapping[Column, str], language: str, place: Place) -> Iterator[Row]:
        """Take a row; yield what is refused of it."""
        for column, cell in row.items():
            if column.field in FIELDS:
                slot, value = (column.language or language, column.field), _listed(column.field, cell)
                yield from self._once(self.texts, slot, value, place)
            elif column.field in columns.FACTS:
                yield from self._once(self.facts, ("", column.field), cell.strip(), place)
        if citation := _citation(row):
            self.sources[citation] = None

    def _once(self, there: dict[Slot, tuple[str, Place]], slot: Slot, value: str, place: Place) -> Iterator[Row]:
        before, where = there.setdefault(slot, (value, place))
        if before != value:
            what = "it has two preferred terms" if slot[1] == "term" else "it has two values"
            in_language = f" in {slot[0]}" if slot[0] else ""
            why = f"{what}{in_language}: “{before[:40]}” stands on line {where.line}; keep one"
            yield Row(place, self.id, *slot, value, Outcome.REFUSED, why)

    def made(self) -> Incoming:
        """Return the concept."""
        facts = {name: value for (_, name), (value, _) in self.facts.items()}
        languages = dict.fromkeys(language for language, _ in self.texts)
        return Incoming(
            id=self.id,
            place=self.place,
            group=facts.get("group"),
            usage=facts.get("usage"),
            autolink=facts.get("autolink"),
            texts={tag: {name: raw for (of, name), (raw, _) in self.texts.items() if of == tag} for tag in languages},
            sources=tuple(self.sources),
            related=tuple(filter(None, _APART.split(facts.get("related", "")))),
            broader=facts.get("broader"),
            replaced_by=facts.get("replaced_by"),
            retired=facts.get("retired"),
            places={slot: place for slot, (_, place) in self.texts.items()},
        )


def _listed(name: str, cell: str) -> str:
    return re.sub("[|;]", "\n", cell) if name in LISTS else cell


def _citation(row: Mapping[Column, str]) -> Citation | None:
    """Return the source that a row cites; ``None`` where it cites none."""
    own = {
        name.removeprefix("source_"): row[Column(name)].strip() for name in columns.OWN_SOURCE if Column(name) in row
    }
    named, locator = (row.get(Column(name), "").strip() for name in columns.SOURCE)
    return Citation(named, locator, tuple(own.items())) if named or own else None
