"""Links put into a page of HTML, and taken out again.

1. What goes out is what came in, byte for byte, but for the links.
2. Links of ours that a page has are taken out first: to link twice changes nothing, and what the glossary no longer has goes.
3. A link goes around the source as it stands, references and comments included.
4. What a script or a program fills in when the page is shown (``{{ dove }}``) is no text: a tag in it would break it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from glossary.annotate.finder import Finder
from glossary.annotate.html import read
from glossary.annotate.markup import SIGN, Markup, around, ours
from glossary.annotate.match import AVOID
from glossary.annotate.occurrences import Per, first
from glossary.annotate.page import Finder as Finds
from glossary.annotate.page import Mention, Page, Scope, Section
from glossary.annotate.parsing.references import resolved
from glossary.annotate.parsing.tokens import TOKEN, attributes
from glossary.annotate.words import Words

_FILLED_IN = re.compile(r"\{\{[^{}<>]*+\}\}|\{%(?:[^{}<>%]|%(?!\}))*+%\}")
"""Rule 4."""


class Link(NamedTuple):
    """A link that was put into a page: the words there, the concept, the line (from one), the address."""

    words: str
    concept: str
    line: int
    page: str


class Linked(NamedTuple):
    """A page with its links. ``unspoken`` says that it has text of which nobody says the language."""

    page: bytes
    links: tuple[Link, ...]
    unspoken: bool = False


@dataclass(frozen=True)
class Linker:
    """Links the terms of pages. ``words`` are those of each language; make it once.

    ``ask`` takes words that have an ordinary meaning as well. ``finders`` are those of the words, by language, where somebody
    keeps them; else they are made.
    """

    words: tuple[Words, ...]
    scope: Scope = field(default_factory=Scope)
    ask: bool = False
    per: Per = Per.SECTION
    markup: Markup = Markup.PLAIN
    finders: Mapping[str, Finds] | None = None

    @cached_property
    def _finders(self) -> Mapping[str, Finds]:
        return self.finders or {words.language: Finder(words, self.ask) for words in self.words}

    @cached_property
    def _pages(self) -> dict[str, str]:
        return {words.language: words.page for words in self.words}

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.words)

    def link(self, raw: bytes) -> Linked:
        """Return a page with links. Raises ``BadPage``."""
        page = read(unlinked(raw))  # rule 2
        parts, links, at, row = [], [], 0, 1
        for mention in self.chosen(page, page.mentions(self._finders, self.scope)):
            start, end = mention.span
            row += page.source.count("\n", at, start)  # from link to link: there may be one every few letters
            link = self._link(page, mention, row)
            before, after = around(self.markup, link.concept, mention.match.language, link.page)
            parts += [page.source[at:start], before, page.source[start:end], after]
            links.append(link)
            row += page.source.count("\n", start, end)
            at = end
        linked = "".join([*parts, page.source[at:]]).encode()
        return Linked(linked, tuple(links), page.unspoken(self.scope))

    def mentions(self, raw: bytes) -> tuple[str, list[Mention]]:
        """Return the source of a page, and in its order the mentions that are to be links and all words to avoid. Raises
        ``BadPage``."""
        page = read(raw)
        mentions = page.mentions(self._finders, self.scope)
        avoided = (mention for mention in mentions if mention.match.usage == AVOID)
        return page.source, sorted([*self.chosen(page, mentions), *avoided], key=lambda mention: mention.span)

    def chosen(self, page: Page, mentions: list[Mention]) -> list[Mention]:
        """Return those of a page's mentions that are to be links."""
        mentions = [*_readable(page.source, mentions)]
        return first(mentions, self._targets.of(page), self.per) if mentions else []

    def _link(self, page: Page, mention: Mention, row: int) -> Link:
        start, end = mention.span
        match = mention.match
        address = self._pages[match.language].replace("{id}", match.concept)
        return Link(_words(page.source[start:end]), match.concept, row, address)


def _readable(source: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions but for those in what is filled in (rule 4). They come in the order of the page."""
    filled = _FILLED_IN.finditer(source)
    latest = next(filled, None)
    for mention in mentions:
        while latest and latest.end() <= mention.span.start:
            latest = next(filled, None)
        if not (latest and latest.start() < mention.span.end):
            yield mention


class Targets:
    """To which concept a link of a page leads, by its address or its attributes."""

    def __init__(self, words: Iterable[Words]) -> None:
        known = [(concept, named) for each in words for concept, named in each.concepts.items()]
        self._ids = {old: concept for concept, named in known for old in (*named.formerly, concept)}
        self._pages = [tuple(each.page.split("{id}", 1)) for each in words]

    def of(self, page: Page) -> Iterator[tuple[str, Section]]:
        """Yield the concepts to which a page has links, with the section of each."""
        for anchor in page.anchors:
            told = self._concept(attributes(anchor.attributes))
            if concept := self._ids.get(told):
                yield concept, page.section(anchor.home, anchor.start)

    def _concept(self, told: dict[str, str]) -> str:
        if concept := told.get("data-glossary-term") or told.get("term"):
            return resolved(concept)
        address = resolved(told.get("href", "")).strip()
        for before, _ in self._pages:
            if address.startswith(before):
                return re.split("[/?#]", address[len(before) :], maxsplit=1)[0]
        return ""


def unlinked(raw: bytes) -> bytes:
    """Return a page without the links that we put into it. Raises ``BadPage``."""
    if SIGN.encode() not in raw:
        return raw
    page = read(raw)
    parts, at = [], 0
    for start, end in sorted(_stretches(page)):
        parts.append(page.source[at:start])
        at = end
    return "".join([*parts, page.source[at:]]).encode()


def _stretches(page: Page) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a page's source that are the tags of our links."""
    for anchor in page.anchors:
        if page.source.endswith("<", 0, anchor.start):
            continue  # without the link its words would be a tag, so they never were a text to us
        opening = ours(page.source, anchor.start)
        if opening and (end := _end(page.source, *opening)):
            yield anchor.start, opening[0]
            yield end, end + len(opening[1])


def _end(source: str, at: int, closing: str) -> int:
    """Return where the closing tags of a link of ours begin, 0 where others came between."""
    for token in TOKEN.finditer(source, at):
        if token[2] and token[2].lower() != "wbr":
            return token.start() if source.startswith(closing, token.start()) else 0
    return 0


def _words(source: str) -> str:
    """Return the words that a reader sees where a source is."""
    if "<" in source or "&" in source:
        source = resolved(TOKEN.sub("", source))
    return " ".join(source.split())
