"""Many words looked for in a text at once (Aho-Corasick), leftmost first and of those the longest.

It reads UTF-8: over strings, the library spends more time on counting code points than on finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from glossary.annotate.folded import Folded
from glossary.annotate.folding import RUN, blank

Hit = tuple[int, int, int]
"""The number of a word that was found, and where it begins and ends in the letters, in code points."""

_OUTSIDE = [bytes([first]) for first in range(0xF0, 0xF5)]
"""The first byte of a character outside the basic plane."""


class Automaton:
    """Looks for words, for ``told``, which make the text worth another look, and for signs that it was not folded right
    (``glossary.annotate.folding``). It never changes.

    No word has a sign in it, and none begins or ends with a space, or begins within what is told.
    """

    def __init__(self, words: Sequence[str], told: Sequence[str], signs: Sequence[str]) -> None:
        self._count, self._words = len(words), [*words, RUN, *told]
        encoded = [each.encode("utf-8", "surrogatepass") for each in (*self._words, *signs)] + _OUTSIDE
        self._automaton = BytesAhoCorasick(encoded, matchkind=MatchKind.LeftmostLongest)

    def look(self, guess: Folded) -> tuple[list[Hit], bool] | None:
        """Return the words in a guess, and whether anything is told there; ``None`` where the guess is wrong."""
        try:
            data = guess.letters.encode()
        except UnicodeEncodeError:  # half of a pair of surrogates
            return None
        hits = self._automaton.find_matches_as_indexes(data)
        if len(data) != len(guess.letters):
            hits = self._counted(guess.letters, hits)
        return self._words_of(guess, hits)

    def _counted(self, letters: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return hits with places in code points. Between two of them is nothing else, so the next such word is the one."""
        counted, points = list[Hit](), 0
        for number, _, _ in hits:
            if number >= len(self._words):
                return [(number, 0, 0)]
            start = letters.find(self._words[number], points)
            points = start + len(self._words[number])
            counted.append((number, start, points))
        return counted

    def _words_of(self, guess: Folded, hits: list[Hit]) -> tuple[list[Hit], bool] | None:
        """Return the hits that are words, or ``None`` where there is a sign among the others."""
        run = self._count
        others = [(number, start) for number, start, _ in hits if number >= run]
        if any(number >= len(self._words) or (number == run and not blank(guess, start)) for number, start in others):
            return None
        return [hit for hit in hits if hit[0] < run] if others else hits, any(number > run for number, _ in others)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield what is found, whatever signs there are."""
        data, words = text.encode(), self._words[: self._count]
        at = points = 0
        for number, start, end in self._automaton.find_matches_as_indexes(data):
            if number < len(words):
                points += len(data[at:start].decode())
                at = end
                yield number, points, (points := points + len(words[number]))
