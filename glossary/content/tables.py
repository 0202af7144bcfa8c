"""TOML files of content (TOML 1.1), read strictly: every finding has the line of the key that it is about.

tomli does not say where a key stands, so the lines are sought here, in a text that tomli has accepted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import tomli
from marshmallow import Schema, ValidationError, fields, validate

from glossary.content import files
from glossary.content.text import clean, written
from glossary.errors import BadContent, BadText, Finding

_QUIET = re.compile(
    r'''"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"{3,5}|"[^"\\]*(?:\\.[^"\\]*)*"'''
    r"""|'{3}[^']*(?:'(?!'')[^']*)*'{3,5}|'[^']*'|#[^\n]*""",
    re.DOTALL,
)
"""Comments and the four kinds of strings (TOML 1.1): nothing in them is a key, a table or a bracket."""

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEAD = re.compile(rf"[ \t]*(?:(?P<brackets>\[\[?)[ \t]*(?P<table>{_NAME})|(?P<key>{_NAME})[ \t]*=)")
"""How a line begins that starts a table or a key, bare, quoted or dotted."""

_QUOTES = "\"'"
_ROW = re.compile(r"\.\d+(?=\.)")
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


AHEAD = frozenset({"expires_on", "until"})
"""The keys whose day is meant to lie ahead. Every other day says when something was so: it cannot be in the future."""


@dataclass(frozen=True)
class Table:
    """The content of a TOML file. ``lines`` holds the line, counted from one, on which each key first stands, by its full
    name: ``text.term``, and in an array of tables ``sources.0.url`` for each row and ``sources.url`` for the first. ``data``
    are the bytes that it was made of."""

    file: str
    values: Mapping[str, Any]
    lines: Mapping[str, int]
    data: bytes = b""

    def line(self, *path: str) -> int:
        """Return the line of a key, else of the nearest key above it, else 1."""
        keys = (".".join(path[:length]) for length in range(len(path), 0, -1))
        return next((self.lines[key] for key in keys if key in self.lines), 1)

    def load(self, schema: Schema, remedy: str, today: date) -> Any:
        """Return the values as the schema loads them. Raises ``BadContent`` with a finding for each message of the schema,
        and for each day that lies in the future (UTC); ``remedy`` is for messages without their own."""
        findings = list(_ahead(self, self.values, today))
        try:
            values = schema.load(self.values)
        except ValidationError as error:
            findings += self.explain(error.messages, remedy)
        if findings:
            raise BadContent(findings)
        return values

    def explain(self, messages: Any, remedy: str, path: tuple[str, ...] = ()) -> Iterator[Finding]:
        """Turn marshmallow's tree of messages into findings with lines. A message ``what; remedy`` has its own remedy."""
        if isinstance(messages, Mapping):
            for part, inner in messages.items():
                below = path if part == "_schema" else (*path, str(part))
                yield from self.explain(inner, remedy, below)
            return
        key = ".".join(part for part in path if not part.isdigit()) or "the file"
        for message in messages:
            what, _, own = str(message).rstrip(".").partition("; ")
            yield Finding(self.file, self.line(*path), f"{key}: {what}", own or remedy)


def read(path: Path) -> Table:
    """Return a TOML file's content. Raises ``BadContent`` where it cannot be read or is not TOML."""
    name, source = files.displayed(path), files.read(path)
    try:
        return Table(name, tomli.loads(source), _lines(source), source.encode())
    except tomli.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        line = int(match[1]) if match else max(len(source.splitlines()), 1)
        raise BadContent([Finding(name, line, f"it is not TOML ({error})", "mend the syntax there")]) from None
    except (
        ValueError,
        RecursionError,
    ):  # Python's own errors, in which tomli does not say where: in the longest line, likely
        line, what = _longest(source), "a number or a nesting that goes on for too long"
        raise BadContent([Finding(name, line, what, "restore the file from version control")]) from None


