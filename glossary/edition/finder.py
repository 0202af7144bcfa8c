"""The finder: what a reader's query finds, by a strict look and, where that finds little, by laxer ones.

1. The strict look comes first. If a name is the query, or has a word that begins with it, there is no laxer one. Of the names
   in which the query stands, that one comes first of which it is the most, of several words also one that has them apart:
   "child abuse" means "child sexual abuse". Beside a name that only begins so, English names count: one that is the query
   comes before it, one that begins so after it. In bare letters a name that is the query comes before an English one that
   only begins so.
2. Else the small words of the language are left out ("what is grooming"), and what remains is looked for strictly.
3. Else names are looked for that have all words of the query, stand whole in it, or are similar to it. They are marked as
   only similar. What the query stands in word for word comes before those that are not letter for letter what they are.
4. A name that stands in a query of several words ("report CSAM") is found whatever else is, and comes before texts that have
   these words anywhere. A single word that many names have, such as "child", counts only for what no other name does.
5. A concept that has no text to show is pending. Its id is all that is told of it, and only if it matches as well as the best
   entry does.
6. A query of single letters is one word (``C.S.A.M.``), and only if it is found nowhere as one is it looked for as several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from operator import or_

from glossary.content.model import Status
from glossary.edition import avoided
from glossary.edition.bits import bits
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.edition.lax import Lax, Named, once
from glossary.edition.match import Hit, Match, Matches, Rank
from glossary.edition.names import Names
from glossary.edition.nearby import CLOSE
from glossary.edition.question import Question, question
from glossary.edition.search import Index
from glossary.edition.similar import LEAST
from glossary.edition.uncollected import uncollected
from glossary.language.tags import SOURCE, choose

_LEAST_NEAR = 0.3

ENOUGH = 50
"""Entries with all words of a query that are not little."""

_UNDETERMINED = "und"

_NOTHING = Matches([], 0)


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
        self._lax = Lax(edition, self._names)

    def search(self, language: str, query: str, limit: int) -> Result:
        """Return what a reader of a language finds."""
        index = self._index(language)
        asked = question(query, self._alphabet(language))
        matches = next(filter(_any, (self._matches(index, one, limit) for one in asked.readings)), _NOTHING)  # rule 6
        hits = tuple(islice(self._hits(language, asked, matches.best), limit))
        total = (matches.numbers & ((1 << len(index.entries)) - 1)).bit_count()
        return Result(hits, total, tuple(_pending(index, matches.best)[:limit]))

    def suggest(self, language: str, query: str, limit: int) -> list[Hit]:
        """Return what completes a reader's word, the best first: entries with a name in which a word begins with it, those
        with such an English name among them, and where there is none, those with a similar name."""
        index, asked = self._index(language), question(query, self._alphabet(language))
        strict = index.matches(asked.text, limit)
        begins = self._beside_english(index, asked, limit, strict, []).best if _leads(strict) else []
        hits = self._hits(language, asked, (match for match in begins if match.leads))
        return list(islice(hits, limit)) or self._similar(language, asked, limit, LEAST)

    def near(self, language: str, query: str, limit: int) -> list[Entry]:
        """Return the entries whose names are the least unlike a query that finds nothing."""
        asked = question(query, self._alphabet(language))
        return [hit.entry for hit in self._similar(language, asked, limit, _LEAST_NEAR)]

    def _similar(self, language: str, asked: Question, limit: int, least: float) -> list[Hit]:
        near = self._lax.similar(self._index(language), asked, least)
        return list(islice(self._hits(language, asked, near), limit))

    def _hits(self, language: str, asked: Question, matches: Iterable[Match]) -> Iterator[Hit]:
        """Yield the hits of those matches that have a text to show."""
        index, phrases = self._index(language), avoided.asked([one.text for one in asked.readings], asked.language)
        for match in matches:
            if match.number < len(index.entries):
                entry = index.entries[match.number]
                shown = entry if entry.requested == language else replace(entry, requested=language)
                yield Hit(shown, match.field, match.rank, self._avoided.within(entry.concept.id, phrases))

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

    def _matches(self, index: Index, asked: Question, limit: int) -> Matches:
        """Return the matches of entries and of waiting concepts."""
        strict = index.matches(asked.text, limit)
        fuller = self._lax.fuller(index, asked, strict.best[0]) if _leads(strict) else []  # rule 1
        if _leads(strict) and not asked.several:
            return self._beside_english(index, asked, limit, strict, fuller)
        named = self._lax.named(index, asked, _leads(strict))
        if _leads(strict) and (strict.best[0].rank is Rank.EXACT or strict.best[0].field != "avoid"):  # rules 1 and 4
            return self._beside_english(index, asked, limit, strict, fuller, named.meant)
        foreign = self._lax.in_english(index, asked)
        if foreign and foreign[0].leads:
            exact = [match for match in foreign if match.rank is Rank.EXACT]
            return _joined(once(exact, self._lax.same(index, asked), foreign, named.meant, strict.best), strict)
        return self._laxer(index, asked, limit, strict, named)

    def _beside_english(
        self,
        index: Index,
        asked: Question,
        limit: int,
        strict: Matches,
        fuller: list[Match],
        meant: Iterable[Match] = (),
    ) -> Matches:
        """Return the matches of a query that leads to a name, between those with an English name that it is, and those with
        one in which a word begins with it, where there is room for them (rule 1)."""
        leading, whole = _leading(strict), strict.best[0].rank is Rank.EXACT
        foreign = [] if whole else self._lax.in_english(index, asked, begun=len(leading) < limit)
        exact = [match for match in foreign if match.rank is Rank.EXACT]
        return _joined(once(exact, fuller, leading, meant, foreign, strict.best), strict)

    def _laxer(self, index: Index, asked: Question, limit: int, strict: Matches, named: Named) -> Matches:
        """Return the matches of a query that leads to no name by itself."""
        word_for_word = [match for match in strict.best if match.rank <= Rank.PREFIX]
        in_a_row = {match.number: match for match in word_for_word}
        full = [in_a_row.get(match.number, match) for match in self._lax.full(index, asked)]
        names = once(full, word_for_word)
        shorter = asked.shorter
        if asked.several and (word_for_word or strict.numbers.bit_count() > ENOUGH):
            # Several words that stand so in prose, or all of them in many entries, are no slip; a name is more than that.
            shorter = shorter and self._lax.known(asked)
            if not shorter:
                return _joined(once(names, named.meant, named.ordinary, strict.best), strict)
        plain = index.matches(asked.told, limit) if shorter else _NOTHING
        foreign = self._lax.in_english(index, asked.plain) if shorter else []
        if _leads(plain) or foreign:  # rule 2
            exact = [match for match in (*_leading(plain), *foreign) if match.rank is Rank.EXACT]
            names = once(exact, () if exact else named.names, _leading(plain), foreign, named.meant)
            return _joined(once(names, plain.best, strict.best), plain, strict)
        texts = once(strict.best, plain.best)
        return _joined(self._similarly(index, asked, names, named, texts), strict, plain)

    def _similarly(
        self, index: Index, asked: Question, names: list[Match], named: Named, texts: list[Match]
    ) -> list[Match]:
        """Return names, and what is similar to a query or has words of it, before the texts that have all words (rule 3)."""
        similar = self._lax.similar(index, asked, within=named.within)
        meant = named.meant if texts else [*named.names, *named.parts]
        near = sorted([*similar, *meant], key=lambda match: -match.score)
        close = once(names, [match for match in near if match.score >= CLOSE])
        if texts:
            return once(close, named.ordinary, texts)
        if close:
            return once(close, named.meant)
        return (not named.singles and near) or self._lax.by_words(index, asked) or near


def _any(matches: Matches) -> bool:
    return bool(matches.best)


def _leading(matches: Matches) -> list[Match]:
    return [match for match in matches.best if match.leads]


def _leads(matches: Matches) -> bool:
    return bool(matches.best) and matches.best[0].leads


def _joined(best: list[Match], *looks: Matches) -> Matches:
    """Return the best matches of some looks, with all that the looks found."""
    return Matches(best, reduce(or_, (look.numbers for look in looks), bits(match.number for match in best)))


def _pending(index: Index, matches: Iterable[Match]) -> list[str]:
    """Return the ids of the waiting concepts that match as well as the best entry does (rule 5)."""
    pending, best = list[str](), None
    for match in matches:
        if match.number < len(index.entries):
            best = match.rank if best is None else best
        elif best in (None, match.rank):
            pending.append(index.waiting[match.number - len(index.entries)])
    return pending
