"""What a look finds: a match of a concept, with how well it fits, and the hit that it becomes."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from glossary.edition.entries import Entry
from glossary.edition.names import FINDING

SEARCHED = (*FINDING, "definition", "plain", "note")
"""The fields that are looked through, the best first."""


class Rank(IntEnum):
    """How well a match fits: a whole line, from the beginning of a word, inside a word, or none that is only similar."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2
    SIMILAR = 3


class Match(NamedTuple):
    """A concept that matches, by its number in the index, with the field of its best match and how well that fits; of one
    that is only similar, how similar, from 0 to 1."""

    number: int
    field: str
    rank: Rank
    score: float = 0

    @property
    def leads(self) -> bool:
        """Whether a name is the query or has a word that begins with it: then there is no need to look for more."""
        return self.rank <= Rank.PREFIX and self.field in FINDING


class Matches(NamedTuple):
    """The best matches, and the numbers of all, as bits."""

    best: list[Match]
    numbers: int


class Hit(NamedTuple):
    """An entry that matches, with the field of its best match and how well that fits. ``avoided``: whether the query is or
    holds a word that the entry's term replaces."""

    entry: Entry
    field: str
    rank: Rank
    avoided: bool
