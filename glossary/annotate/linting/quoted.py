"""Quotations in a text, by their marks, whatever the language: “…”, „…“, ”…”, «…», »…«, ‘…’, and straight ones.

1. A quotation ends in its paragraph. Where each paragraph of a long one opens it again, it goes on to the last of them.
2. Marks that are apostrophes, inches or minutes too open only before a word, and close only behind one.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LONGEST = 4000
"""Characters of a quotation in straight single marks: nearly all of these marks are apostrophes, and open nothing."""

_PARAGRAPH = r"(?!\n[^\S\n]*\n)"
_LONG = r"(?:\n\s*\n(?=“))"


def _between(opening: str, closing: str, not_inside: str) -> str:
    return rf"{opening}(?:{_PARAGRAPH}[^{not_inside}])*+{closing}"


_QUOTED = re.compile(
    "|".join(
        [
            _between("“", f"(?:”|{_LONG})", "“”"),
            _between("„", "[“”]", "„“”"),
            _between("”", "”", "“”"),
            _between("«", "»", "«»"),
            _between("»", "«", "«»"),
            _between("‹", "›", "‹›"),
            _between("›", "‹", "‹›"),
            _between("「", "」", "「」"),
            rf'(?<![\w"])"(?=\S)(?:{_PARAGRAPH}[^"])*+"(?!\w)',
            rf"(?<![\w‘’])[‘‚](?=\S)(?:{_PARAGRAPH}(?:[^‘’]|’(?=\w)))*+[‘’]",
            rf"(?<![\w'])'(?=\S)(?:{_PARAGRAPH}(?:[^']|'(?=\w))){{0,{_LONGEST}}}+'",
        ]
    )
)


class Quotations:
    """The quotations of a text."""

    def __init__(self, text: str) -> None:
        spans = [found.span() for found in _QUOTED.finditer(text)]
        self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]

    def hold(self, start: int, end: int) -> bool:
        """Return whether a part of the text stands in a quotation, all of it."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._ends[at]
