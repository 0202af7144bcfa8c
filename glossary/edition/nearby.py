"""The lax look: concepts by names that are only similar to a query, in bare letters and without spaces."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from glossary.edition.keys import Keys
from glossary.edition.lines import ENDS, Lines
from glossary.edition.names import FINDING, Names
from glossary.edition.similar import LEAST
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


TELLING = ("abbreviation", "avoid")
"""The fields whose single words are no ordinary words."""

_RARE = 4, 0.1
"""A word that so many concepts have in their names, or such a share of all, is no ordinary word either."""

_NAME = 10
"""So many times as much counts a single word that is a whole name, in a query of several."""

_WHOLE = 0.05
"""What is whole counts for so much more than what is similar."""

_MAX_RUNS = 32
"""So many words of a query are searched for names of several words."""

_LEAST_FULL = 2 / 3
"""A name of which several words are a smaller share was hardly meant by them."""

_MOST, _MANY, _SOME = 1000, 200, 25
"""So many names have a word that says nothing: whole beside others, begun beside others, and alone."""


class Near(NamedTuple):
    """A concept that may have been meant: how similar its name is, from 0 to 1, and the field of that name."""

    score: float
    concept: str
    field: str


class Nearby:
    """The names of some concepts in one language, in bare letters, one a line. ``_places`` says what each is a name of. What
    is compared is made when it is first asked for."""

    def __init__(self, names: Names, concepts: Sequence[str], language: str) -> None:
        self._concepts, self._limit = concepts, len(concepts) * len(FINDING)
        placed = [
            (lines, place)
            for number, concept in enumerate(concepts)
            for place, lines in enumerate(names.lines(concept, [language]).values(), number * len(FINDING))
            if lines
        ]
        bare = bare_lines("\n".join([lines for lines, _ in placed])).split("\n") if placed else []
        self._names = Lines(bare)
        self._places = array("I", [place for lines, place in placed for _ in range(lines.count("\n") + 1)])

    def whole(self, phrase: str, least: float = LEAST) -> Iterator[Near]:
        """Yield the concepts with a name that is similar to a phrase in bare letters, the most similar first."""
        letters = phrase.replace(" ", "")
        for score, number in self._lines.similar.search(letters, least) if len(letters) >= _MIN_LETTERS else ():
            for place in self._lines.places[number]:
                yield self._near(score, place)

    def same(self, phrase: str, begin: int = 0) -> Iterator[Near]:
        """Yield the concepts with a name that is a phrase in bare letters, from some place on."""
        return (self._near(1, place) for place in self._lines_with(f"\n {phrase}\n", begin))

    def within(self, phrase: str, runs: Mapping[str, int]) -> Iterator[Near]:
        """Yield the concepts with a name that is one of some runs of a phrase.

        It was probably meant, but less so than a longer name that is the phrase but for a slip: of "child sexual abuse
        matrial" only the last word tells which one. So it counts by its share of the phrase.
        """
        return (near._replace(score=_share(run, phrase)) for run, at in runs.items() for near in self.same(run, at))

    def alone(self, runs: Mapping[str, int]) -> Iterator[Near]:
        """Yield the concepts that alone have names with one of some runs."""
        for run, at in runs.items():
            if len(self._concepts_with(run, 1, at)) == 1:
                yield self._near(CLOSE, next(self._lines_with(f" {run}", at)))

    def runs(self, phrase: str) -> dict[str, int]:
        """Return words of a phrase in bare letters that stand side by side in a name too, two or more, the last one perhaps
        only begun, and where they first do."""
        words, runs = phrase.split()[:_MAX_RUNS], dict[str, int]()
        begun, whole = list(map(self._names.begun, words)), list(map(self._names.stands, words))
        for start in range(len(words) - 1):
            at, end = 0, start + 2
            # Most words that stand side by side do so in no name: those are looked for once.
            while end <= len(words) and whole[end - 2] and begun[end - 1]:
                run = " ".join(words[start:end])
                if (at := self._names.first(f" {run}", at)) < 0:
                    break
                runs[run] = at
                end += 1
        return runs

    def single(self, phrase: str) -> Iterator[Near]:
        """Yield the concepts with a name that is one word of a phrase in bare letters.

        It was meant, unless it is an ordinary word that many names have, such as "child".
        """
        for word in [word for word in phrase.split() if self._names.has(word)][:MAX_WORDS]:
            rare, share = self._rare(word), _share(word, phrase)
            for near in self.same(word):
                yield near._replace(score=share if rare or near.field in TELLING else LEAST)

    def _rare(self, word: str) -> bool:
        """Return whether few concepts have names with words that begin so."""
        most = max(_RARE[0], int(len(self._concepts) * _RARE[1]))
        return len(self._concepts_with(word, most)) <= most

    def _concepts_with(self, part: str, most: int, begin: int = 0) -> set[int]:
        """Return the concepts that have names with words that begin so, no more than one above the most that matter."""
        concepts = set[int]()
        for place in self._lines_with(f" {part}", begin):
            concepts.add(place // len(FINDING))
            if len(concepts) > most:
                break
        return concepts

    def holding(self, words: Collection[str]) -> list[Near]:
        """Return the concepts with a name that has, for each of some words in bare letters, one that begins with it. The more
        of the name they are, the higher the score."""
        if len(words) > MAX_WORDS or not all(map(self._names.begun, words)):
            return []
        parts = sorted([f" {word}" for word in words], key=len, reverse=True)  # the longest is the rarest, mostly
        return self._shares(parts[0], parts, _MANY, _LEAST_FULL)

    def standing(self, phrase: str) -> list[Near]:
        """Return the concepts with a name in which each word of a phrase in bare letters stands, and of several words those
        that are enough of it. The more of the name they are, the higher the score."""
        words = sorted(phrase.split(), key=len, reverse=True)[: MAX_WORDS + 1]
        if not words or len(words) > MAX_WORDS or not all(map(self._names.stands, words)):
            return []
        most, least = (_MOST, _LEAST_FULL) if len(words) > 1 else (_SOME, 0)
        parts = [f" {word}" for word in words]
        return [near for end in ENDS for near in self._shares(f"{parts[0]}{end}", parts, most, least, ENDS)]

    def beginning(self, phrase: str) -> Iterator[Near]:
        """Yield the concepts with a name in which a word begins with a phrase in bare letters."""
        if len(phrase) >= _MIN_BEGINNING:
            yield from (self._near(_BEGINNING, place) for place in self._lines_with(f" {phrase}"))

    def _lines_with(self, part: str, begin: int = 0) -> Iterator[int]:
        """Yield the place of each name with words that begin so, and where the part is between line breaks, that are it."""
        return (self._places[line] for line in self._names.having(part, begin))

    def _shares(
        self, part: str, parts: Collection[str], most: int, least: float = 0, ends: Collection[str] = ("",)
    ) -> list[Near]:
        """Return, for each name with a part and all the others, which share of it they are; none, where so many have it."""
        lines = list(islice(self._names.having(part), most))
        if len(lines) == most:
            return []
        others = [[f"{other}{end}" for end in ends] for other in parts]
        near, letters, find = list[Near](), sum(map(len, parts)) - 1, self._names.text.find
        for line in lines:
            begin, end = self._names.begins[line], self._names.begins[line + 1]
            share = 2 * letters / (letters + end - begin - 2)
            if share >= least and all(any(find(one, begin, end) >= 0 for one in other) for other in others):
                near.append(self._near(share, self._places[line]))
        return near

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
        return (place for place in self._lines_with(f"\n {word}\n") if FINDING[place % len(FINDING)] in TELLING)

    def _holding(self, word: str) -> dict[int, float]:
        """Return the places that have a word similar to this one; a word that many names have says little about each."""
        scores: dict[int, float] = {}
        for score, number in self._words.similar.search(word, _LEAST_WORD):
            places = self._words.places[number]
            name = self._words.similar.names[number]
            whole = set(self._lines_with(f"\n {name}\n"))
            for place in places:
                weight = _NAME if place in whole else 1
                scores[place] = max(scores.get(place, 0), weight * score / len(places))
        return scores

    def _near(self, score: float, place: int) -> Near:
        concept, field = divmod(place, len(FINDING))
        return Near(score, self._concepts[concept], FINDING[field])

    @cached_property
    def _lines(self) -> Keys:
        return Keys(((line.replace(" ", ""), place) for line, place in self._each()), self._limit)

    @cached_property
    def _words(self) -> Keys:
        pairs = dict.fromkeys((word, place) for line, place in self._each() for word in line.split())
        return Keys(pairs, self._limit)

    def _each(self) -> Iterator[tuple[str, int]]:
        return zip(self._names, self._places, strict=True)


def _share(name: str, phrase: str) -> float:
    return max(
        CLOSE, min(1, _WHOLE + 2 * len(name) / (len(name) + len(phrase)))
    )  # Dice's coefficient, as in ``similar``
