"""The lax look: concepts by names that are only similar to a query, in bare letters and without spaces."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from glossary.edition.flat import Flat
from glossary.edition.names import FINDING, Names
from glossary.edition.similar import LEAST, Similar
from glossary.edition.uncollected import uncollected
from glossary.language.bare import bare_lines

CLOSE = 0.75
"""From this similarity on a name was probably meant."""

_BEGINNING = 0.85
"""The similarity that counts for a name in which a word begins with the query."""

MAX_WORDS = 8
"""So many words of a query are looked for one by one."""

_MIN_LETTERS = 4
"""Shorter words have too many others that are similar."""

_MIN_BEGINNING = 3
"""Fewer letters begin words in too many names."""

_LEAST_WORD = 0.65
"""The least similarity of a single word. A sentence has many words, so each must be more similar than a whole query."""

_LEAST_SHARE = 0.5
"""The least share of the best match by words that another one has."""


_TELLING = ("abbreviation", "avoid")
"""The fields whose single words are no ordinary words."""


class Near(NamedTuple):
    """A concept that may have been meant: how similar its name is, from 0 to 1, and the field of that name."""

    score: float
    concept: str
    field: str


class _Keys:
    """What names consist of, each once, and the places that have it: a concept's number times the number of fields, plus the
    field's."""

    def __init__(self, pairs: Iterable[tuple[str, int]], limit: int) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        with uncollected():
            for key, place in pairs:
                places[key].append(place)
            places.pop("", None)
            self.similar = Similar(places)
            self.places = Flat(places.values(), limit)


class Nearby:
    """The names of some concepts in one language. What is compared is made when it is first asked for.

    ``_text`` has one name a line, behind a space. ``_begins`` says where each line begins and the last one ends, and
    ``_places`` what it is a name of.
    """

    def __init__(self, names: Names, concepts: Sequence[str], language: str) -> None:
        self._concepts, self._limit = concepts, len(concepts) * len(FINDING)
        lines = list(_bare(names, concepts, language))
        self._text = "".join(f" {line}\n" for line, _ in lines)
        self._begins = array("I", accumulate((len(line) + 2 for line, _ in lines), initial=0))
        self._places = array("I", (place for _, place in lines))

    def whole(self, phrase: str, least: float = LEAST) -> Iterator[Near]:
        """Yield the concepts with a name that is similar to a phrase in bare letters, the most similar first."""
        letters = phrase.replace(" ", "")
        for score, number in self._lines.similar.search(letters, least) if len(letters) >= _MIN_LETTERS else ():
            for place in self._lines.places[number]:
                yield self._near(score, place)

    def same(self, phrase: str) -> Iterator[Near]:
        """Yield the concepts with a name that is a phrase in bare letters."""
        return (self._near(1, place) for place in self._lines_with(f" {phrase}\n"))

    def within(self, phrase: str) -> Iterator[Near]:
        """Yield the concepts with a name of several words that stands whole in a phrase, in bare letters.

        It was probably meant, but less so than a longer name that is the phrase but for a slip: of "child sexual abuse
        matrial" only the last word tells which one. So it counts by its share of the phrase.
        """
        words = phrase.split()
        for start in range(len(words) - 1):
            end = start + 2
            # Most words that stand side by side do so in no name: those are looked for once.
            while end <= len(words) and f" {(run := ' '.join(words[start:end]))}" in self._text:
                share = 2 * len(run) / (len(run) + len(phrase))  # Dice's coefficient, as in ``similar``
                yield from (near._replace(score=max(CLOSE, share)) for near in self.same(run))
                end += 1

    def beginning(self, phrase: str) -> Iterator[Near]:
        """Yield the concepts with a name in which a word begins with a phrase in bare letters."""
        if len(phrase) >= _MIN_BEGINNING:
            yield from (self._near(_BEGINNING, place) for place in self._lines_with(f" {phrase}"))

    def _lines_with(self, part: str) -> Iterator[int]:
        """Yield the place of each name with words that begin so, and where the part ends with a line break, that are it."""
        at = self._text.find(part)
        while at >= 0:
            line = bisect_right(self._begins, at) - 1
            if part[-1] != "\n" or at == self._begins[line]:
                yield self._places[line]
            at = self._text.find(part, self._begins[line + 1])

    def words(self, words: Collection[str]) -> list[Near]:
        """Return the concepts whose names have words similar to some in bare letters, those with rare words first."""
        sums: dict[int, float] = {}
        for word in [word for word in words if len(word) >= _MIN_LETTERS][:MAX_WORDS]:
            for place, score in self._holding(word).items():
                sums[place] = sums.get(place, 0) + score
            for place in self._telling(word):
                sums[place] = sums.get(place, 0) + 1
        best = max(sums.values(), default=0)
        near = [self._near(score, place) for place, score in sums.items() if score >= best * _LEAST_SHARE]
        return sorted(near, key=lambda near: -near.score)

    def _telling(self, word: str) -> Iterator[int]:
        """Yield the places that a word is, where it says enough by itself, however many names have it: abbreviations and
        words to avoid. Terms of one word, such as "child", are ordinary words."""
        return (place for place in self._lines_with(f" {word}\n") if FINDING[place % len(FINDING)] in _TELLING)

    def _holding(self, word: str) -> dict[int, float]:
        """Return the places that have a word similar to this one; a word that many names have says little about each."""
        scores: dict[int, float] = {}
        for score, number in self._words.similar.search(word, _LEAST_WORD):
            places = self._words.places[number]
            for place in places:
                scores[place] = max(scores.get(place, 0), score / len(places))
        return scores

    def _near(self, score: float, place: int) -> Near:
        concept, field = divmod(place, len(FINDING))
        return Near(score, self._concepts[concept], FINDING[field])

    @cached_property
    def _lines(self) -> _Keys:
        return _Keys(((line.replace(" ", ""), place) for line, place in self._each()), self._limit)

    @cached_property
    def _words(self) -> _Keys:
        pairs = dict.fromkeys((word, place) for line, place in self._each() for word in line.split())
        return _Keys(pairs, self._limit)

    def _each(self) -> Iterator[tuple[str, int]]:
        return zip(self._text.split("\n"), self._places, strict=False)  # the text ends with a line break


def _bare(names: Names, concepts: Sequence[str], language: str) -> Iterator[tuple[str, int]]:
    """Yield every name in bare letters, with its place."""
    placed = [
        (place, line)
        for number, concept in enumerate(concepts)
        for place, lines in enumerate(names.of(concept, [language]).values(), number * len(FINDING))
        for line in lines
    ]
    # Of no names at all the letters are one empty line.
    yield from zip(bare_lines(line for _, line in placed), (place for place, _ in placed), strict=bool(placed))
