"""Markdown as it is read: CommonMark with the tables and footnotes of GitHub. Code, addresses and what stands before the
text (front matter) are left alone.

It is parsed by pulldown-cmark, which says where in the source each text stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from pyromark import Options, events_with_range

from glossary.annotate import html
from glossary.annotate.linting.prose import Prose, of_page, of_passage
from glossary.annotate.page import Scope
from glossary.annotate.parsing.elements import BLOCKS, VOID
from glossary.annotate.parsing.place import KEPT, QUOTATIONS
from glossary.annotate.parsing.tokens import TOKEN, lowered
from glossary.annotate.passage import Passage, Span

_FRONT = re.compile(r"(?:---[^\S\n]*\n(?:.*\n)*?(?:---|\.\.\.)|\+\+\+[^\S\n]*\n(?:.*\n)*?\+\+\+)[^\S\n]*(?:\n|\Z)")
_LANGUAGE = re.compile(r"^(?:lang|language)\s*[:=]\s*[\"']?([A-Za-z][\w-]*)", re.MULTILINE)
_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
)
_APART = VOID | BLOCKS
_INLINE = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})


def front(source: str) -> int:
    """Return where the text begins, behind what stands before it."""
    found = _FRONT.match(source)
    return found.end() if found else 0


def language(source: str) -> str | None:
    """Return the language that a document says it is in, before its text."""
    found = _LANGUAGE.search(source, 0, front(source))
    return found[1] if found else None


class Reading(NamedTuple):
    """The texts of a document, and where in it comments may stand."""

    prose: list[Prose]
    comments: list[Span]


def read(source: str, tag: str, offered: tuple[str, ...], scope: Scope) -> Reading:
    """Read a document in a language, of which HTML in it may have parts in others. Raises ``BadPage``."""
    reader = _Reader(source, scope)
    for event, start, end in _events(source, front(source)):
        reader.take(event, start, end)
    found = [of_passage(reader.passage, tag)]
    for start, end in reader.blocks:
        found += of_page(html.parsed(source[start:end], prose=True), offered, replace(scope, language=tag), start)
    return Reading(found, reader.comments)


def _events(source: str, at: int) -> Iterator[tuple[Any, int, int]]:
    """Yield the events of the parser from an offset on, with where each begins and ends, in code points.

    The ends of blocks are without their places, and their beginnings without where they end, but for HTML: to measure all
    that is nested would take its square.
    """
    text = source[at:]
    data, counted, points = text.encode(), 0, at
    event: Any
    for event, where in events_with_range(text, options=_OPTIONS):
        if "End" in event:
            yield event, points, points
            continue
        start, end = where["start"], where["end"]
        if start < counted:
            counted, points = 0, at
        points += len(data[counted:start].decode())
        counted = start
        if "Start" in event and event["Start"] != "HtmlBlock":
            end = start
        yield event, points, points + len(data[start:end].decode())


class _Reader:
    """Takes the events of a document one after the other."""

    def __init__(self, source: str, scope: Scope) -> None:
        self.passage, self.blocks, self.comments = Passage(source), list[Span](), list[Span]()
        self._source = source
        self._closed = {"CodeBlock", "HtmlBlock"} | (set() if scope.quotations else {"BlockQuote"})
        self._kept = KEPT if scope.quotations else KEPT | QUOTATIONS
        self._depth, self._elements, self._joined = 0, list[str](), False

    def take(self, event: Any, start: int, end: int) -> None:
        """Take an event that stands from one offset to another."""
        name, of = _named(event)
        if name in ("Start", "End"):
            self._block(name == "Start", _named(of)[0], Span(start, end))
        elif name == "InlineHtml":
            self._element(Span(start, end))
        elif self._depth or self._elements:
            return
        elif name in ("Text", "SoftBreak"):
            self.passage.add(self._source[start:end] if name == "Text" else " ", start, self._joined)
            self._joined = True
        elif name != "FootnoteReference":
            self._joined = False

    def _block(self, starts: bool, name: str, span: Span) -> None:
        if name == "HtmlBlock" and starts:
            self.comments.append(span)
            if not self._depth:
                self.blocks.append(span)
        if name in self._closed:
            self._depth += 1 if starts else -1
        if name not in _INLINE:
            self._joined, self._elements = False, []

    def _element(self, span: Span) -> None:
        """Take a tag or a comment in a line."""
        self.comments.append(span)
        token = TOKEN.match(self._source, span.start)
        name = lowered(token[2]) if token and token[2] else ""
        if name in _APART:
            self._joined = False
        elif token and name in self._kept:
            if not token[1]:
                self._elements.append(name)
            elif name in self._elements:
                self._elements.remove(name)
            self._joined = False


def _named(event: Any) -> tuple[str, Any]:
    """Return the name of an event or an element, and what it is of."""
    return (event, None) if isinstance(event, str) else next(iter(event.items()))
