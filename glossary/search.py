"""Search: entries by any word in them, in the letters of the reader's language.

Forms and words to avoid help to find an entry while they are still drafts; what is shown of an entry is its served text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, reduce
from itertools import accumulate, compress, count, islice, pairwise, takewhile
from operator import and_

from glossary.edition import Edition
from glossary.entries import Entry, entries
from glossary.languages import SOURCE, choose, fold, letters, words
from glossary.model import Status

FINDING = ("term", "abbreviation", "forms", "avoid")
"""Fields whose drafts help to find an entry, in the order in which a match counts."""

FIELDS = (*FINDING, "definition", "plain", "note")

WORDS = 256
"""Of so many words it is remembered which entries hold them: the same few are in most queries."""


MANY = 100
"""From so many entries on, looking through all letters at once is quicker than looking through one after the other."""


class Rank(IntEnum):
    """How well a match fits: the whole of a word or phrase, its beginning, or inside it."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2


@dataclass(frozen=True)
class Hit:
    """An entry that was found: by which of its fields, how well, and whether the words asked for are ones to avoid."""

    entry: Entry
    field: str
    rank: Rank

    @property
    def avoided(self) -> bool:
        """Whether what was asked for is a word that the entry's term replaces."""
        return self.field == "avoid"


class _Spelling(dict[str, str]):
    """The letters of words in few code points, so that each takes one byte; line break and space stand for themselves. Made
    while an index is built: what is not met then is spelt with a letter that no text of the index has."""

    _OUTSIDE = "\uffff"

    def __init__(self, language: str) -> None:
        self.language = language
        self._codes = {ord(mark): mark for mark in "\n "}
        self._free = (chr(code) for code in range(1, ord(self._OUTSIDE)) if code not in self._codes)

    def __missing__(self, word: str) -> str:
        folded = letters(word, self.language)
        for letter in folded:
            if ord(letter) not in self._codes:
                self._codes[ord(letter)] = next(self._free)
        self[word] = folded.translate(self._codes)
        return self[word]

    def line(self, text: str) -> str:
        """Return a phrase of the index."""
        return " ".join([self[word] for word in words(text)])

    def query(self, text: str) -> str:
        """Return what to look for."""
        folded = fold(text, self.language)
        return folded.translate({ord(letter): self._codes.get(ord(letter), self._OUTSIDE) for letter in folded})


class Index:
    """What can be found in one language. Built once for each edition and language.

    ``_letters`` holds the letters of all entries, one phrase a line, in the order of ``FIELDS``; every line, the first and
    last of a field too, stands between line breaks, and every word, the first of a line too, behind a space. ``_ends`` says
    where each field ends, ``_begins`` where each entry begins, and the last one ends.
    """

    def __init__(self, edition: Edition, language: str, least: Status = Status.VETTED) -> None:
        """``language`` is the tag that readers ask with; its alphabet is used, English where it is not offered."""
        alphabet = choose(language, edition.languages) or SOURCE
        self.found = entries(edition, (language,), least)
        self._spelling = _Spelling(alphabet)
        fields = [field for entry in self.found for field in self._fields(edition, entry, alphabet)]
        self._letters = "".join(fields)
        self._ends = array("I", accumulate(map(len, fields)))
        self._begins = [0, *self._ends[len(FIELDS) - 1 :: len(FIELDS)]]
        self._spelling.clear()  # the letters of words are as quickly found again
        self._holding = lru_cache(maxsize=WORDS)(self._look)

    def _fields(self, edition: Edition, entry: Entry, alphabet: str) -> Iterator[str]:
        drafts = [edition.draft(entry.concept.id, tag) for tag in {alphabet, entry.language}]
        for field in FIELDS:
            values = [entry.text.fields.get(field, "")]
            values += [draft.fields.get(field, "") for draft in drafts if draft and field in FINDING]
            lines = dict.fromkeys(line for value in values for line in value.split("\n"))
            spelt = "".join(f"\n {letters}" for line in lines if (letters := self._spelling.line(line)))
            yield spelt and f"{spelt}\n"

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return the hits, best first: exact before prefix before inside, then by field, then alphabetically."""
        return list(islice(self._hits(query), limit))

    def suggest(self, query: str, limit: int) -> list[Hit]:
        """Return the hits whose term, abbreviation, form or avoided word begins with the query, word by word."""
        begin = takewhile(lambda hit: hit.rank < Rank.INSIDE, self._hits(query))
        return list(islice((hit for hit in begin if hit.field in FINDING), limit))

    def _hits(self, query: str) -> Iterator[Hit]:
        """Return the hits, best first. Worse ones are looked for only when they are asked for."""
        wanted, seen = self._spelling.query(query), set[int]()
        for rank, found in self._ranked(wanted) if wanted else ():
            for field, number in sorted((field, number) for number, field in found.items() if number not in seen):
                yield Hit(self.found[number], FIELDS[field], rank)
            seen |= found.keys()

    def _ranked(self, wanted: str) -> Iterator[tuple[Rank, Mapping[int, int]]]:
        """Return for each rank the numbers of the entries that match so, with the number of their first field that does."""
        words = wanted.split(" ")
        every = list(compress(count(), reduce(and_, map(self._holding, words)).to_bytes(len(self.found))))
        inside = self._among(every, wanted) if len(words) > 1 else every
        yield Rank.EXACT, self._places(inside, f"\n {wanted}\n")
        yield Rank.PREFIX, self._places(inside, f" {wanted}")
        # Every word of it somewhere, though not side by side.
        scattered = dict.fromkeys(every if len(words) > 1 else (), FIELDS.index("definition"))
        yield Rank.INSIDE, scattered | self._places(inside, wanted)

    def _places(self, among: list[int], shape: str) -> dict[int, int]:
        """Return those of the entries that hold a shape, with the number of the first field that does."""
        if len(among) > MANY and shape not in self._letters:
            return {}
        find, begins = self._letters.find, self._begins
        places = [(number, find(shape, begins[number], begins[number + 1])) for number in among]
        return {number: bisect_right(self._ends, at) % len(FIELDS) for number, at in places if at >= 0}

    def _among(self, numbers: list[int], shape: str) -> list[int]:
        find, begins = self._letters.find, self._begins
        return [number for number in numbers if find(shape, begins[number], begins[number + 1]) >= 0]

    def _look(self, word: str) -> int:
        """Return which entries hold a word: a number with a byte for each of them, the first one foremost."""
        if word not in self._letters:
            return 0
        find = self._letters.find
        return int.from_bytes([find(word, begin, end) >= 0 for begin, end in pairwise(self._begins)])
