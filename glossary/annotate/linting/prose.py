"""What of a document is read as prose, in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from glossary.annotate.page import Page, Scope
from glossary.annotate.passage import Passage, Span


class Prose(NamedTuple):
    """A text as it is searched, and what says where in the source a part of it stands, given where it begins and ends."""

    language: str
    text: str
    span: Callable[[int, int], Span]


def of_text(source: str, language: str) -> Prose:
    """Return a plain text as it is."""
    return Prose(language, source, Span)


def of_passage(passage: Passage, language: str, at: int = 0) -> Prose:
    """Return a passage of what begins at an offset of the source."""
    return Prose(language, passage.text, partial(_moved, passage, at))


def of_page(page: Page, offered: tuple[str, ...], scope: Scope, at: int = 0) -> Iterator[Prose]:
    """Yield the texts of HTML that begins at an offset of the source, in the languages that are offered."""
    for language, passage in page.passages(offered, scope).items():
        yield of_passage(passage, language, at)


def _moved(passage: Passage, at: int, start: int, end: int) -> Span:
    span = passage.span(start, end)
    return Span(span.start + at, span.end + at)
