"""The strict look: entries by any word in them, in the letters of the reader's language.

The names of an entry help to find it while they are still drafts. What is shown of it is its served text. Concepts without a
served text are looked for by their names too, so that a reader learns that a draft waits; nothing of the draft is shown.

The rules of the ranking:

1. An entry is one hit, by its best match.
2. A whole line (a term, a form, a word to avoid) comes before the beginning of a word, which comes before any other place.
3. Where those are equal, the earlier field in ``SEARCHED`` comes first.
4. Where fields are equal too, the alphabetical order of the language decides.
5. Words that an entry holds rank as an inside match in the definition at least, side by side or not. Words of the entry have
   to begin with them: "hot line" has nothing to do with a "photo online".
6. A single letter counts as a word, or as the beginning of the one that is being typed, and never inside words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import merge
from itertools import accumulate, pairwise

from glossary.content.model import Status
from glossary.edition.bits import bits, numbers
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, with_fields
from glossary.edition.match import SEARCHED, Match, Matches, Rank
from glossary.edition.names import FINDING, Names
from glossary.edition.spelling import spelt
from glossary.edition.vocabulary import Vocabulary
from glossary.language.codes import BREAK
from glossary.language.initials import single
from glossary.language.letters import words
from glossary.language.tags import SOURCE, choose

WORTH_SCANNING = 100
"""From so many on, places are looked for as they are asked for, rather than all at once."""

MANY = 1000
"""From so many places on, one search through all letters is quicker than one for each."""

_BROKEN = f" {BREAK} "

_FEW = 20
"""For so few searches a vocabulary is not worth the time to make it, and the memory."""

COMMON = 3
"""Parts of words of so few letters are in so many entries that they narrow nothing down."""


class Index:
    """What can be found in one language. Built once for each edition and language.

    ``entries`` are in alphabetical order, and numbered in it. The numbers of the ``waiting`` concepts, by id, follow. Each
    field of each of them is a place: all terms come first, then all abbreviations and so on, so that places sort by
    rules 3 and 4. ``_letters`` holds the letters of all places in this order: what is found first is the best. Every line,
    the first and last of a place too, stands between breaks, and every word and every break between spaces. ``_begins``
    says where each place begins, and the last one ends.
    """

    def __init__(self, edition: Edition, names: Names, language: str, minimum: Status = Status.VETTED) -> None:
        """``language`` is the tag that readers ask with; its letters are used, English ones where it is not offered."""
        alphabet = choose(language, edition.languages) or SOURCE
        self.entries, fields = with_fields(edition, (language,), minimum)
        served = {entry.concept.id: None for entry in self.entries}
        self.waiting = tuple(concept.id for concept in edition.live if concept.id not in served)
        self.numbers = {concept: number for number, concept in enumerate([*served, *self.waiting])}
        named = [(_names(names, alphabet, entry, read), read) for entry, read in zip(self.entries, fields, strict=True)]
        named += [(names.lines(concept, sorted({alphabet, SOURCE})), {}) for concept in self.waiting]
        self._count = len(named)
        self._spelling, letters = spelt(alphabet, [place for field in SEARCHED for place in _places(field, named)])
        self._letters = "".join(letters)
        self._begins = array("I", accumulate(map(len, letters), initial=0))
        self._prose = len(FINDING) * self._count
        self._lengths = bits({len(line) for place in letters[self._prose :] for line in place.split(BREAK)})
        self._searches = 0
        self._common = dict[str, int]()

    def matches(self, query: str, limit: int) -> Matches:
        """Return the matches, of entries the best ones only, so many at most."""
        self._searches += 1
        phrase, asked = self._spelling.query(query), words(query)
        if not phrase:
            return Matches([], 0)
        spelt = phrase.split(" ")
        letters = {some for some, word in zip(spelt, asked, strict=True) if single(word)}
        shape = f" {phrase}" if spelt[0] in letters else phrase  # rule 6
        beside = self._scattered(spelt, letters)
        places = self._phrase(shape, beside) if len(spelt) > 1 else self._few(shape)
        inside = self._inside(shape, beside) if places is None else self._bits(places)
        best, served, found = dict[int, Match](), 0, inside | beside
        for number, match in self._ranked(phrase, shape, places, beside):
            if number not in best:  # rule 1: ranks and places come best first
                best[number] = match
                served += number < len(self.entries)
                if served == limit or len(best) == found.bit_count():
                    break
        return Matches([*best.values()], found)

    def _ranked(
        self, phrase: str, shape: str, places: Collection[int] | None, beside: int
    ) -> Iterator[tuple[int, Match]]:
        """Yield the matches, the best rank first (rule 2). Those of worse ranks are looked for only when they are asked for.

        What matches better matches worse too, and so comes again.
        """
        begun, line = f" {phrase}", f"{BREAK} {phrase} {BREAK}"
        if places is None or " " not in phrase:
            yield from self._matches(Rank.EXACT, self._lines_of(phrase, line))
            yield from self._matches(Rank.PREFIX, self._everywhere(begun) if beside else self._standing(begun))
        else:
            yield from self._matches(Rank.EXACT, self._among(places, line))
            yield from self._matches(Rank.PREFIX, self._among(places, begun))
        inside = self._everywhere(shape) if places is None else places
        definition = SEARCHED.index("definition") * self._count
        yield from self._matches(Rank.INSIDE, merge(inside, (definition + number for number in numbers(beside))))

    def _matches(self, rank: Rank, places: Iterable[int]) -> Iterator[tuple[int, Match]]:
        for place in places:
            field, number = divmod(place, self._count)
            yield number, Match(number, SEARCHED[field], rank)

    def _lines_of(self, phrase: str, line: str) -> Iterable[int]:
        """Return the places that have a phrase as a line, in order. Prose is looked through if it has lines as short."""
        if " " not in phrase and (holding := self._few(f" {phrase} ")) is not None:
            return self._among(holding, line)
        short = self._lengths >> len(line) - 2 & 1
        return self._everywhere(line, None if short else self._begins[self._prose])

    def _standing(self, part: str) -> Iterable[int]:
        """Return the places that have a part of a word, in order."""
        holding = self._few(part)
        return self._everywhere(part) if holding is None else holding

    def _few(self, part: str) -> list[int] | None:
        """Return the places that have a part of a word, in order; ``None`` where they are many, or not known."""
        holding = self._with(part, WORTH_SCANNING)
        return None if holding is None else sorted(holding)

    def _phrase(self, shape: str, beside: int) -> list[int] | None:
        """Return the places that have several words side by side, in order; ``None`` where that would take long, and most
        entries have the words anyway (``beside``)."""
        narrow: set[int] | None = None
        # Beginnings of words are found at once, ends have to be looked for; the longest is the rarest, mostly.
        for part in sorted(_side_by_side(shape), key=lambda part: (part[0] != " ", -len(part))):
            if (part[0] == " " or len(part.strip()) > COMMON) and (narrow is None or len(narrow) > WORTH_SCANNING):
                holding = self._with(part, MANY)
                narrow = narrow if holding is None else holding if narrow is None else narrow & holding
        if narrow is not None:
            return self._among(sorted(narrow), shape)
        most = beside.bit_count() > WORTH_SCANNING >= self._without(beside).bit_count()
        return None if most else [*self._everywhere(shape)]

    def _inside(self, shape: str, beside: int) -> int:
        """Return the entries that have a shape, as bits; where nearly all have its words anyway (``beside``), only the few
        others are looked at."""
        if not beside:
            return self._holding(shape)
        fields = range(0, len(SEARCHED) * self._count, self._count)
        others = [first + number for first in fields for number in numbers(self._without(beside))]
        return self._bits(self._among(others, shape))

    def _without(self, entries: int) -> int:
        return ~(~0 << self._count) & ~entries

    def _among(self, places: Iterable[int], shape: str) -> list[int]:
        """Return those of some places that have a shape."""
        find, begins = self._letters.find, self._begins
        return [place for place in places if find(shape, begins[place], begins[place + 1]) >= 0]

    def _everywhere(self, shape: str, end: int | None = None) -> Iterator[int]:
        """Yield the places that have a shape, in order, up to where the letters are to be looked at."""
        at = self._letters.find(shape, 0, end)
        while at >= 0:
            following = bisect_right(self._begins, at)
            yield following - 1
            at = self._letters.find(shape, self._begins[following], end)

    def _with(self, part: str, most: int | None = None) -> set[int] | None:
        """Return the places that have a part of a word, if the vocabulary can tell and they are no more than so many."""
        return self._vocabulary.holding(part, most) if self._searches > _FEW else None

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._letters[begin:end] for begin, end in pairwise(self._begins))

    def _scattered(self, words: list[str], letters: Collection[str]) -> int:
        """Return the entries that hold every one of several words, side by side or not, as bits (rules 5 and 6)."""
        entries = self._without(0) if len(words) > 1 else 0
        for word in sorted(set(words), key=len, reverse=True):  # the longest is the rarest, mostly
            if not entries:
                break
            entries &= self._holding(f" {word} " if word in letters else f" {word}")
        return entries

    def _holding(self, part: str) -> int:
        """Return the entries with a part of a word, as bits. Those of few letters are kept where there are many: how many
        such parts there are depends on the words of the index, not on what readers ask for."""
        entries = self._common.get(part)
        if entries is None:
            places = self._with(part)
            entries = self._bits(self._everywhere(part) if places is None else places)
            if len(part.strip()) <= COMMON and entries.bit_count() > WORTH_SCANNING:
                self._common[part] = entries
        return entries

    def _bits(self, places: Iterable[int]) -> int:
        return bits({place % self._count for place in places})


def _names(names: Names, alphabet: str, entry: Entry, read: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of an entry, whose text was read already."""
    if entry.language == alphabet and entry.vetted:
        return names.lines(entry.concept.id, (alphabet,), read)
    return names.lines(entry.concept.id, sorted({alphabet, entry.language}))


def _places(field: str, named: Iterable[tuple[Mapping[str, str], Mapping[str, str]]]) -> Iterator[str]:
    """Yield a field of ``SEARCHED`` of each entry, by its names and its text, with each line between breaks."""
    for names, text in named:
        lines, more = text.get(field, ""), names.get(field, "")
        if more and more != lines:
            lines = BREAK.join(dict.fromkeys([*lines.split(BREAK), *more.split(BREAK)]))
        yield f"{BREAK} {lines.replace(BREAK, _BROKEN)} {BREAK}" if lines else ""


def _side_by_side(phrase: str) -> list[str]:
    """Return the words of a phrase with the spaces that must stand around them: ``a b c`` gives ``a␣``, ``␣b␣``, ``␣c``."""
    return re.split("(?<= )(?= )", phrase.replace(" ", "  "))
