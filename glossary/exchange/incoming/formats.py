"""The formats that can be imported, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from glossary.errors import BadContent
from glossary.exchange.incoming import reading, sheets
from glossary.exchange.incoming.incoming import Batch

Reader = Callable[[Path, Mapping[str, str]], Batch]
"""A reader of one format: it takes the file, and which columns of it have which names of ours."""

READERS: Mapping[str, Reader] = dict.fromkeys((".csv", ".tsv", ".tab", ".txt"), sheets.read)


def read(path: Path, columns: Mapping[str, str]) -> Batch:
    """Return what a file holds, whatever its format. Raises ``BadContent``, also for a format that nothing here reads."""
    ending = path.suffix.lower()
    if reader := READERS.get(ending):
        return reader(path, columns)
    raise _unknown(path)


def _unknown(path: Path) -> BadContent:
    return reading.bad(
        path, 0, f"its name does not end as one of {', '.join(READERS)}", "save it in one of these formats"
    )
