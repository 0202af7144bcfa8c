"""A glossary for Weblate, as a PO file: what a term is called in a language, and what it must not be called.

1. The preferred English leads to the preferred term, and its abbreviation to the abbreviation.
2. The preferred English leads to each word to avoid, with the flag ``forbidden`` and the reason: Weblate's check fires on a
   translation that has the word. From an English word to avoid it would fire only where the English has that word.
3. Each message has a context of its own: Weblate tells messages apart by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from glossary.catalogs import header, po
from glossary.catalogs.po import Catalog, Message
from glossary.edition.edition import Edition
from glossary.exchange.outgoing import vetted
from glossary.exchange.outgoing.labels import labels
from glossary.exchange.outgoing.vetted import Pair

FORBIDDEN = "forbidden"


def write(edition: Edition, language: str) -> str:
    """Return the file for a language."""
    found = vetted.pairs(edition, language)
    days = [text.approved_on for pair in found if (text := edition.vetted(pair.id, language))]
    # The day of the newest approval: the same content is the same file on every day.
    fields = header.new(language, max(days, default=date.min))
    if not days:
        fields = tuple(field for field in fields if field[0] != header.REVISED)
    messages = (message for pair in found for message in _messages(pair))
    comments = tuple(filter(None, [f"Vetted texts of {edition.title}", vetted.licence(edition)]))
    return po.write(Catalog(fields, tuple(messages), comments))


def _messages(pair: Pair) -> Iterator[Message]:
    english, text = pair.english, pair.text
    notes = tuple(filter(None, (text.definition, text.note)))
    yield Message(f"{pair.id}.term", english.term, text.term, notes=notes)
    if english.abbreviation and text.abbreviation:
        yield Message(f"{pair.id}.abbreviation", english.abbreviation, text.abbreviation, notes=notes)
    reason = (text.avoid_reason,) if text.avoid_reason else ()
    for number, word in enumerate(labels(text).avoid, 1):
        yield Message(f"{pair.id}.avoid.{number}", english.term, word, flags=(FORBIDDEN,), notes=reason)
