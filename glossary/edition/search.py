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
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from glossary.content.model import Status
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, entries
from glossary.edition.flat import Flat
from glossary.edition.names import FINDING, Names
from glossary.language.letters import fold, letters_of, words
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
    """The best matches, and the numbers of all."""

    best: list[Match]
    numbers: set[int]


@dataclass(frozen=True)
class Hit:
    """An entry that matches, with the field of its best match and how well that fits."""

    entry: Entry
    field: str
    rank: Rank

    @property
    def avoided(self) -> bool:
        """Whether the query is a word that the entry's term replaces. A word that is only similar to one may be harmless."""
        return self.field == "avoid" and self.rank is not Rank.SIMILAR


class _Codes(dict[int, str]):
    """The code point of each letter: the lowest one that is free when the letter is first seen."""

    def __missing__(self, letter: int) -> str:
        # Two of the codes below its number are taken by line break and space, which stand for themselves.
        code = len(self) - 1
        code += code >= 0x0A
        code += code >= 0x20
        self[letter] = chr(code)
        return self[letter]


class _Spelling(dict[str, str]):
    """Words by their letters for searching, in code points so low that Python stores most of them in one byte each.

    Line break and space stand for themselves. Letters get their code points while the index is built; a letter of a query
    that no text of the index has becomes ``_OUTSIDE``, which matches nothing.
    """

    _OUTSIDE = "\uffff"

    def __init__(self, language: str, words: Iterable[str]) -> None:
        """``words`` are all that the texts of the index have."""
        self.language = language
        self._codes = _Codes({ord(mark): mark for mark in "\n "})
        distinct = list(dict.fromkeys(words))
        self.update(zip(distinct, (spelt.translate(self._codes) for spelt in letters_of(distinct, language)), strict=True))

    def field(self, lines: Iterable[Sequence[str]]) -> str:
        """Return a field of the index, of which each line is a list of words."""
        spelt = "".join(["\n " + " ".join([self[word] for word in line]) for line in lines])
        return spelt and f"{spelt}\n"

    def query(self, text: str) -> str:
        """Return what to look for."""
        folded = fold(text, self.language)
        return folded.translate({ord(letter): self._codes.get(ord(letter), self._OUTSIDE) for letter in folded})


