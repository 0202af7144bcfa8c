"""What stands beside the texts and has changed since a git revision: each line of the baseline, and each adoption."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson

from glossary.content import files
from glossary.errors import Refused, counted
from glossary.ledger import adopted, baseline, history
from glossary.ledger.adoption import Item, Kind

_Rows = dict[str, bytes]
"""Lines by what they are of, in words."""


def since(translations: Path, revision: str) -> Iterator[str]:
    """Yield a sentence for each string, fact and contact that the baseline ships otherwise, and for each new adoption.

    Raises ``Refused`` where there is no git, no repository or no such revision.
    """
    yield from _baseline(revision)
    folder = translations / files.ADOPTIONS
    before = {line for _, text in history.files_at(translations, folder, revision) for line in text.split(b"\n")}
    for line in adopted.read(translations):
        by = line.adoption.by
        if by and line.written not in before:
            yield f"{line.file}:{line.number}: {line.adoption.item} is adopted by “{by.who}” ({by.role}), {by.when:%Y-%m-%d}"


def _baseline(revision: str) -> Iterator[str]:
    """Say what a new baseline changes; nothing where the package lies in no repository, or in one without that revision."""
    folder = baseline.FOLDER
    try:
        tracked = list(history.files_at(folder, folder, "HEAD"))
        before = _rows(text for _, text in history.files_at(folder, folder, revision)) if tracked else {}
    except Refused:
        return
    if not tracked:  # it is installed, in a folder that happens to lie in a repository
        return
    now = _rows(path.read_bytes() for path in sorted(folder.glob("*.jsonl")))
    if now and not before:
        yield f"{files.displayed(folder)}: the baseline is new, with {counted(len(now), 'line')}"
        return
    for name in sorted(before | now):
        if before.get(name) != now.get(name):
            what = "is new in" if name not in before else "is gone from" if name not in now else "has changed in"
            yield f"{files.displayed(folder)}: {name} {what} the baseline"


def _rows(texts: Iterator[bytes]) -> _Rows:
    lines = (line for text in texts for line in text.split(b"\n") if line)
    return {_name(line): line for line in lines}


def _name(line: bytes) -> str:
    row = orjson.loads(line)
    return str(Item(Kind(row["adopts"]), row.get("language", ""), row["key"]))
