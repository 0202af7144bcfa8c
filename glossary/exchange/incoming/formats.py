"""The formats that can be imported, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from glossary.exchange.incoming import mapped, rdf, reading, sheets, skos, xml_formats
from glossary.exchange.incoming.incoming import Batch
from glossary.exchange.incoming.mapping import Map

Reader = Callable[[Path, Map], Batch]
"""A reader of one format: it takes the file, and what a mapping file says of it."""


def _table(path: Path, by: Map) -> Batch:
    return sheets.read(path, by.columns)


def _json(path: Path, by: Map) -> Batch:
    """Return what a JSON file holds: of JSON-LD, which says itself what it means, where no map says otherwise."""
    linked = not by.fields and any(name in reading.read_bytes(path) for name in (b'"@context"', b'"@id"'))
    return skos.read(path) if linked else mapped.read(path, by)


def _said_by_itself(reader: Callable[[Path], Batch]) -> Reader:
    """Return a reader of a format that says itself what each value is."""
    return lambda path, _by: reader(path)


READERS: Mapping[str, Reader] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), _table),
    **dict.fromkeys((".yaml", ".yml"), mapped.read),
    **dict.fromkeys(xml_formats.ENDINGS, _said_by_itself(xml_formats.read)),
    **dict.fromkeys(rdf.SYNTAXES, _said_by_itself(skos.read)),
    ".json": _json,
}


def read(path: Path, by: Map) -> Batch:
    """Return what a file holds, whatever its format. Raises ``BadContent``, also for a format that nothing here reads."""
    if reader := READERS.get(path.suffix.lower()):
        return reader(path, by)
    what = f"its name does not end as one of {', '.join(READERS)}"
    raise reading.bad(path, 0, what, "save it in one of these formats")
