"""The strict look: entries by any word in them, in the letters of the reader's language.

The names of an entry help to find it while they are still drafts. What is shown of it is its served text. Concepts without a
served text are looked for by their names too, so that a reader learns that a draft waits; nothing of the draft is shown.

The rules of the ranking:

1. An entry is one hit, by its best match.
2. A whole line (a term, a form, a word to avoid) comes before the beginning of a word, which comes before any other place.
3. Where those are equal, the earlier field in ``SEARCHED`` comes first.
4. Where fields are equal too, the alphabetical order of the language decides.
5. Words that an entry holds, but not side by side, rank as an inside match in the definition. Words of the entry have to
   begin with them: "hot line" has nothing to do with a "photo online".
6. A single letter counts as a word, or as the beginning of the one that is being typed, and never inside words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from itertools import accumulate, chain, pairwise
from operator import or_
from typing import NamedTuple

from glossary.content.model import Status
from glossary.edition.bits import bits, numbers
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, entries
from glossary.edition.names import FINDING, Names
from glossary.edition.spelling import Spelling, Vocabulary
from glossary.language.initials import single
from glossary.language.letters import words
from glossary.language.tags import SOURCE, choose

SEARCHED = (*FINDING, "definition", "plain", "note")

WORTH_SCANNING = 100
"""From so many entries or words on, one search through all letters is quicker than one for each."""

COMMON = 3
"""Parts of words of so few letters are in so many entries that they narrow nothing down."""

_Place = tuple[int, int]
"""The number of a field in ``SEARCHED``, and that of an entry. Places sort by rules 3 and 4: entries are numbered in
alphabetical order."""


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


@dataclass(frozen=True)
class Hit:
    """An entry that matches, with the field of its best match and how well that fits. ``avoided``: whether the query is or
    holds a word that the entry's term replaces."""

    entry: Entry
    field: str
    rank: Rank
    avoided: bool


