"""Lines that the log has and no ledger any more: at a start, before which nothing was read, they are known from there.

The log has digests only, so nobody can say which records they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glossary.content import files
from glossary.ledger import adopted, ledgers, losses, versions
from glossary.ledger.losses import Seen
from glossary.proofs import tiles
from glossary.proofs.log import Log, entry


def lines(translations: Path) -> Iterator[bytes]:
    """Yield the lines of all ledgers and of all adoptions, whatever they say. Raises ``BadContent`` where a file cannot be
    read."""
    folders = sorted(path.name for path in translations.iterdir() if path.is_dir())
    paths = [path for name in folders for path in ledgers.paths(translations, name)]
    for path in (*adopted.paths(translations), *paths):
        yield from files.read_bytes(path).splitlines(keepends=True)


def gone(translations: Path, log: Log) -> list[Seen]:
    """Return the entries of the log of which no line is there, and whose loss was not confirmed. Raises ``BadContent``."""
    there = set(map(entry, (*lines(translations), *versions.lines(translations))))
    known, place = losses.confirmed(translations), files.displayed(translations / tiles.FOLDER)
    rows = ((f"sha256:{each.hex()}", index) for each, index in log.places.items() if each not in there)
    return [Seen(place, digest, f"entry {index} of the log") for digest, index in rows if digest not in known]
