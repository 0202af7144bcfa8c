"""How the strict look spells texts, and the words of an index, each once."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain

from glossary.edition.flat import Flat
from glossary.language.letters import fold, letters_of, words_of

BEHIND = "\uffff"
"""A code point behind those of all letters."""


class _Codes(dict[int, str]):
    """The code point of each letter: the lowest one that is free when the letter is first seen."""

    def __missing__(self, letter: int) -> str:
        # Two of the codes below its number are taken by line break and space, which stand for themselves.
        code = len(self) - 1
        code += code >= 0x0A
        code += code >= 0x20
        self[letter] = chr(code)
        return self[letter]


BREAK = "\n"
"""The break of a line. Like each word, it stands between spaces."""


class Spelling(dict[str, str]):
    """Letters for searching, by what stands between the spaces of texts, in code points so low that Python stores most of
    them in one byte each.

    Line break and space stand for themselves. Letters get their code points while the index is built; a letter of a query
    that no text of the index has becomes ``BEHIND``, which matches nothing.
    """

    _NO_WORD = "\0"

    def __init__(self, language: str, pieces: Iterable[str]) -> None:
        """``pieces`` are all that stands between the spaces of the texts."""
        self.language = language
        self._codes = _Codes({ord(mark): mark for mark in "\n "})
        distinct = dict.fromkeys(pieces)
        distinct.pop(BREAK, None)
        found = dict(
            zip(distinct, words_of(BREAK.join(distinct)), strict=False)
        )  # of no pieces there is still one line
        words = list(dict.fromkeys(chain.from_iterable(found.values())))
        letters = dict(zip(words, letters_of(words, language), strict=True))
        spelt = BREAK.join([" ".join([letters[word] for word in each]) for each in found.values()])
        for (piece, each), letter in zip(found.items(), spelt.translate(self._codes).split(BREAK), strict=False):
            self[piece] = letter if each else self._NO_WORD
        self[BREAK] = BREAK

    def text(self, pieces: Iterable[str]) -> str:
        """Return a text of the index."""
        return " ".join(map(self.__getitem__, pieces)).replace(f" {self._NO_WORD}", "")

    def query(self, text: str) -> str:
        """Return what to look for."""
        folded = fold(text, self.language)
        return folded.translate({ord(letter): self._codes.get(ord(letter), BEHIND) for letter in folded})


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
