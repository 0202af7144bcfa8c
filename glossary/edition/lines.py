"""Short lines of words, and which of them have some words."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from glossary.edition.vocabulary import Vocabulary

ENDS = " ", "\n"
"""What stands behind a whole word."""

_FEW = 100
"""For so few looks a vocabulary is not worth the time to make it, and the memory."""

_MANY = 200
"""So many lines are not looked at one by one."""


class Lines:
    """Lines of words with one space between them, by their numbers. ``text`` has them, each behind a space, and a line break
    before the first; ``begins`` says where each begins there, and the last one ends."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = "\n" + "".join([f" {line}\n" for line in lines])
        self.begins = array("I", accumulate([len(line) + 2 for line in lines], initial=1))
        self._looks = 0

    def __iter__(self) -> Iterator[str]:
        return iter([line[1:] for line in self.text.split("\n")[1:-1]])

    def having(self, part: str, begin: int = 0) -> Iterator[int]:
        """Yield the number of each line with a part, from some place on."""
        find, begins = self.text.find, self.begins
        if (lines := self._few(part)) is not None:
            yield from (line for line in lines if find(part, begins[line] - 1, begins[line + 1]) >= 0)
            return
        at = find(part, max(begin - 1, 0))
        while at >= 0:
            line = bisect_right(begins, at + 1) - 1  # the line break is that of the name before
            yield line
            at = find(part, begins[line + 1] - 1)

    def first(self, part: str, begin: int = 0) -> int:
        """Return where a part stands first, from some place on; -1 for nowhere."""
        if (lines := self._few(part)) is None:
            return self.text.find(part, begin)
        places = (self.text.find(part, max(self.begins[line] - 1, begin), self.begins[line + 1]) for line in lines)
        return next((place for place in places if place >= 0), -1)

    def _few(self, part: str) -> list[int] | None:
        """Return the lines that may have a part of words, in order; ``None`` where they are many, or not known."""
        self._looks += 1
        *whole, last = part.split() or [""]
        if self._looks <= _FEW or not last:
            return None
        words = [f" {word} " for word in whole] + [f" {last}{' ' * (part[-1] != last[-1:])}"]
        lines: set[int] | None = None
        for word in sorted(words, key=len, reverse=True):  # the longest is the rarest, mostly
            if (some := self._vocabulary.holding(word, _MANY)) is not None:
                lines = some if lines is None else lines & some
        return None if lines is None else sorted(lines)

    def begun(self, word: str) -> bool:
        """Return whether a name has a word that begins so."""
        return self._vocabulary.has(f" {word}") if self._looks > _FEW else f" {word}" in self.text

    def stands(self, word: str) -> bool:
        """Return whether a name has a word."""
        known = self._looks > _FEW
        return self._vocabulary.has(f" {word} ") if known else any(f" {word}{end}" in self.text for end in ENDS)

    def has(self, word: str) -> bool:
        """Return whether a word is a name."""
        return self.stands(word) and any(True for _ in self.having(f"\n {word}\n"))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self)
