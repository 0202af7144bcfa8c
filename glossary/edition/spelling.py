"""How the strict look spells texts, and the words of an index, each once."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from glossary.edition.flat import Flat
from glossary.language.codes import BREAK, END, coded
from glossary.language.letters import fold

BEHIND = "\uffff"
"""A code point behind those of all letters."""


class Spelling:
    """Letters for searching. A letter of a query that no text of the index has becomes ``BEHIND``, which matches nothing."""

    def __init__(self, language: str, codes: Mapping[int, str]) -> None:
        """``codes`` are those of the letters of the index."""
        self._language, self._codes = language, {**codes, ord(" "): " "}

    def query(self, text: str) -> str:
        """Return what to look for."""
        folded = fold(text, self._language)
        return folded.translate({ord(letter): self._codes.get(ord(letter), BEHIND) for letter in folded})


def spelt(language: str, texts: Iterable[str]) -> tuple[Spelling, list[str]]:
    """Return the spelling of an index, and the letters of its texts, which are as ``coded`` takes them."""
    letters, codes = coded(END.join(texts), language)
    return Spelling(language, codes), letters.split(END)


class Vocabulary:
    """The words of an index, each once and in order, and the places that hold it: a tenth of all letters to look through.

    ``_letters`` has them between spaces. ``_begins`` says where each begins there, and ``_holders`` has the places that hold
    it.
    """

    def __init__(self, places: Iterable[str]) -> None:
        """``places`` are the letters of each place."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        count = 0
        for count, letters in enumerate(places, 1):
            for word in set(letters.split(" ")):
                found[word].append(count - 1)
        distinct = sorted(found.keys() - {BREAK, ""})
        self._letters = f" {' '.join(distinct)} "
        self._begins = array("I", accumulate((len(word) + 1 for word in distinct), initial=0))
        self._holders = Flat([found[word] for word in distinct], count)

    def holding(self, part: str, most: int | None = None) -> set[int] | None:
        """Return the places that hold a word with this part, ``None`` where they may be more than the most that are wanted. A
        space is the beginning or the end of the word."""
        holders, count = set[int](), 0
        for first, last in [self._beginning(part)] if part[0] == " " else self._with(part):
            some = self._holders.between(first, last)
            count += len(some)
            if most is not None and count > most:
                return None
            holders.update(some)
        return holders

    def _beginning(self, part: str) -> tuple[int, int]:
        """Return the first word that begins so, or is so, and the first one behind these."""
        word, every = part.strip(" "), range(len(self._begins) - 1)
        first = bisect_left(every, word, key=self._word)
        return first, bisect_left(every, word + (BEHIND if part[-1] != " " else "\0"), first, key=self._word)

    def _with(self, part: str) -> Iterator[tuple[int, int]]:
        """Yield each word with this part, and the following one."""
        at = self._letters.find(part)
        while at >= 0:
            following = bisect_right(self._begins, at)
            yield following - 1, following
            at = self._letters.find(part, self._begins[following])

    def _word(self, number: int) -> str:
        return self._letters[self._begins[number] + 1 : self._begins[number + 1]]
