"""The text of a page in one language, as it is searched, and where in the source each letter of it stands."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from glossary.annotate.parsing.references import REFERENCE, meaning

_BREAK = "\n\n"
"""What stands between two texts: no mention goes across a blank line."""

_span = tuple.__new__
"""Makes a ``Span`` of a mention, of which a page has thousands, in half the time."""


class Span(NamedTuple):
    """A stretch of a page's source."""

    start: int
    end: int


class Passage:
    """Texts of a page, one after the other. All are added first; then ``text`` is searched, and ``span`` asked."""

    def __init__(self, source: str) -> None:
        self._plain = "\r" not in source and "\0" not in source  # as nearly all pages
        # The stretches that the text is made of, and where each begins in the source. Of references: how long they are there.
        self._parts: list[str] = []
        self._sources: list[int] = []
        self._widths: dict[int, int] = {}

    @property
    def text(self) -> str:
        """All texts; a line break in one is a space."""
        return "".join(self._parts)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self._parts)))

    def add(self, text: str, start: int, joined: bool) -> None:
        """Add a text that begins at an offset of the source; ``joined`` to the one before, else no mention goes across."""
        if not joined:
            self._parts.append(_BREAK)
            self._sources.append(start)
        if "\n" in text or not self._plain:
            text = text.replace("\n", " ").replace("\r", " ")
        if "&" in text or not self._plain:
            self._resolve(text, start)
        else:
            self._parts.append(text)
            self._sources.append(start)

    def _resolve(self, text: str, start: int) -> None:
        at = 0
        for found in REFERENCE.finditer(text):
            value, length = meaning(found[0])
            if length:
                self._widths[len(self._parts) + 1] = length
                self._parts += [text[at : found.start()], value]
                self._sources += [start + at, start + found.start()]
                at = found.start() + length
        self._parts.append(text[at:])
        self._sources.append(start + at)

    def span(self, start: int, end: int) -> Span:
        """Return where in the source a part of the text stands; of a reference always the whole."""
        return self.edged(start, end)[0]

    def edged(self, start: int, end: int) -> tuple[Span, bool]:
        """Return the same, and whether the part may begin or end where one of the texts does."""
        index = bisect_right(self._ends, start)
        source, until = self._sources[index], self._ends[index]
        shift = source - until + len(self._parts[index])
        first = source if index in self._widths else start + shift
        if end <= until and index not in self._widths:  # as nearly always
            return _span(Span, (first, end + shift)), first == source or end == until
        index = bisect_right(self._ends, end - 1)
        if width := self._widths.get(index):
            return Span(first, self._sources[index] + width), True
        return Span(first, end + self._sources[index] - self._ends[index] + len(self._parts[index])), True
