"""The words of one edition, found in any text: the finders of its languages, each made when it is first needed.

At most two are made for a language, one with and one without words that have an ordinary meaning too. They go with the
edition, or where all have too many forms together. No text is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from glossary.annotate.finder import Finder
from glossary.annotate.links import Linker
from glossary.annotate.match import TERM, Match
from glossary.annotate.occurrences import Per
from glossary.annotate.page import Mention
from glossary.annotate.wanted import Wanted
from glossary.annotate.words import Words
from glossary.edition.edition import Edition
from glossary.language.tags import choose

MOST_FORMS = 50_000
"""Most forms that the finders have together which are kept: each form takes about a kilobyte."""


class Kept(NamedTuple):
    """A finder, and how many forms there are in its language."""

    finder: Finder
    forms: int


class Annotator:
    """Finds and links the words of an edition."""

    def __init__(self, edition: Edition, base_url: str) -> None:
        self._edition, self._base_url = edition, base_url
        self._finders: OrderedDict[tuple[str, bool], Kept] = OrderedDict()  # that which was needed last at the end
        self._making = Lock()

    @cached_property
    def words(self) -> dict[str, Words]:
        """The words of each language that has any, without their forms: these are read when they are looked for."""
        every = (Words.named(self._edition, language, self._base_url) for language in self._edition.languages)
        return {words.language: words for words in every if words.concepts}

    def language(self, tag: str) -> str | None:
        """Return the language with words that suits a tag (RFC 4647 lookup), or ``None``: words of another one are not
        looked for."""
        return choose(tag, tuple(self.words))

    def finder(self, language: str, ask: bool) -> Finder:
        """Return the finder of a language that has words."""
        with self._making:
            kept = self._finders.pop((language, ask), None) or self._made(language, ask)
            self._finders[language, ask] = kept
            while len(self._finders) > 1 and sum(each.forms for each in self._finders.values()) > MOST_FORMS:
                self._finders.popitem(last=False)
        return kept.finder

    def _made(self, language: str, ask: bool) -> Kept:
        words = Words.of(self._edition, language, self._base_url)
        return Kept(Finder(words, ask), len(words.forms))

    def in_text(self, text: str, wanted: Wanted) -> list[Match]:
        """Return the matches in a text, in their order: all words to avoid, and the terms that are wanted. A text is one
        section."""
        language = wanted.scope.language and self.language(wanted.scope.language)
        matches = self.finder(language, wanted.ask).find(text) if language else ()
        return list(matches if wanted.per is Per.ALL else _first(matches))

    def in_page(self, raw: bytes, wanted: Wanted) -> list[Match]:
        """Return the matches in a page of HTML, likewise, with their places in its source. Raises ``BadPage``."""
        return list(_placed(*self._linker(wanted).mentions(raw)))

    def linked(self, raw: bytes, wanted: Wanted) -> bytes:
        """Return a page of HTML with links. Raises ``BadPage``."""
        return self._linker(wanted).link(raw).page

    def _linker(self, wanted: Wanted) -> Linker:
        finders = {language: _Later(self, language, wanted.ask) for language in self.words}
        return Linker(tuple(self.words.values()), wanted.scope, wanted.ask, wanted.per, wanted.markup, finders)


class _Later:
    """A finder that is made once there is something to search: few pages have many languages."""

    def __init__(self, annotator: Annotator, language: str, ask: bool) -> None:
        self._annotator, self._language, self._ask = annotator, language, ask

    def find(self, text: str) -> tuple[Match, ...]:
        """Return all matches in a text."""
        return self._annotator.finder(self._language, self._ask).find(text) if text else ()


def _first(matches: tuple[Match, ...]) -> Iterator[Match]:
    there = set()
    for match in matches:
        if match.usage != TERM or match.concept not in there:
            yield match
        if match.usage == TERM:
            there.add(match.concept)


def _placed(source: str, mentions: list[Mention]) -> Iterator[Match]:
    """Yield the matches of mentions, with their places in the source of the page."""
    counted, units = 0, 0
    for match, (start, end), _ in mentions:
        before = units + _utf16(source[counted:start])
        counted, units = end, before + _utf16(source[start:end])
        yield match._replace(start=start, end=end, start_utf16=before, end_utf16=units)


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
