"""A text beside its English, as a terminal shows it to its reviewer: field by field, with notes, comments and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text as Styled

from glossary.characters import visible
from glossary.content.model import Concept
from glossary.content.text import FIELDS, Text
from glossary.review.report import word_diff

INDENT = 12
NARROW = 60
"""Below this width, in characters, a label has a line of its own: words get the room."""


class Row(NamedTuple):
    """One thing beside its label; the name of a field has no label."""

    label: str
    words: Styled


Remarks = Mapping[str, Iterable[tuple[str, str]]]
"""What is said about fields, by field: a label and the words of each."""


def rows(english: Text | None, text: Text, before: Text | None, remarks: Remarks | None = None) -> Iterator[Row]:
    """Yield a text field by field, each below its English, with what changed since the last approved text, then what is said
    about it. What nobody sees in one stands there as its number."""
    for name in FIELDS:
        source, new, old = (
            visible(each.fields.get(name, ""), keep="\n") if each else "" for each in (english, text, before)
        )
        said = () if remarks is None else remarks.get(name, ())
        if not (new or old):
            continue
        yield Row("", Styled(f"\n{name}", style="bold"))
        if source:
            yield Row("English", Styled(source))
        yield Row("this text" if english else " ", word_diff(old, new) if before else Styled(new))
        yield from (Row(label, Styled(visible(words, keep="\n"), style="italic")) for label, words in said)


def sources(concept: Concept) -> Iterator[Row]:
    """Yield the sources of a concept, each with the place in it, its day and its address."""
    if concept.sources:
        yield Row("", Styled("\nsources", style="bold"))
    for source in concept.sources:
        state = f"{source.state.value.replace('_', ' ')}, " if source.state else ""
        words = f"{source.title}, {source.locator} ({state}as of {source.as_of})\n{source.url}"
        yield Row(source.kind, Styled(visible(words, keep="\n")))


def lines(row: Row, width: int | None) -> Iterator[Styled]:
    """Yield a row as lines of at most so many characters, broken between words only; where there is no width, at its own line
    breaks only."""
    if not row.label:
        yield row.words
        return
    indent, first = INDENT, f"  {row.label}"
    if width is not None and width < NARROW:
        if row.label.strip():
            yield Styled(first)
        indent, first = 2, ""
    for line in row.words.split("\n"):
        for part in _wrapped(line, width and width - indent):
            yield Styled(first.ljust(indent)).append_text(part)
            first = ""


def _wrapped(line: Styled, width: int | None) -> Iterable[Styled]:
    """Return a line as several: what a no-break space holds together stays so, and a word that is too long is not cut."""
    if width is None:
        return [line]
    breaks, used = list[int](), 0
    for word in re.finditer(r"[^ ]+ *| +", line.plain):
        length = cell_len(word[0].rstrip(" "))
        if used and used + length > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    parts = line.divide(breaks)
    for part in parts:
        part.rstrip()
    return parts
