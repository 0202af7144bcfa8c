"""What a file of somebody else's holds, whatever its format: a reader makes these values, ``intake`` joins them into
content.

A reader is a function of a file that returns a ``Batch`` and writes nothing. Texts are given as they stand in the file:
markup, line breaks and what no text may hold are for ``intake`` to judge, alike for all formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: a file as messages show it (``files.displayed``), and a line, counted from one."""

    file: str
    line: int


class Outcome(StrEnum):
    """What became of a value. Where one is refused, nothing of the whole batch is written."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    LEFT = "left"
    REFUSED = "refused"


class Row(NamedTuple):
    """A row of the table of an import. ``field`` is a field of a text or a fact of a concept (``group``, ``related``), and
    ``language`` is empty for a fact. ``why`` says why the value was not taken, or what was changed in it."""

    place: Place
    concept: str
    language: str
    field: str
    value: str
    outcome: Outcome
    why: str = ""


Slot = tuple[str, str]
"""A text's place in a concept: the tag of its language, and its field."""


@dataclass(frozen=True)
class Citation:
    """A source that a file cites: the ``id`` of one of the register, or the keys and values of a source of its own
    (``title``, ``url``, ``kind``, ``state``, ``published``, ``seen``, ``as_of``; a day as ``2026-01-31``) as far as the
    file has them; the place in it; and the fields of the English text that are quoted from it, word for word."""

    id: str = ""
    locator: str = ""
    values: tuple[tuple[str, str], ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """One concept of a file. ``id`` is as the file has it; where it has none, it is empty, and is made of the English term.

    Facts are raw as well, ``retired`` a day as ``2026-01-31``. ``texts`` holds raw values by language (the file's own
    tag) and field (``content.text.FIELDS``), a list with one word on each line. ``places`` says where single texts stand,
    where that is not ``place``; ``unfinished`` and ``finished`` name those that the file calls so in so many words;
    ``english`` is the English that a translation was made from, where the file says it, and ``exported`` the digest of the
    text that stood here when our own export made the file.

    ``keyed`` is a file that answers our own keys (XLIFF): it makes no new concept, and what it has of one that is not
    there, or of English that has changed since, is left.
    """

    id: str
    place: Place
    group: str | None = None
    usage: str | None = None
    autolink: str | None = None
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: tuple[Citation, ...] = ()
    related: tuple[str, ...] = ()
    broader: str | None = None
    replaced_by: str | None = None
    retired: str | None = None
    places: Mapping[Slot, Place] = field(default_factory=dict)
    unfinished: frozenset[Slot] = frozenset()
    finished: frozenset[Slot] = frozenset()
    english: Mapping[Slot, str] = field(default_factory=dict)
    exported: Mapping[Slot, str] = field(default_factory=dict)
    keyed: bool = False

    def at(self, language: str, name: str) -> Place:
        """Return where a text stands."""
        return self.places.get((language, name), self.place)


@dataclass(frozen=True)
class Batch:
    """All that was read of one file: its concepts, and the rows that the reader itself has to tell (a column that it does
    not know, a status that no text has)."""

    concepts: tuple[Incoming, ...]
    rows: tuple[Row, ...] = ()