class _Words:
    """The words of an index, each once, and the entries that hold it: a tenth of all letters to look through.

    ``_begins`` says where each word begins in ``_letters``; ``_holders`` has the entries that hold it.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        """``entries`` are the letters of each entry, in the order of their numbers."""
        holders: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            for word in set(entry.replace("\n", " ").split(" ")) - {""}:
                holders.setdefault(word, []).append(number)
        self._letters = "".join(f" {word} " for word in holders)
        self._begins = array("I", accumulate((len(word) + 2 for word in holders), initial=0))
        self._holders = Flat(holders.values(), len(entries))
        self._beginning: dict[str, int] = {}

    def beginning(self, word: str) -> int:
        """Return the entries that hold a word that begins so, as bits. Many words begin with few letters, so that what those
        begin is kept: how much that is depends on the words of the index, and not on what readers ask for."""
        bits = self._beginning.get(word)
        if bits is None:
            bits = _bits(self.holding(f" {word}"))
            if bits and len(word) <= COMMON:
                self._beginning[word] = bits
        return bits

    def count(self, part: str) -> int:
        """Return how many words have this part, or a few more where it stands twice in one."""
        return self._letters.count(part)

    def holding(self, part: str) -> set[int]:
        """Return the numbers of the entries that hold a word with this part."""
        holders, at = set[int](), self._letters.find(part)
        while at >= 0:
            following = bisect_right(self._begins, at)
            holders.update(self._holders[following - 1])
            at = self._letters.find(part, self._begins[following])
        return holders


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
        texts = [(entry.concept.id, entry.text.fields) for entry in self.entries]
        texts += [(concept, {}) for concept in self.waiting]
        languages = list(dict.fromkeys((alphabet, SOURCE)))
        lines = [field for concept, text in texts for field in _lines(names.of(concept, languages), text)]
        self._spelling = _Spelling(alphabet, chain.from_iterable(chain.from_iterable(lines)))
        fields = list(map(self._spelling.field, lines))
        self._letters = "".join(fields)
        self._ends = array("I", accumulate(map(len, fields)))
        self._begins = [0, *self._ends[len(SEARCHED) - 1 :: len(SEARCHED)]]
        self._words = _Words([self._letters[begin:end] for begin, end in pairwise(self._begins)])
        self._spelling.clear()  # the letters of words are as quickly found again

    def matches(self, query: str, limit: int) -> Matches:
        """Return the matches, of entries the best ones only, so many at most."""
        phrase, seen, best, served = self._spelling.query(query), set[int](), list[Match](), 0
        for rank, places in self._ranked(phrase) if phrase else ():
            for field, number in places:
                if number not in seen:  # rule 1: ranks and places come best first
                    seen.add(number)
                    if served < limit:
                        best.append(Match(number, SEARCHED[field], rank))
                    served += number < len(self.entries)
        return Matches(best, seen)

    def _ranked(self, phrase: str) -> Iterator[tuple[Rank, Iterable[_Place]]]:
        """Return the ranks from best to worst (rule 2), each with the places that match so."""
        # What matches better matches worse too: only the entries that match worse are looked at.
        inside = self._among(self._candidates(_side_by_side(phrase)), phrase)
        prefix = self._places(inside, f" {phrase}")
        begun = {number for _, number in prefix}
        yield Rank.EXACT, self._places(begun, f"\n {phrase}\n")
        yield Rank.PREFIX, prefix
        rest = self._places([number for number in inside if number not in begun], phrase)
        yield Rank.INSIDE, sorted([*rest, *self._scattered(phrase.split(" "), inside)])

    def _candidates(self, parts: Iterable[str]) -> Collection[int]:
        """Return the numbers of the entries that may hold all these parts of words: those that hold each rare part."""
        numbers: Collection[int] = range(len(self._begins) - 1)
        for part in sorted({part for part in parts if len(part) > COMMON}, key=len, reverse=True):
            if len(numbers) > WORTH_SCANNING > self._words.count(part):
                numbers = self._words.holding(part).intersection(numbers)
        return numbers

    def _among(self, numbers: Collection[int], shape: str) -> list[int]:
        if len(numbers) > WORTH_SCANNING and shape not in self._letters:
            return []
        find, begins = self._letters.find, self._begins
        return [number for number in numbers if find(shape, begins[number], begins[number + 1]) >= 0]

    def _places(self, among: Collection[int], shape: str) -> list[_Place]:
        """Return the entries that hold a shape, each with the first field that does, in the order of rules 3 and 4."""
        find, begins = self._letters.find, self._begins
        places = [(number, find(shape, begins[number], begins[number + 1])) for number in among]
        return sorted((bisect_right(self._ends, at) % len(SEARCHED), number) for number, at in places if at >= 0)

    def _scattered(self, words: list[str], others: Collection[int]) -> Iterator[_Place]:
        """Return the entries, besides the others, that hold every word, though not side by side (rule 5)."""
        if len(words) < 2:
            return
        # The longest word is the rarest, mostly: most entries are left out by it.
        numbers = ~0
        for word in sorted(set(words), key=len, reverse=True):
            numbers &= self._words.beginning(word)
            if not numbers:
                return
        definition = SEARCHED.index("definition")
        yield from ((definition, number) for number in _numbers(numbers & ~_bits(others)))


def _lines(names: Mapping[str, Iterable[str]], text: Mapping[str, str]) -> Iterator[list[list[str]]]:
    """Yield each field of ``SEARCHED`` of an entry as its lines, and each line as its words."""
    for field in SEARCHED:
        lines = dict.fromkeys([*text.get(field, "").split("\n"), *names.get(field, ())])
        yield list(filter(None, map(words, lines)))


def _bits(numbers: Iterable[int]) -> int:
    """Return a set of numbers as the bits of one."""
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def _numbers(bits: int) -> Iterator[int]:
    """Yield the numbers that a set of bits stands for, the lowest first."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def _side_by_side(phrase: str) -> list[str]:
    """Return the words of a phrase with the spaces that must stand around them: ``a b c`` gives ``a␣``, ``␣b␣``, ``␣c``."""
    return re.split("(?<= )(?= )", phrase.replace(" ", "  "))