class Index:
    """What can be found in one language. Built once for each edition and language.

    ``entries`` are in alphabetical order; an entry's number is its place there. The numbers of the ``waiting`` concepts, by
    id, follow. ``_letters`` holds the letters of all, one phrase a line, in the order of ``SEARCHED``; every line, the first
    and last of a field too, stands between line breaks, and every word, the first of a line too, behind a space. ``_ends``
    says where each field ends, ``_begins`` where each entry begins, and the last one ends.
    """

    def __init__(self, edition: Edition, names: Names, language: str, minimum: Status = Status.VETTED) -> None:
        """``language`` is the tag that readers ask with; its letters are used, English ones where it is not offered."""
        alphabet = choose(language, edition.languages) or SOURCE
        self.entries = entries(edition, (language,), minimum)
        served = {entry.concept.id: None for entry in self.entries}
        self.waiting = tuple(concept.id for concept in edition.live if concept.id not in served)
        self.numbers = {concept: number for number, concept in enumerate([*served, *self.waiting])}
        texts = [(entry.concept.id, {alphabet, entry.language}, entry.text.fields) for entry in self.entries]
        texts += [(concept, {alphabet, SOURCE}, {}) for concept in self.waiting]
        lines = [field for concept, tags, text in texts for field in _lines(names.of(concept, sorted(tags)), text)]
        self._spelling = Spelling(alphabet, chain.from_iterable(chain.from_iterable(lines)))
        fields = list(map(self._spelling.field, lines))
        self._letters = "".join(fields)
        self._ends = array("I", accumulate(map(len, fields)))
        self._begins = [0, *self._ends[len(SEARCHED) - 1 :: len(SEARCHED)]]
        self._words = Vocabulary([self._letters[begin:end] for begin, end in pairwise(self._begins)])
        self._every, self._common = range(len(texts)), dict[str, int]()
        self._spelling.clear()  # the letters of words are as quickly found again

    def matches(self, query: str, limit: int) -> Matches:
        """Return the matches, of entries the best ones only, so many at most."""
        phrase, asked = self._spelling.query(query), words(query)
        if not phrase:
            return Matches([], 0)
        spelt = phrase.split(" ")
        letters = {some for some, word in zip(spelt, asked, strict=True) if single(word)}
        shape = f" {phrase}" if spelt[0] in letters else phrase  # rule 6
        inside = self._among(self._candidates(phrase), shape)
        scattered = self._scattered(spelt, letters)
        beside = scattered and scattered & ~bits(inside)
        best, served = dict[int, Match](), 0
        for number, match in self._ranked(phrase, inside, beside):
            if served == limit:
                break
            if number not in best:  # rule 1: ranks and places come best first
                best[number] = match
                served += number < len(self.entries)
        return Matches([*best.values()], bits(inside) | beside)

    def _ranked(self, phrase: str, inside: list[int], beside: int) -> Iterator[tuple[int, Match]]:
        """Yield the matches, the best rank first (rule 2). Those of worse ranks are made only when they are asked for.

        What matches better matches worse too: only the entries that match worse are looked at.
        """
        prefix = self._places(inside, f" {phrase}")
        begun = {number for _, number in prefix}
        yield from _matches(Rank.EXACT, self._places(begun, f"\n {phrase}\n"))
        yield from _matches(Rank.PREFIX, prefix)
        rest = self._places([number for number in inside if number not in begun], phrase)
        definition = SEARCHED.index("definition")
        yield from _matches(Rank.INSIDE, sorted([*rest, *((definition, number) for number in numbers(beside))]))

    def _among(self, entries: Collection[int], shape: str) -> list[int]:
        """Return those of some entries that hold a shape, in order."""
        if len(entries) > max(WORTH_SCANNING, len(self._every) // 2):
            return [number for number in self._everywhere(shape) if number in entries]
        find, begins = self._letters.find, self._begins
        return [number for number in sorted(entries) if find(shape, begins[number], begins[number + 1]) >= 0]

    def _everywhere(self, shape: str) -> Iterator[int]:
        """Yield the entries that hold a shape, in order."""
        at = self._letters.find(shape)
        while at >= 0:
            number = bisect_right(self._begins, at) - 1
            yield number
            at = self._letters.find(shape, self._begins[number + 1])

    def _candidates(self, phrase: str) -> Collection[int]:
        """Return the entries that may hold a phrase: those that hold each rare one of its words."""
        entries: Collection[int] = self._every
        for part in sorted(_side_by_side(phrase), key=len, reverse=True):
            if len(part.strip()) > COMMON and len(entries) > WORTH_SCANNING > self._words.count(part):
                entries = self._words.holding(part).intersection(entries)
        return entries

    def _places(self, among: Collection[int], shape: str) -> list[_Place]:
        """Return the entries that hold a shape, each with the first field that does, in the order of rules 3 and 4."""
        if len(among) > WORTH_SCANNING and shape not in self._letters:
            return []
        find, begins = self._letters.find, self._begins
        places = [(number, find(shape, begins[number], begins[number + 1])) for number in among]
        return sorted((bisect_right(self._ends, at) % len(SEARCHED), number) for number, at in places if at >= 0)

    def _scattered(self, words: list[str], letters: Collection[str]) -> int:
        """Return the entries that hold every one of several words, side by side or not, as bits (rules 5 and 6)."""
        entries = ~(~0 << len(self._every)) if len(words) > 1 else 0
        for word in sorted(set(words), key=len, reverse=True):  # the longest is the rarest, mostly
            parts = (f" {word} ", f" {word}\n") if word in letters else (f" {word}",)
            entries &= reduce(or_, [self._holding(entries, part) for part in parts])
        return entries

    def _holding(self, entries: int, part: str) -> int:
        """Return those of some entries that hold a word that begins so, or is so, as bits; they may be more."""
        if entries.bit_count() <= WORTH_SCANNING:
            return bits(self._among([*numbers(entries)], part))
        return bits(self._words.holding(part)) if len(part) > COMMON and part[-1] not in " \n" else self._begun(part)

    def _begun(self, part: str) -> int:
        """Return the entries with a word that begins so, or is so, as bits. Those of few letters are kept where there are
        many: how many such beginnings there are depends on the words of the index, not on what readers ask for."""
        entries = self._common.get(part)
        if entries is None:
            entries = bits(self._everywhere(part))
            if entries.bit_count() > WORTH_SCANNING:
                self._common[part] = entries
        return entries


def _matches(rank: Rank, places: Iterable[_Place]) -> Iterator[tuple[int, Match]]:
    return ((number, Match(number, SEARCHED[field], rank)) for field, number in places)


def _lines(names: Mapping[str, Iterable[str]], text: Mapping[str, str]) -> Iterator[list[list[str]]]:
    """Yield each field of ``SEARCHED`` of an entry as its lines, and each line as its words."""
    for field in SEARCHED:
        lines = text[field].split("\n") if field in text else []
        if field in names:
            lines = list(dict.fromkeys([*lines, *names[field]]))
        yield list(filter(None, map(words, lines)))


def _side_by_side(phrase: str) -> list[str]:
    """Return the words of a phrase with the spaces that must stand around them: ``a b c`` gives ``a␣``, ``␣b␣``, ``␣c``."""
    return re.split("(?<= )(?= )", phrase.replace(" ", "  "))
