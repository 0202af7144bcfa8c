"""The text of a page in one language, as it is searched, and where in the source each letter of it stands."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from glossary.annotate.parsing.references import REFERENCE, meaning

_BREAK = "\n\n"
"""What stands between two texts: no mention goes across a blank line."""

_LINES = str.maketrans("\n\r", "  ")


class Span(NamedTuple):
    """A stretch of a page's source."""

    start: int
    end: int


class Passage:
    """Texts of a page, one after the other. All are added first; then ``text`` is searched, and ``span`` asked."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        # Of each stretch of the text: where it begins, where in the source, and how long it is there if it is a reference.
        self._begins: list[int] = []
        self._sources: list[int] = []
        self._widths: list[int] = []

    @property
    def text(self) -> str:
        """All texts; a line break in one is a space."""
        return "".join(self._parts)

    def add(self, text: str, start: int, *, joined: bool = False) -> None:
        """Add a text that begins at an offset of the source; ``joined`` to the one before, else no mention goes across."""
        if not joined:
            self._parts.append(_BREAK)
            self._length += len(_BREAK)
        if "\n" in text or "\r" in text:
            text = text.translate(_LINES)
        if "&" in text or "\0" in text:
            self._resolve(text, start)
        else:
            self._stretch(text, start)

    def _stretch(self, text: str, start: int, width: int = 0) -> None:
        self._begins.append(self._length)
        self._sources.append(start)
        self._widths.append(width)
        self._parts.append(text)
        self._length += len(text)

    def _resolve(self, text: str, start: int) -> None:
        at = 0
        for found in REFERENCE.finditer(text):
            value, length = meaning(found[0])
            if length:
                if found.start() > at:
                    self._stretch(text[at : found.start()], start + at)
                self._stretch(value, start + found.start(), length)
                at = found.start() + length
        if at < len(text):
            self._stretch(text[at:], start + at)

    def span(self, start: int, end: int) -> Span:
        """Return where in the source a part of the text stands; of a reference always the whole."""
        return Span(self._source(start, 0), self._source(end - 1, 1))

    def _source(self, offset: int, after: int) -> int:
        index = bisect_right(self._begins, offset) - 1
        start, width = self._sources[index], self._widths[index]
        return start + (width * after if width else offset - self._begins[index] + after)