def _ahead(table: Table, value: object, today: date, path: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Find the days of a table that lie in the future."""
    if isinstance(value, Mapping | list):
        rows = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, inner in rows:
            yield from _ahead(table, inner, today, (*path, str(key)))
    elif type(value) is date and value > today and path[-1] not in AHEAD:
        key = ".".join(part for part in path if not part.isdigit())
        what = f"{key}: {value} lies in the future; today is {today} (UTC)"
        yield Finding(table.file, table.line(*path), what, "mend the day, or the clock of this machine")


def a_date(value: object) -> None:
    """Raise ``ValidationError`` for what is not a local date of TOML. In Python, a date with a time is a ``date`` too."""
    if type(value) is not date:
        raise ValidationError("it is not a date; write it as 2026-01-31, without quotes")


def published(value: object) -> None:
    """Raise ``ValidationError`` for what is no day, month or year of publication."""
    first_day(value)


def first_day(published: object) -> date:
    """Return the first day of a year, a month or a day, such as ``2011-12``. Raises ``ValidationError`` for anything else."""
    match = _PUBLISHED.fullmatch(published) if isinstance(published, str) else None
    try:
        return date(*(int(part or 1) for part in match.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        what = "it is no year, month or day; write it in quotes, as “2011”, “2011-12” or “2011-12-13”"
        raise ValidationError(what) from None


def plain(value: str) -> None:
    """Raise ``ValidationError`` for a value with what no text may hold."""
    try:
        if written("", value) != value:
            raise ValidationError("it has white space around it, or is not in NFC; write it in its clean form")
    except BadText as error:
        raise ValidationError(f"{error.what}; {error.remedy}") from None


class Web(fields.URL):
    """A field for an address on the web (``https``)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(schemes={"https"}, **options)
        self.validators[0] = _WebAddress(schemes={"https"}, error=str(self.error_messages["invalid"]))


class _WebAddress(validate.URL):
    """The library's rule of addresses. To compile its pattern takes as long as to read all term files, so a plain address
    passes without it."""

    def __call__(self, value: str) -> str:
        if _PLAIN_ADDRESS.fullmatch(value):
            return value
        super().__call__(value)
        if not (value.startswith("https://") and _is_clean(value)):  # the library takes HTTPS:// too, and any character
            what, remedy = (
                "it is no web address as it stands",
                "begin it with https:// in small letters, copy it from a browser",
            )
            raise ValidationError(f"{what}; {remedy}, and write “<” as %3C")
        return value


def _is_clean(value: str) -> bool:
    try:
        return clean("", value) == value
    except BadText:
        return False


_PLAIN_ADDRESS = re.compile(r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}(?:/[!-;=-~]*)?")


def _lines(source: str) -> dict[str, int]:
    """Return the line, counted from one, on which each key and table of a valid TOML text first stands, by its full name."""
    lines, rows, table = dict[str, int](), Counter[str](), ""
    for number, head in _heads(source):
        if head["key"]:
            _enter(lines, _full(table, head["key"], rows), number)
            continue
        table = _full("", head["table"], rows)
        _enter(lines, table, number)
        if head["brackets"] == "[[":
            _enter(lines, f"{table}.{rows[table]}", number)
            rows[table] += 1
    return lines


def _heads(source: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the number and the beginning of each line that starts a table or a key. A line that begins inside a string, an
    array or an inline table starts neither, whatever it looks like."""
    outline = _QUIET.sub(lambda quiet: "\n" * quiet[0].count("\n"), source)
    depth = 0
    for number, (line, rest) in enumerate(zip(source.split("\n"), outline.split("\n"), strict=True), 1):
        # The line that ends a string of several lines has neither sign left in its outline.
        if depth == 0 and ("=" in rest or "[" in rest) and (head := _HEAD.match(line)):
            yield number, head
        depth += rest.count("[") + rest.count("{") - rest.count("]") - rest.count("}")


def _full(table: str, name: str, rows: Mapping[str, int]) -> str:
    """Return the full name of a key or table below a table; below an array of tables, it stands in its last row so far."""
    for part in re.findall(_PART, name):
        above = f"{table}.{rows[table] - 1}" if table in rows else table
        table = f"{above}.{part.strip(_QUOTES)}".lstrip(".")
    return table


def _enter(lines: dict[str, int], name: str, number: int) -> None:
    """Note where a key stands, unless it stood earlier: also without the numbers of its rows, and for the keys above it,
    which a dotted key may name first."""
    for key in (*accumulate(name.split("."), "{}.{}".format), _ROW.sub("", name)):
        lines.setdefault(key, number)


def _longest(source: str) -> int:
    lines = source.split("\n")
    return max(range(len(lines)), key=lambda number: len(lines[number])) + 1
