"""Three columns for OmegaT and for spreadsheets: source, target, comment.

1. Each English name leads to the term, the abbreviation to the abbreviation where there is one.
2. An English word to avoid leads to the term too, with the reason.
3. No word to avoid is ever a target: OmegaT offers every target that it finds, whatever the comment says.
4. No field is changed. In CSV each is in quotation marks: a spreadsheet can be told to take such fields as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from glossary.edition.edition import Edition
from glossary.exchange.outgoing import vetted
from glossary.exchange.outgoing.labels import labels
from glossary.exchange.outgoing.vetted import Pair
from glossary.language.tags import SOURCE


class Row(NamedTuple):
    """A line: an English name, what it is called in the language, and what to know."""

    source: str
    target: str
    comment: str


def comma_separated(edition: Edition, language: str) -> str:
    """Return the rows as CSV (RFC 4180) without a line of names, as OmegaT has it."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows(edition, language))
    return text.getvalue()


def tab_separated(edition: Edition, language: str) -> str:
    """Return the rows with tabs between the columns. No text holds a tab or a line break (``content.text``)."""
    # A line that begins with “#” is a comment there, and nothing can say otherwise.
    found = (row for row in rows(edition, language) if not row.source.startswith("#"))
    return "".join("\t".join(row) + "\n" for row in found)


def rows(edition: Edition, language: str) -> Iterator[Row]:
    """Yield the rows of a language, by concept."""
    avoid = f"{edition.interface(SOURCE).say('entry.avoid').text}: "
    for pair in vetted.offered(edition, language):
        yield from _names(pair)
        reason = avoid + (pair.english.avoid_reason or "")
        yield from (Row(word, pair.text.term, reason) for word in labels(pair.english).avoid)  # rule 2


def _names(pair: Pair) -> Iterator[Row]:
    english, text = pair.english, pair.text
    yield Row(english.term, text.term, text.definition)
    for word in labels(english).admitted:
        yield Row(word, (word == english.abbreviation and text.abbreviation) or text.term, text.definition)
