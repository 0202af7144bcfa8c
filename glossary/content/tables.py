"""TOML files of content: read strictly, every problem with the line of the key that it is about.

tomli does not say where a key stands, and a problem without a line is half a problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tomli
from marshmallow import Schema, ValidationError

from glossary.content import files
from glossary.errors import BadContent, Finding

_TABLE = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_ROW = re.compile(r"\.\d+(?=\.)")


@dataclass(frozen=True)
class Table:
    """The content of a TOML file. ``lines`` says where each key first stands: ``text.term``, and for the rows of an array
    ``sources.url`` as well as ``sources.0.url``."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, *path: str) -> int:
        """Return where a key stands, else the nearest key above it, else the first line."""
        keys = (".".join(path[:length]) for length in range(len(path), 0, -1))
        return next((self.lines[key] for key in keys if key in self.lines), 1)

    def load(self, schema: Schema, remedy: str) -> Any:
        """Return the values as the schema takes them. Raises ``BadContent`` with every problem."""
        try:
            return schema.load(self.values)
        except ValidationError as error:
            raise BadContent(self.explain(error.messages, remedy)) from None

    def explain(self, messages: Any, remedy: str, path: tuple[str, ...] = ()) -> Iterator[Finding]:
        """Turn marshmallow's tree of messages into problems with lines; a message may bring its own remedy."""
        if isinstance(messages, Mapping):
            for key, inner in messages.items():
                below = path if key == "_schema" else (*path, str(key))
                yield from self.explain(inner, remedy, below)
            return
        named = ".".join(part for part in path if not part.isdigit()) or "the file"
        for message in messages:
            what, _, own = str(message).rstrip(".").partition("; ")
            yield Finding(self.file, self.line(*path), f"{named}: {what}", own or remedy)


def read(path: Path) -> Table:
    """Return a TOML file's content. Raises ``BadContent``."""
    name, source = files.shown(path), files.read(path)
    try:
        return Table(name, tomli.loads(source), _lines(source))
    except tomli.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else max(len(source.splitlines()), 1)
        raise BadContent([Finding(name, line, f"it is not TOML ({error})", "mend the syntax there")]) from None
    except (ValueError, RecursionError):  # tomli lets both through, and does not say where
        line, what = _longest(source), "a number or a nesting that goes on for too long"
        raise BadContent([Finding(name, line, what, "restore the file from version control")]) from None


def a_date(value: object) -> None:
    """Refuse what is no local date of TOML (a date with a time is one to Python)."""
    if type(value) is not date:
        raise ValidationError("it is not a date; write it as 2026-01-31, without quotes")


def _lines(source: str) -> dict[str, int]:
    table, rows, found = "", Counter[str](), dict[str, int]()
    for number, line in enumerate(source.split("\n"), 1):
        if match := _TABLE.match(line):
            table = match[2]
            found.setdefault(table, number)
            if match[1] == "[[":
                table = f"{table}.{rows[table]}"
                rows[match[2]] += 1
                found[table] = number
        elif match := _KEY.match(line):
            key = f"{table}.{match[1]}" if table else match[1]
            found.setdefault(key, number)
            if rows:
                found.setdefault(_ROW.sub("", key), number)
    return found


def _longest(source: str) -> int:
    lines = source.split("\n")
    return max(range(len(lines)), key=lambda number: len(lines[number])) + 1
