"""Many words looked for in a text at once (Aho-Corasick), leftmost first and of those the longest.

It reads UTF-8: over strings, the library spends more time on counting code points than on finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import BytesAhoCorasick, MatchKind


class Automaton:
    """Looks for words. It never changes."""

    def __init__(self, words: Sequence[str]) -> None:
        encoded = [word.encode() for word in words]
        self._lengths = [len(word) for word in words]
        self._automaton = BytesAhoCorasick(encoded, matchkind=MatchKind.LeftmostLongest) if encoded else None

    def hits(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Return the number of each word that is found, and where it begins and ends in the text, in code points."""
        if self._automaton is None:
            return ()
        data = text.encode()
        hits = self._automaton.find_matches_as_indexes(data)
        return hits if len(data) == len(text) else self._counted(data, hits)

    def _counted(self, data: bytes, hits: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """Yield hits whose places are in bytes with places in code points."""
        at = points = 0
        for number, start, end in hits:
            points += len(data[at:start].decode())
            at = end
            yield number, points, (points := points + self._lengths[number])
