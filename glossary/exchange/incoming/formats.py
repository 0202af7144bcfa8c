"""The formats that can be imported, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from glossary.exchange.incoming import mapped, reading, sheets
from glossary.exchange.incoming.incoming import Batch
from glossary.exchange.incoming.mapping import Map

Reader = Callable[[Path, Map], Batch]
"""A reader of one format: it takes the file, and what a mapping file says of it."""


def _table(path: Path, by: Map) -> Batch:
    return sheets.read(path, by.columns)


READERS: Mapping[str, Reader] = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), _table),
    **dict.fromkeys((".json", ".yaml", ".yml"), mapped.read),
}


def read(path: Path, by: Map) -> Batch:
    """Return what a file holds, whatever its format. Raises ``BadContent``, also for a format that nothing here reads."""
    if reader := READERS.get(path.suffix.lower()):
        return reader(path, by)
    what = f"its name does not end as one of {', '.join(READERS)}"
    raise reading.bad(path, 0, what, "save it in one of these formats")
