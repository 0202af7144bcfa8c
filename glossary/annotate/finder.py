"""Mentions of the terms of a glossary, and of words to avoid, in a text.

1. Only forms whose concept may be linked are looked for: ``safe`` ones, with ``ask`` those also that a person should look at.
2. A text and a form are compared folded (``glossary.language.mentions``). A word of a form with a capital behind its first
   letter is an abbreviation or a name: in the text it has exactly these letters. ``CSEA`` is not “sea”, ``MAPs`` are no maps.
3. A mention begins and ends where a word does, but for what the rules of the language let stand there (``edges``).
4. Nothing is found in an address, or across a blank line.
5. Of mentions that overlap, the one that begins first counts, and of those the longest; then a term before a word to avoid.

Where the longest form does not stand as a word, a shorter one in it may: that part of the text is looked at place by place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from glossary.annotate.addresses import TELLING, addresses, hides
from glossary.annotate.automaton import Automaton, Hit
from glossary.annotate.edges import WORD, Edges
from glossary.annotate.folded import Folded
from glossary.annotate.folding import OUTSIDE, Folding
from glossary.annotate.match import AVOID, TERM, Match
from glossary.annotate.words import Words
from glossary.content.model import Autolink
from glossary.edition.linkable import Form, findable
from glossary.language.mentions import Rules, fold, is_name, spelt

BLOCK = 1 << 16
"""About how many characters are looked at in one go: what is made of them stays in a processor's cache."""

_STOPS = ".,;:!?)”»…"
"""Characters behind which a text can be cut, if no form has them."""

_BEGINNING = 2
"""Letters by which forms are found place by place."""


Spans = Sequence[tuple[int, int]]
"""Where something begins and ends in a text, in its order."""


class Known(NamedTuple):
    """A form that is looked for: its concept and words, what else a match says, and of its words those that are names, by
    their number."""

    concept: str
    words: str
    said: tuple[str, str, str | None, str | None]
    names: Sequence[tuple[int, str]]

    @classmethod
    def of(cls, form: Form, words: Words) -> Known:
        """Return a form as it is looked for."""
        said: tuple[str, str, str | None, str | None] = words.language, TERM, None, None
        if form.avoid:
            said = words.language, AVOID, *words.concepts[form.concept][:2]
        names = [(number, word) for number, word in enumerate(spelt(form.words, words.rules)) if is_name(word)]
        return cls(form.concept, form.words, said, names)

    def alike(self, found: str, by: Rules) -> bool:
        """Return whether the names of the form are the same in what was found (rule 2)."""
        if found == self.words:
            return True
        of = spelt(found, by)
        return all(number < len(of) and of[number] == word for number, word in self.names)

    def match(self, text: Folded, start: int, end: int, done: int, units: int) -> Match:
        """Return the mention that stands at a place of a folded text, before which there is so much."""
        start, end = text.start(start), text.end(end)
        wide = text.utf16(start) + units, text.utf16(end) + units
        return tuple.__new__(Match, (self.concept, self.words, start + done, end + done, *wide, *self.said))


class Found(NamedTuple):
    """A mention, and where in the folded text it ends."""

    known: Known
    end: int


