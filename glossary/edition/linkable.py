"""The words by which terms, and words to avoid, are found in prose: vetted ones only, as they were approved.

1. A word that two concepts claim leads to neither: nobody knows which one is meant. ``check`` names it (``claimed-twice``).
2. A word of a single letter or digit is never looked for. ``check`` names it (``one-letter``).
3. An abbreviation of two or three is looked for only on request: it stands for much else too ("IWF" for a federation of
   weightlifters, "CRC" for a checksum).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from glossary.content.model import Autolink
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.language.letters import fold, words
from glossary.language.mentions import is_name

_SHORT = 3
"""Letters of an abbreviation that is short."""


class Form(NamedTuple):
    """Words of a concept in a language: by which it is mentioned, or, with ``avoid``, which its term replaces."""

    words: str
    concept: str
    avoid: bool
    autolink: Autolink


def forms(edition: Edition, language: str) -> tuple[Form, ...]:
    """Return all forms of a language, by concept: of each the term, abbreviation, forms, words to avoid, each once."""
    found: dict[tuple[str, str], Form] = {}
    claims: dict[str, set[str]] = {}
    for form in _vetted(edition, language):
        found.setdefault((form.concept, form.words), form)
        claims.setdefault(fold(form.words, language), set()).add(form.concept)
    return tuple(form for form in found.values() if len(claims[fold(form.words, language)]) == 1)  # rule 1


def findable(form: str) -> bool:
    """Return whether words can be looked for in prose (rule 2)."""
    return sum(map(len, words(form))) > 1


def linking(form: str, autolink: Autolink) -> Autolink:
    """Return how a form of a concept may be linked (rule 3)."""
    long = [word for word in words(form) if len(word) > 1]  # one letter more is an article: Maltese “l-IWF”
    short = len(long) == 1 and len(long[0]) <= _SHORT and is_name(long[0])
    return Autolink.ASK if short and autolink is Autolink.SAFE else autolink


def _vetted(edition: Edition, language: str) -> Iterator[Form]:
    for concept in edition.live:
        if vetted := edition.vetted(concept.id, language):
            for avoid, words_of in ((False, _names(vetted.text)), (True, vetted.text.avoid)):
                for each in filter(findable, words_of):
                    yield Form(each, concept.id, avoid, linking(each, concept.autolink))


def _names(text: Text) -> tuple[str, ...]:
    return tuple(filter(None, (text.term, text.abbreviation, *text.forms)))
