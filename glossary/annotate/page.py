"""A page that was read: its text in each language, and the mentions in it.

1. What stands between two tags is one text. Comments and ``<wbr>`` do not end it; any other tag does: no mention goes across.
2. A mention that a tag cuts off from more letters of its word (``abuse<b>rs</b>``) is none.
3. A part is searched in the language that its ``lang`` says, if its words are given; without ``lang``, in the page's.
4. A section begins with a heading, and is what a sectioning element holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from glossary.annotate.match import Match
from glossary.annotate.parsing.elements import BLOCKS, CELLS, HEADINGS, TABLE, VOID
from glossary.annotate.parsing.place import Place, places
from glossary.annotate.parsing.reading import read
from glossary.annotate.parsing.references import resolved
from glossary.annotate.parsing.tokens import SPACE, TOKEN, lowered
from glossary.annotate.parsing.tree import Element
from glossary.annotate.passage import Passage, Span
from glossary.errors import BadTag
from glossary.language import tags

_JOINING = re.compile(rf"(?:<!--(?:-?>|.*?--!?>)|<wbr(?:[{SPACE}/][^>]*)?>)+", re.DOTALL | re.IGNORECASE)
_APART = BLOCKS | CELLS | HEADINGS | TABLE | VOID | {"caption", "dd", "dt", "form", "li", "rp", "rt", "sub", "sup"}
"""Before and after whose tags a word has ended."""

_LONGEST_REFERENCE = 40
Section = tuple[Element, int]


class Finder(Protocol):
    """What finds words in a text, as ``glossary.annotate.finder.Finder`` does."""

    def find(self, text: str) -> tuple[Match, ...]:
        """Return all matches in a text."""


@dataclass(frozen=True)
class Scope:
    """What of a page is searched: ``language`` is that of parts without ``lang``, a tag."""

    language: str | None = None
    headings: bool = False
    quotations: bool = False


class Mention(NamedTuple):
    """A match in a page, where in the source it stands, and in which section."""

    match: Match
    span: Span
    section: Section


class Page:
    """A page that was read. Offsets are in characters of the source. Raises ``TooDeep``.

    As ``prose``, all is searched that is read: links and buttons too, what stands outside of the main part, and words that
    are partly in an element.
    """

    def __init__(self, source: str, prose: bool = False) -> None:
        self.source, self._prose = source, prose
        self._pieces, self.anchors = read(source)
        self._parents = {piece[2] for piece in self._pieces}
        self._places = places(self._parents, prose)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece[1] for piece in self._pieces]

    def texts(self) -> Iterator[tuple[str, Place]]:
        """Yield the texts of the page as its source has them, with the place of each."""
        return ((text, self._places[parent]) for text, _, parent in self._pieces)

    def section(self, home: Element, at: int) -> Section:
        """Return the section of an offset in a sectioning element, or in none (rule 4)."""
        return home, bisect_right(self._headings[home], at) if home in self._headings else 0

    @cached_property
    def _only(self) -> Section | None:
        """The section of all texts, if they have only one."""
        homes = {parent.home for parent in self._parents}
        return (homes.pop(), 0) if len(homes) == 1 and not self._headings else None

    @cached_property
    def _headings(self) -> dict[Element, list[int]]:
        """Where headings begin in each sectioning element."""
        headings: dict[Element, list[int]] = {}
        latest = None
        if not any(place.heading for place in self._distinct):
            return headings
        for _, start, parent in self._pieces:
            heading = self._places[parent].heading
            if heading is not None and heading is not latest:
                latest = heading
                headings.setdefault(parent.home, []).append(min(start, heading.start))
        return headings

    def mentions(self, finders: Mapping[str, Finder], scope: Scope) -> list[Mention]:
        """Return the mentions that the finders of each language find, in the order of the page."""
        found = [
            mention
            for language, passage in self.passages(tuple(finders), scope).items()
            for mention in self._placed(finders[language].find(passage.text), passage)
        ]
        return sorted(found, key=lambda mention: mention.span)

    def unspoken(self, scope: Scope) -> bool:
        """Return whether there is text that is searched, of which nobody says the language."""
        return not scope.language and None in self.languages(scope)

    def languages(self, scope: Scope) -> set[str | None]:
        """Return the languages that the text which is searched says it is in, ``None`` for text that says nothing."""
        return {place.language or None for place in _searched(self._distinct, scope, self._prose)}

    @cached_property
    def _distinct(self) -> list[Place]:
        """The places of the page, each once."""
        return [*{id(place): place for place in map(self._places.__getitem__, self._parents)}.values()]

    def passages(self, offered: tuple[str, ...], scope: Scope) -> dict[str, Passage]:
        """Return the text that is searched in each of these languages."""
        passages = {language: Passage(self.source) for language in offered}
        chosen = self._chosen(passages, scope)
        source, end, within = self.source, -1, None
        for text, start, parent in self._pieces:
            if add := chosen.get(parent):
                near = parent is within and source[end + 1] in "!wW"
                joined = near and _JOINING.fullmatch(source, end, start) is not None
                add(text, start, joined or (self._prose and end >= 0 and _cuts(source, end, start)))
                end, within = start + len(text), parent
        return passages

    def _chosen(self, passages: Mapping[str, Passage], scope: Scope) -> dict[Element, Callable[[str, int, bool], None]]:
        """Return what takes the texts of each element that is searched."""
        offered = tuple(passages)
        languages = {
            id(place): _language(place, offered, scope) for place in _searched(self._distinct, scope, self._prose)
        }
        taken = {place: passages[language].add for place, language in languages.items() if language}
        places = self._places
        return {parent: take for parent in self._parents if (take := taken.get(id(places[parent])))}

    def _placed(self, matches: Iterable[Match], passage: Passage) -> Iterator[Mention]:
        """Yield the matches in a passage that are mentions in the page."""
        starts, pieces, section, only = self._starts, self._pieces, self.section, self._only
        edged, make = passage.edged, tuple.__new__  # there are thousands of mentions
        for match in matches:
            span, touches = edged(match.start, match.end)
            if only and not touches:
                yield make(Mention, (match, span, only))
                continue
            start, end = span
            index = bisect_right(starts, start) - 1
            text, begin, parent = pieces[index]
            if start == begin and self._cut(index - 1):
                continue
            if end >= begin + len(text) and self._cut(bisect_left(starts, end) - 1, end):
                continue
            yield Mention(match, span, section(parent.home, start))

    def _cut(self, index: int, at: int | None = None) -> bool:
        """Return whether the last word of a text, if it ends at ``at``, goes on in the next text (rule 2)."""
        if not 0 <= index < len(self._pieces) - 1:
            return False
        (text, start, _), (after, next_start, _) = self._pieces[index : index + 2]
        if at not in (None, start + len(text)):
            return False
        first, last = resolved(after[:_LONGEST_REFERENCE])[:1], resolved(text[-_LONGEST_REFERENCE:])[-1:]
        return first.isalnum() and last.isalnum() and _cuts(self.source, start + len(text), next_start)


def _cuts(source: str, at: int, end: int) -> bool:
    """Return whether there is nothing between two texts but tags at which a word does not end."""
    while at < end:
        token = TOKEN.match(source, at)
        if token is None or (token[2] and lowered(token[2]) in _APART):
            return False
        at = max(token.end(), at + 1)
    return at == end


def _searched(places: Sequence[Place], scope: Scope, prose: bool) -> Iterator[Place]:
    regions: list[Callable[[Place], bool]] = [lambda place: place.region, lambda place: place.main]
    region = next((region for region in regions if not prose and any(map(region, places))), lambda _: True)
    for place in places:
        open_ = not place.closed and (scope.headings or place.heading is None)
        if open_ and (scope.quotations or not place.quotation) and region(place):
            yield place


def _language(place: Place, offered: tuple[str, ...], scope: Scope) -> str | None:
    asked = scope.language if place.language is None else place.language
    try:
        return tags.choose(tags.parse(asked.replace("_", "-")), offered) if asked else None
    except BadTag:
        return None
