"""How the strict look spells texts, and the words of an index, each once."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate

from glossary.edition.flat import Flat
from glossary.language.letters import fold, letters_of


class _Codes(dict[int, str]):
    """The code point of each letter: the lowest one that is free when the letter is first seen."""

    def __missing__(self, letter: int) -> str:
        # Two of the codes below its number are taken by line break and space, which stand for themselves.
        code = len(self) - 1
        code += code >= 0x0A
        code += code >= 0x20
        self[letter] = chr(code)
        return self[letter]


class Spelling(dict[str, str]):
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
        self.update(
            zip(distinct, (spelt.translate(self._codes) for spelt in letters_of(distinct, language)), strict=True)
        )

    def field(self, lines: Iterable[Sequence[str]]) -> str:
        """Return a field of the index, of which each line is a list of words."""
        spelt = "".join(["\n " + " ".join([self[word] for word in line]) for line in lines])
        return spelt and f"{spelt}\n"

    def query(self, text: str) -> str:
        """Return what to look for."""
        folded = fold(text, self.language)
        return folded.translate({ord(letter): self._codes.get(ord(letter), self._OUTSIDE) for letter in folded})


class Vocabulary:
    """The words of an index, each once, and the entries that hold it: a tenth of all letters to look through.

    ``_begins`` says where each word begins in ``_letters``; ``_holders`` has the entries that hold it.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        """``entries`` are the letters of each entry, in the order of their numbers."""
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for word in set(entry.replace("\n", " ").split(" ")):
                holders[word].append(number)
        holders.pop("", None)
        self._letters = "".join(f" {word} " for word in holders)
        self._begins = array("I", accumulate((len(word) + 2 for word in holders), initial=0))
        self._holders = Flat(holders.values(), len(entries))

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
