"""Under which rights an entry stands: this glossary's licence, or as a quotation, for which nobody here can give one.

Term files say which fields of the English text a source is quoted for (``quotes``). A translation of a quoted text is this
glossary's own words.
"""

from __future__ import annotations

from dataclasses import dataclass

from glossary.content.identity import Licence
from glossary.content.interface import TITLE
from glossary.content.model import Reference
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry
from glossary.language.tags import SOURCE


@dataclass(frozen=True)
class Rights:
    """The rights to one entry's text. ``licence`` is that of the words that are not quoted, ``None`` where there are none or
    no licence is given; ``quoted`` names the fields that are quoted from ``source``; ``credit`` is whom to name: a glossary
    in the language of the text, where its title is said in that."""

    licence: Licence | None
    source: Reference | None
    quoted: tuple[str, ...]
    credit: str


def of_entry(edition: Edition, entry: Entry) -> Rights:
    """Return the rights to an entry."""
    source = next((source for source in entry.concept.sources if source.quotes), None)
    title = edition.interface(entry.language).say(TITLE).text
    if source is None or entry.language != SOURCE:
        return Rights(edition.identity.licence, None, (), title)
    quoted = tuple(name for name in entry.text.fields if name in source.quotes)
    own = len(entry.text.fields) > len(quoted)
    credit = f"{source.title}; {title}" if own else source.title
    return Rights(edition.identity.licence if own else None, source, quoted, credit)
