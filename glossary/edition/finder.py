"""The finder: what a reader's query finds, by a strict look and, where that finds little, by laxer ones.

1. The strict look comes first. If a name is the query, or has a word that begins with it, there is no other look.
2. Else the small words of the language are left out ("what is grooming"), and what remains is looked for strictly.
3. Else names are looked for that are similar to the query, or stand whole in it. They are marked as only similar, and never
   come before what the query stands in word for word.
4. A concept that has no text to show is pending. Its id is all that is told of it, and only if it matches as well as the best
   entry does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, islice
from operator import or_

from glossary.content.model import Status
from glossary.edition import avoided
from glossary.edition.bits import bits
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.edition.names import FINDING, Names
from glossary.edition.nearby import CLOSE, Near, Nearby
from glossary.edition.search import Hit, Index, Match, Matches, Rank
from glossary.edition.similar import LEAST
from glossary.edition.uncollected import uncollected
from glossary.language.bare import bare, telling
from glossary.language.letters import fold, words
from glossary.language.tags import SOURCE, choose

_RANGE = 0.2
"""A name whose similarity is by so much less than that of the best one was hardly meant."""

_LEAST_NEAR = 0.3

ENOUGH = 50
"""Entries with all words of a query that are not little."""

_UNDETERMINED = "und"


@dataclass(frozen=True)
class Result:
    """The hits, best first, how many there are in all, and the ids of concepts that match and have no text to show."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    pending: tuple[str, ...] = ()


class Finder:
    """Finds entries of an edition. Indexes are made when a language is first asked for, and kept."""

    def __init__(self, edition: Edition, minimum: Status) -> None:
        self._edition, self._minimum = edition, minimum
        self._names = Names(edition)
        self._avoided = avoided.Avoided(self._names)
        self._indexes: dict[str, Index] = {}
        self._nearby: dict[str, Nearby] = {}

    def search(self, language: str, query: str, limit: int) -> Result:
        """Return what a reader of a language finds."""
        index = self._index(language)
        matches = self._matches(index, self._alphabet(language), query, limit)
        hits = tuple(islice(self._hits(language, query, matches.best), limit))
        total = (matches.numbers & ((1 << len(index.entries)) - 1)).bit_count()
        return Result(hits, total, tuple(_pending(index, matches.best)[:limit]))

    def suggest(self, language: str, query: str, limit: int) -> list[Hit]:
        """Return what completes a reader's word, the best first: entries with a name in which a word begins with it, and
        where there is none, those with a similar name."""
        begins = (match for match in self._index(language).matches(query, limit).best if match.leads)
        return list(self._hits(language, query, begins)) or self._similar(language, query, limit, LEAST)

    def near(self, language: str, query: str, limit: int) -> list[Entry]:
        """Return the entries whose names are the least unlike a query that finds nothing."""
        return [hit.entry for hit in self._similar(language, query, limit, _LEAST_NEAR)]

    def _similar(self, language: str, query: str, limit: int, least: float) -> list[Hit]:
        near = self._near(self._index(language), self._alphabet(language), query, least)
        return list(islice(self._hits(language, query, near), limit))

    def _hits(self, language: str, query: str, matches: Iterable[Match]) -> Iterator[Hit]:
        """Yield the hits of those matches that have a text to show."""
        index, asked = self._index(language), avoided.asked(query, self._alphabet(language))
        for match in matches:
            if match.number < len(index.entries):
                entry = index.entries[match.number]
                shown = entry if entry.requested == language else replace(entry, requested=language)
                yield Hit(shown, match.field, match.rank, self._avoided.within(entry.concept.id, asked))

    def _index(self, language: str) -> Index:
        """Return the index for readers of a language. All tags that come to the same language share one, and so do all that
        are not offered: no request can make the number of indexes grow."""
        key = choose(language, self._edition.languages) or _UNDETERMINED
        if key not in self._indexes:
            with uncollected():
                self._indexes[key] = Index(self._edition, self._names, key, self._minimum)
        return self._indexes[key]

    def _alphabet(self, language: str) -> str:
        return choose(language, self._edition.languages) or SOURCE

    def _matches(self, index: Index, language: str, query: str, limit: int) -> Matches:
        """Return the matches of entries and of waiting concepts."""
        strict = index.matches(query, limit)
        if _leads(strict):  # rule 1
            return strict
        asked, content = words(query), telling(words(query), language)
        foreign = self._in_english(index, language, query)
        if foreign and foreign[0].leads:
            return _joined(_once(foreign, strict.best), strict)
        told, shorter = " ".join(content), len(content) < len(asked)
        in_a_row = bool(strict.best) and strict.best[0].rank <= Rank.PREFIX
        if len(asked) > 1 and (in_a_row or strict.numbers.bit_count() > ENOUGH):
            # Several words that stand so in prose, or all of them in many entries, are no slip; a name is more than that.
            shorter = shorter and self._named(language, told)
            if not shorter:
                return strict
        named = index.matches(told, limit) if shorter else Matches([], 0)
        if _leads(named):  # rule 2
            return _joined(_once(named.best, strict.best), named, strict)
        near = self._near(index, language, query)  # rule 3
        close = [match for match in near if match.score >= CLOSE]
        word_for_word = [match for match in strict.best if match.rank <= Rank.PREFIX]
        some = _once(word_for_word, close, strict.best, named.best) or near or self._by_words(index, language, content)
        return _joined(some, strict, named)

    def _named(self, language: str, query: str) -> bool:
        """Return whether a name of the language may be a query, or have a word that begins with it."""
        names, phrase = self._nearby_in(language), bare(query)
        return any(True for _ in chain(names.same(phrase), names.beginning(phrase)))

    def _in_english(self, index: Index, language: str, query: str) -> list[Match]:
        """Return the concepts with an English name that is a query, or has a word that begins with it."""
        if language == SOURCE:
            return []
        english, phrase = self._nearby_in(SOURCE), bare(query)
        near = [(Rank.EXACT, one) for one in english.same(phrase)]
        near += [(Rank.PREFIX, one) for one in english.beginning(phrase)]
        # Bare letters are less than letters. English has no accents, but it has words to avoid.
        exact = [(rank, one) for rank, one in near if self._holds(one, query, rank)]
        matches = [Match(index.numbers[one.concept], one.field, rank) for rank, one in exact]
        return _once(sorted(matches, key=lambda match: (match.rank, FINDING.index(match.field), match.number)))

    def _holds(self, near: Near, query: str, rank: Rank) -> bool:
        """Return whether an English name is a query letter for letter, or has words that begin so."""
        if rank is Rank.PREFIX and near.field != "avoid":
            return query.isascii()
        phrase = fold(query, SOURCE)
        folded = [fold(name, SOURCE) for name in self._names.of(near.concept, [SOURCE])[near.field]]
        return phrase in folded if rank is Rank.EXACT else any(f" {phrase}" in f" {name}" for name in folded)

    def _near(self, index: Index, language: str, query: str, least: float = LEAST) -> list[Match]:
        """Return the concepts with a name similar to a query, or to what it has besides small words, best first."""
        asked = words(query)
        phrases = dict.fromkeys(bare(" ".join(some)) for some in (asked, telling(asked, language)) if some)
        asked_of = [(names, phrase) for names in self._near_names(language) for phrase in phrases]
        return _matching(index, chain.from_iterable(_like(names, phrase, least) for names, phrase in asked_of))

    def _by_words(self, index: Index, language: str, content: Iterable[str]) -> list[Match]:
        asked = [bare(word) for word in content]
        return _matching(index, [near for names in self._near_names(language) for near in names.words(asked)])

    def _near_names(self, language: str) -> list[Nearby]:
        """Return the names of the language and the English ones, which are the same for all languages."""
        return [self._nearby_in(tag) for tag in dict.fromkeys((language, SOURCE))]

    def _nearby_in(self, language: str) -> Nearby:
        if language not in self._nearby:
            concepts = [concept.id for concept in self._edition.live]
            self._nearby[language] = Nearby(self._names, concepts, language)
        return self._nearby[language]


