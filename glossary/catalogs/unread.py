"""The drafts of a language, of which only is read at first whether they are complete: that is what readers may see of them.

Nearly every catalog is in the form in which ``po.write`` writes it, entry by entry and concept by concept. Such a file is
only looked through; a draft is read from a copy of it when somebody asks. Any other file, and each of which anything at all
could be said, is left to ``drafts``, which reads the whole of it and finds what is wrong: a test compares the two.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from glossary.catalogs import drafts, fastpath, reader
from glossary.content import files
from glossary.content.model import Draft
from glossary.content.stored import Stored
from glossary.content.text import FIELDS, LISTS, REQUIRED, suspicious
from glossary.errors import BadContent, Finding

MOST = 256
"""Most drafts of a language that are kept in memory, those that were asked for last."""


def read(directory: Path, language: str) -> tuple[Mapping[str, Draft], list[Finding]]:
    """Return a language's drafts, and a finding for each text that is not acceptable. Raises ``BadContent``."""
    file = drafts.path(directory, language)
    data = files.read_bytes(file)
    found = _looked_through(data, language)
    if found:
        return Unread(data, files.displayed(file), language, found), []
    return drafts.drafts(drafts.read(directory, language), directory, language)


class _Places(NamedTuple):
    """Where the drafts of a file stand: by concept its number, by number three integers, where it begins, how many bytes long
    it is, and its first line. ``complete`` are the concepts whose draft has every required field."""

    numbers: Mapping[str, int]
    places: array[int]
    complete: frozenset[str]


class Unread(Mapping[str, Draft]):
    """The drafts of a catalog, by concept. Each is read when somebody asks."""

    def __init__(self, data: bytes, file: str, language: str, found: _Places) -> None:
        self.complete = found.complete
        self._found, self._file, self._language = found, file, language
        self._stored, self._digest = Stored(data), sha256(data).digest()
        self._latest: dict[str, Draft] = {}

    def __getitem__(self, concept: str) -> Draft:
        known = self._latest.get(concept)
        if known is None:
            known = self._read(concept, self._found.numbers[concept])
            if len(self._latest) >= MOST:
                self._latest.clear()
            self._latest[concept] = known
        return known

    def _read(self, concept: str, number: int) -> Draft:
        start, length, line = self._found.places[3 * number : 3 * number + 3]
        messages = reader.part(self._stored.at(start, length), line)
        rows, _ = drafts.of(messages or (), self._file, self._language)
        return rows[concept]

    def __contains__(self, concept: object) -> bool:
        return concept in self._found.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._found.numbers)

    def __len__(self) -> int:
        return len(self._found.numbers)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Unread):
            return (self._digest, self._file) == (other._digest, other._file)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._digest)


def complete(rows: Mapping[str, Draft]) -> frozenset[str]:
    """Return the concepts whose draft has every required field."""
    if isinstance(rows, Unread):
        return rows.complete
    return frozenset(name for name, draft in rows.items() if draft.complete)


def _looked_through(data: bytes, language: str) -> _Places | None:
    """Return where the drafts of a file stand; ``None`` where it has to be read as a whole."""
    end = data.find(b"\n\n") + 1
    try:
        whole = end > 0 and data.endswith(b'"\n') and _headed(data[:end], language) and not suspicious(data[end:])
        return _places(data, end + 1) if whole else None
    except (BadContent, UnicodeDecodeError):
        return None


def _places(data: bytes, start: int) -> _Places | None:
    """Return where the drafts of a file stand whose first entry begins at an index."""
    line, rows, current = data.count(b"\n", 0, start) + 1, list[list[int]](), ""
    concepts: dict[str, None] = {}
    for entry in data[start:-1].split(b"\n\n"):
        above, _, strings = entry.partition(b"\nmsgstr ")
        head, (lines, several, filled) = _head(above), _form(strings)
        if head is None or not lines or (several and not head.several):
            return None
        if head.concept != current:
            current = head.concept
            if current in concepts:
                return None
            concepts[current] = None
            rows.append([start, line, 0, 0])
        row = rows[-1]
        if row[2] & head.field:
            return None
        row[2] |= head.field
        row[3] |= head.field if filled else 0
        start += len(entry) + 2
        line += head.lines + lines + 1
    ends = [row[0] for row in rows[1:]] + [start]
    places = array(
        "q", [number for row, end in zip(rows, ends, strict=True) for number in (row[0], end - row[0] - 1, row[1])]
    )
    complete = (name for name, row in zip(concepts, rows, strict=True) if row[3] & _REQUIRED == _REQUIRED)
    return _Places(_numbers(tuple(concepts)), places, frozenset(complete))


def _headed(head: bytes, language: str) -> bool:
    """Return whether the header is that of a catalog of the language. Raises ``BadContent``."""
    return reader.parsed(Path(), head).field("Language").replace("_", "-") == language


@lru_cache(maxsize=64)
def _numbers(concepts: tuple[str, ...]) -> Mapping[str, int]:
    """Return the numbers of concepts. It is cached because they are mostly the same in every language."""
    return {concept: number for number, concept in enumerate(concepts)}


class _Head(NamedTuple):
    """What stands above a msgstr: the concept, the field as a bit, how many lines it is, and whether the field is a list."""

    concept: str
    field: int
    lines: int
    several: bool


_BITS = {name: 1 << number for number, name in enumerate(FIELDS)}
_REQUIRED = sum(_BITS[name] for name in REQUIRED)


@lru_cache(maxsize=2**17)
def _head(above: bytes) -> _Head | None:
    """Return what stands above a msgstr. It is cached because it is mostly the same in every language."""
    message = fastpath.head(above)
    concept, _, name = message.key.rpartition(".") if message else ("", "", "")
    if message is None or not concept or name not in FIELDS:
        return None
    return _Head(concept, _BITS[name], message.line, name in LISTS)


_Form = tuple[int, bool, bool]
_UNUSUAL, _EMPTY, _FILLED = (0, False, False), (1, False, False), (1, False, True)
_LINE = re.compile(rb'"[^"\\\n]*+"').fullmatch
_LONG = 40
"""Fewest bytes of a string that is surely more than white space."""


def _form(strings: bytes) -> _Form:
    """Return how a msgstr is written: on how many lines, whether it has line breaks, and whether there is anything in it. It
    has no lines where that cannot be said without reading it."""
    if _LINE(strings):
        return _FILLED if len(strings) > _LONG or strings[1:-1].decode().strip() else _EMPTY
    if not fastpath.quoted(strings) or b"\\t" in strings or b"\\r" in strings:
        return _UNUSUAL
    breaks = strings.count(b"\n")
    if breaks != strings.count(b'\\n"\n"') + strings.startswith(b'""\n'):  # a list may lack the end of a line
        return _UNUSUAL
    filled = strings.replace(b'"', b"").replace(b"\\n", b"").decode().strip()
    return breaks + 1, b"\\n" in strings, bool(filled)


def forget() -> None:
    """Let go of what was remembered from one catalog to the next."""
    _head.cache_clear()