class Finder:
    """Finds the words of one language. It never changes; make it once."""

    def __init__(self, words: Words, ask: bool = False) -> None:
        played = (Autolink.SAFE, Autolink.ASK) if ask else (Autolink.SAFE,)  # rule 1
        forms = [form for form in words.forms if form.autolink in played and findable(form.words)]
        self._words, self._rules = words, words.rules
        self._folding, self._edges = Folding(words.rules), Edges(words.rules)
        self._known: dict[str, list[Known]] = {}
        for form in sorted(forms, key=lambda form: form.avoid):  # rule 5
            self._known.setdefault(fold(form.words, words.rules), []).append(Known.of(form, words))
        self._always = [None if of[0].names else of[0] for of in self._known.values()]
        signs, letters = self._folding.signs, {letter for form in self._known for letter in form}
        self._guesses = (
            letters.isdisjoint(signs) and max(letters, default="") < OUTSIDE and not any(map(hides, self._known))
        )
        self._automaton = Automaton([*self._known], *((TELLING, signs) if self._guesses else ((), ())))
        self._lengths = _lengths(self._known)
        stops = set(_STOPS) - letters
        self._cut = re.compile(rf"[{re.escape(''.join(sorted(stops)))}](?=\s)" if stops else r"(?=\n[^\S\n]*\n)")

    def find(self, text: str) -> tuple[Match, ...]:
        """Return the mentions in a text, in their order."""
        matches, done, units, plain = list[Match](), 0, 0, self._guesses
        for block in self._blocks(text):
            plain = self._in_block(block, done, units, plain, matches)
            done += len(block)
            units += len(block.encode("utf-16-le", "surrogatepass")) // 2
        return tuple(matches)

    def _blocks(self, text: str) -> Iterator[str]:
        done = 0
        while len(text) - done > 2 * BLOCK and (cut := self._cut.search(text, done + BLOCK)):
            yield text[done : cut.end()]
            done = cut.end()
        yield text[done:]

    def _in_block(self, text: str, done: int, units: int, plain: bool, matches: list[Match]) -> bool:
        """Add the mentions in a block, before which there is so much; return whether the next one may be guessed."""
        if plain:
            folded = self._folding.guess(text)
            if looked := self._automaton.look(folded):
                hits, told = looked
                self._add(folded, hits, addresses(text) if told else (), done, units, matches)
                return True
        folded, closed = self._folding.fold(text), addresses(text)
        self._add(folded, self._automaton.find(folded.letters), closed, done, units, matches)
        return self._guesses and folded.plain

    def _add(
        self, text: Folded, hits: Iterable[Hit], closed: Spans, done: int, units: int, matches: list[Match]
    ) -> None:
        letters, edge, place = f"{text.letters}  ", self._edges.open, 0
        simple, add, make = text.plain, matches.append, tuple.__new__
        for number, start, end in hits:
            # Most mentions stand between spaces or stops, with nothing else to look at.
            after = letters[end + 1] if letters[end] == "." else letters[end]
            known = self._always[number]
            clear = start >= place and not (closed and _overlaps(closed, start, end))
            if known and simple and clear and letters[start - 1] in edge and after in edge:
                concept, words, said, _ = known
                add(make(Match, (concept, words, start + done, end + done, start + units, end + units, *said)))
                place = end
            else:
                place = max(place, start)
                while place < end:
                    if found := self._longest(text, closed, place):
                        add(found.known.match(text, place, found.end, done, units))
                    place = found.end if found else place + 1

    def _longest(self, text: Folded, closed: Spans, place: int) -> Found | None:
        """Return the longest mention that begins at a place of the folded text."""
        letters = text.letters
        before = letters[place - 1] if place else " "
        if WORD[before] and before not in self._edges.links and WORD[letters[place]]:
            return None
        for length in self._lengths.get(letters[place : place + _BEGINNING], ()):
            form = letters[place : place + length]
            if form in self._known and (found := self._mention(text, closed, form, place)):
                return found
        return None

    def _mention(self, text: Folded, closed: Spans, form: str, start: int) -> Found | None:
        """Return the mention of a form that stands at a place of the folded text, if it is one."""
        end = start + len(form)
        closing = self._edges.ends(text, end)
        if closing is None or not self._edges.begins(text, start):
            return None
        if closed and _overlaps(closed, text.start(start), text.end(closing)):
            return None
        for known in self._known[form]:
            if not known.names or known.alike(text.text[text.start(start) : text.end(end)], self._rules):
                return Found(known, closing)
        return None


def _lengths(forms: Iterable[str]) -> dict[str, list[int]]:
    """Return how long forms are, the longest first, by their first letters."""
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[:_BEGINNING], set()).add(len(form))
    return {beginning: sorted(of, reverse=True) for beginning, of in lengths.items()}


def _overlaps(spans: Spans, start: int, end: int) -> bool:
    at = bisect_left(spans, (end, 0)) - 1
    return at >= 0 and spans[at][1] > start