def _like(names: Nearby, phrase: str, least: float) -> Iterable[Near]:
    return chain(names.whole(phrase, least), names.beginning(phrase), names.within(phrase))


def _leads(matches: Matches) -> bool:
    return bool(matches.best) and matches.best[0].leads


def _joined(best: list[Match], *looks: Matches) -> Matches:
    """Return the best matches of some looks, with all that the looks found."""
    return Matches(best, reduce(or_, (look.numbers for look in looks), bits(match.number for match in best)))


def _matching(index: Index, near: Iterable[Near]) -> list[Match]:
    """Return the matches of what is similar: each concept once, and only those almost as similar as the best one."""
    ranked = sorted(near, key=lambda near: (-near.score, FINDING.index(near.field), index.numbers[near.concept]))
    least = ranked[0].score - _RANGE if ranked else 0
    return _once(
        Match(index.numbers[near.concept], near.field, Rank.SIMILAR, near.score)
        for near in ranked
        if near.score >= least
    )


def _once(*groups: Iterable[Match]) -> list[Match]:
    """Return the matches of all groups in their order, each concept by its first one."""
    first: dict[int, Match] = {}
    for match in chain.from_iterable(groups):
        first.setdefault(match.number, match)
    return list(first.values())


def _pending(index: Index, matches: Iterable[Match]) -> list[str]:
    """Return the ids of the waiting concepts that match as well as the best entry does (rule 4)."""
    pending, best = list[str](), None
    for match in matches:
        if match.number < len(index.entries):
            best = match.rank if best is None else best
        elif best in (None, match.rank):
            pending.append(index.waiting[match.number - len(index.entries)])
    return pending
