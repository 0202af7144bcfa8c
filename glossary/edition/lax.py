"""The lax looks: what a query may mean by names that stand in it, have its words, or are similar to it."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from glossary.edition.edition import Edition
from glossary.edition.match import Match, Rank
from glossary.edition.names import FINDING, Names
from glossary.edition.nearby import CLOSE, TELLING, Near, Nearby
from glossary.edition.question import Question
from glossary.edition.search import Index
from glossary.edition.similar import LEAST
from glossary.language.letters import fold
from glossary.language.tags import SOURCE

_RANGE = 0.2
"""A name whose similarity is by so much less than that of the best one was hardly meant, if it is not close."""


_BEST = 5
"""So many names come before the order of the alphabet."""

_MOST_FOLDED = 4096
"""So many fields of names are kept in the letters of their language."""

_FEWEST = 2
"""Words of a query of several."""


class Named(NamedTuple):
    """The concepts with names that stand in a query of several words: by whole ``names``, by ``parts`` of names that no other
    concept's names have, and by ``singles``, names of one word that may be an ordinary one. ``within`` are the
    names of several words among them, if those were looked for."""

    names: list[Match]
    parts: list[Match]
    singles: list[Match]
    within: list[Near] | None

    @property
    def meant(self) -> list[Match]:
        """Those that were probably meant, the likeliest first."""
        rare = (one for one in self.singles if one.score >= CLOSE)
        return once(sorted(chain(self.names, self.parts, rare), key=lambda match: -match.score))

    @property
    def ordinary(self) -> list[Match]:
        """Those by ordinary words."""
        return [one for one in self.singles if one.score < CLOSE]


class Lax:
    """The names of an edition as the lax looks compare them, those of a language when it is first asked for."""

    def __init__(self, edition: Edition, names: Names) -> None:
        self._edition, self._names = edition, names
        self._nearby: dict[str, Nearby] = {}
        self._letters: dict[tuple[str, str, str], list[str]] = {}

    def fuller(self, index: Index, asked: Question, lead: Match) -> list[Match]:
        """Return the concepts with a name in which all words of a query stand, those first of whose name they are most, and
        that have them side by side, where the first match of the strict look is no better."""
        if lead.rank is not Rank.PREFIX:
            return []
        fields = FINDING[: FINDING.index(lead.field) + 1]
        near = (one for one in self._in(asked.language).standing(asked.phrases[0]) if one.field in fields)
        best = nsmallest(_BEST, near, key=lambda one: (FINDING.index(one.field), -one.score))
        in_a_row = {one: self._holds(one, asked.text, Rank.PREFIX, asked.language) for one in best}
        best = [one for one in best if in_a_row[one] or asked.several]
        best.sort(key=lambda one: (FINDING.index(one.field), not in_a_row[one]))
        matches = [(_matching(index, [one])[0], in_a_row[one]) for one in best]
        return [match._replace(rank=Rank.PREFIX, score=0) if begins else match for match, begins in matches]

    def same(self, index: Index, asked: Question) -> list[Match]:
        """Return the concepts with a name of the language that is a query in bare letters."""
        return _matching(index, self._in(asked.language).same(asked.phrases[0]))

    def named(self, index: Index, asked: Question, found: bool) -> Named:
        """Return the concepts with names that stand in a query of several words; where one was ``found`` that is all of it,
        no parts of others."""
        names = self._both(asked) if asked.several else []
        singles = [near for some in names for near in some.single(asked.phrases[1])]
        telling = [near for near in singles if near.field in TELLING]
        others = [near for near in singles if near.field not in TELLING]
        looked = asked.several and not (found and len(asked.words) == _FEWEST)
        runs = [_runs(some, asked) for some in names] if looked else []
        whole = list(chain.from_iterable(near for near, _ in runs))
        parts = chain.from_iterable(near for _, near in runs if not found)
        matches = _matching(index, [*whole, *telling]), _matching(index, parts), _matching(index, others)
        return Named(*matches, whole if looked else None)

    def full(self, index: Index, asked: Question) -> list[Match]:
        """Return the concepts with a name that has all of several words."""
        words = asked.phrases[1].split()
        names = self._both(asked) if len(words) > 1 else []
        return _matching(index, chain.from_iterable(some.holding(words) for some in names))

    def known(self, asked: Question) -> bool:
        """Return whether a name of the language may be a query without small words, or have a word that begins with it."""
        names, phrase = self._in(asked.language), asked.phrases[1]
        return any(True for _ in chain(names.same(phrase), names.beginning(phrase)))

    def in_english(self, index: Index, asked: Question, begun: bool = True) -> list[Match]:
        """Return the concepts with an English name that is a query, or if ``begun`` has a word that begins with it."""
        if asked.language == SOURCE:
            return []
        english, phrase = self._in(SOURCE), asked.phrases[0]
        near = [(Rank.EXACT, one) for one in english.same(phrase)]
        near += [(Rank.PREFIX, one) for one in english.beginning(phrase)] if begun else []
        # Bare letters are less than letters. English has no accents, but it has words to avoid.
        exact = [
            (rank, one)
            for rank, one in near
            if (rank is Rank.PREFIX and one.field != "avoid" and asked.text.isascii())
            or ((rank is Rank.EXACT or one.field == "avoid") and self._holds(one, asked.text, rank, SOURCE))
        ]
        matches = [Match(index.numbers[one.concept], one.field, rank) for rank, one in exact]
        return once(sorted(matches, key=lambda match: (match.rank, FINDING.index(match.field), match.number)))

    def similar(
        self, index: Index, asked: Question, least: float = LEAST, within: list[Near] | None = None
    ) -> list[Match]:
        """Return the concepts with a name similar to a query, or to what it has besides small words, best first. The
        names ``within`` it are not looked for again."""
        names, phrases = self._both(asked), dict.fromkeys(filter(None, asked.phrases))
        near = (_like(some, phrase, least) for some in names for phrase in phrases)
        if within is None:
            within = [one for some in names for one in _runs(some, asked)[0]]
        return _matching(index, chain(within, *near))

    def by_words(self, index: Index, asked: Question) -> list[Match]:
        """Return the concepts with names that have words similar to those of a query, rare ones first."""
        words = asked.phrases[1].split()
        return _matching(index, chain.from_iterable(names.words(words) for names in self._both(asked)))

    def _holds(self, near: Near, query: str, rank: Rank, language: str) -> bool:
        """Return whether a name is a query letter for letter, or has words that begin so."""
        phrase = fold(query, language)
        folded = self._folded(near.concept, near.field, language)
        return phrase in folded if rank is Rank.EXACT else any(f" {phrase}" in f" {name}" for name in folded)

    def _folded(self, concept: str, field: str, language: str) -> list[str]:
        key = concept, field, language
        if key not in self._letters:
            if len(self._letters) >= _MOST_FOLDED:
                self._letters.clear()
            self._letters[key] = [fold(name, language) for name in self._names.of(concept, [language])[field]]
        return self._letters[key]

    def _both(self, asked: Question) -> list[Nearby]:
        """Return the names of the language and the English ones, which are the same for all languages."""
        return [self._in(tag) for tag in dict.fromkeys((asked.language, SOURCE))]

    def _in(self, language: str) -> Nearby:
        if language not in self._nearby:
            concepts = [concept.id for concept in self._edition.live]
            self._nearby[language] = Nearby(self._names, concepts, language)
        return self._nearby[language]


def _runs(names: Nearby, asked: Question) -> tuple[list[Near], Iterable[Near]]:
    """Return the names in a query, and the parts of names."""
    runs = {phrase: names.runs(phrase) for phrase in asked.phrases}
    return [near for phrase, some in runs.items() for near in names.within(phrase, some)], names.alone(
        runs[asked.phrases[1]]
    )


def _like(names: Nearby, phrase: str, least: float) -> Iterable[Near]:
    return chain(names.whole(phrase, least), names.beginning(phrase))


def _matching(index: Index, near: Iterable[Near]) -> list[Match]:
    """Return the matches of what is similar: each concept once, and only those close or almost as similar as the best one."""
    ranked = sorted(near, key=lambda near: (-near.score, FINDING.index(near.field), index.numbers[near.concept]))
    least = min(ranked[0].score - _RANGE, CLOSE) if ranked else 0
    return once(
        Match(index.numbers[near.concept], near.field, Rank.SIMILAR, near.score)
        for near in ranked
        if near.score >= least
    )


def once(*groups: Iterable[Match]) -> list[Match]:
    """Return the matches of all groups in their order, each concept by its first one."""
    first: dict[int, Match] = {}
    for match in chain.from_iterable(groups):
        first.setdefault(match.number, match)
    return list(first.values())
