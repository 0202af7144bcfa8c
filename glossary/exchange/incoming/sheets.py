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
from pathlib import Path
from typing import NamedTuple

from glossary.content import files
from glossary.content.text import FIELDS, LISTS
from glossary.errors import BadContent, Finding, capped
from glossary.exchange.incoming import columns, reading
from glossary.exchange.incoming.columns import Column, Named
from glossary.exchange.incoming.gathered import Gathered
from glossary.exchange.incoming.incoming import Batch, Citation, Outcome, Place, Row
from glossary.language.tags import SOURCE

csv.field_size_limit(reading.MAX_BYTES)  # a cell that is too long for a text is refused as one, by its name

DELIMITERS = (",", ";", "\t")
_BY_ENDING = {".tsv": "\t", ".tab": "\t"}
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
    if wrong := columns.misnamed(header.names, meant or {}) or columns.objection(header):
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
    gathered, rows = dict[str, Gathered](), list[Row]()
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
        concept = gathered.setdefault(name or f"\n{record.line}", Gathered(name, place))  # Rule 2
        rows += _taken(concept, row, language, place)
    return Batch(tuple(each.made() for each in gathered.values()), tuple(rows))


def _row(header: Named, record: Record) -> dict[Column, str]:
    pairs = zip(header.columns, record.cells, strict=True)
    return {column: cell for column, cell in pairs if column and cell.strip()}


def _taken(concept: Gathered, row: Mapping[Column, str], language: str, place: Place) -> Iterator[Row]:
    """Take a row into its concept; yield what is refused of it."""
    for column, cell in row.items():
        if column.field in FIELDS:
            yield from concept.text((column.language or language, column.field), _listed(column.field, cell), place)
        elif column.field in columns.FACTS:
            yield from concept.fact(column.field, cell.strip(), place)
    if citation := _citation(row):
        concept.sources[citation] = None


def _listed(name: str, cell: str) -> str:
    return re.sub("[|;]", "\n", cell) if name in LISTS else cell


def _citation(row: Mapping[Column, str]) -> Citation | None:
    """Return the source that a row cites; ``None`` where it cites none."""
    own = {
        name.removeprefix("source_"): row[Column(name)].strip() for name in columns.OWN_SOURCE if Column(name) in row
    }
    named, locator = (row.get(Column(name), "").strip() for name in columns.SOURCE)
    return Citation(named, locator, tuple(own.items())) if named or own else None
