"""A glossary in the shape that each competitor wants."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from benchmarks.material import Entries


def as_json(entries: Entries, path: Path) -> None:
    """Write a json-server database: a resource for each language."""
    path.write_text(json.dumps(entries), encoding="utf-8")


def as_sqlite(entries: Entries, path: Path) -> None:
    """Write an SQLite database: a row for each text, what is no text in it as JSON."""
    rows = list(chain.from_iterable(entries.values()))
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute(f"create table texts ({names}, primary key (language, id))")
        database.executemany(f"insert into texts values ({marks})", map(_row, rows))
    database.close()


def _row(entry: Mapping[str, Any]) -> list[str | None]:
    return [value if value is None or isinstance(value, str) else json.dumps(value) for value in entry.values()]


def as_skos(entries: Entries, path: Path) -> None:
    """Write SKOS concepts as skosprovider's dictionaries: a concept scheme for each language."""
    schemes = {tag: [_concept(entry) for entry in listed] for tag, listed in entries.items()}
    path.write_text(json.dumps(schemes), encoding="utf-8")


def _concept(entry: Mapping[str, Any]) -> dict[str, Any]:
    language, avoid = entry["language"], entry["avoid"]
    labels = {
        "prefLabel": [entry["term"]],
        "altLabel": [entry["abbreviation"], *entry["forms"]],
        "hiddenLabel": avoid["words"],
    }
    notes = {
        "definition": entry["definition"],
        "note": entry["plain"],
        "scopeNote": entry["note"],
        "editorialNote": avoid["reason"],
    }
    return {
        "id": entry["id"],
        "labels": [{"type": kind, "language": language, "label": label} for kind in labels for label in labels[kind]],
        "notes": [{"type": kind, "language": language, "note": note} for kind, note in notes.items()],
        "sources": [{"citation": f"{source['title']}, {source['locator']}"} for source in entry["sources"]],
        "related": [other["id"] for other in entry["related"]],
    }  # fmt: skip


def as_gettext(translations: Path, folder: Path) -> None:
    """Compile the catalogs as gettext reads them."""
    for path in translations.glob("*/LC_MESSAGES/glossary.po"):
        compiled = folder / path.relative_to(translations).with_suffix(".mo")
        compiled.parent.mkdir(parents=True)
        with path.open("rb") as source, compiled.open("wb") as target:
            write_mo(target, read_po(source))
