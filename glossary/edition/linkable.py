"""The words by which terms, and words to avoid, are found in prose: vetted ones only, as they were approved.

1. A word that two concepts claim leads to neither: nobody knows which one is meant. ``check`` names it (``claimed-twice``).
2. A word of a single letter or digit is never looked for. ``check`` names it (``one-letter``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from glossary.content.model import Autolink
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.language.letters import fold, words


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


def _vetted(edition: Edition, language: str) -> Iterator[Form]:
    for concept in edition.live:
        if vetted := edition.vetted(concept.id, language):
            for avoid, words_of in ((False, _names(vetted.text)), (True, vetted.text.avoid)):
                yield from (Form(each, concept.id, avoid, concept.autolink) for each in words_of if findable(each))


def _names(text: Text) -> tuple[str, ...]:
    return tuple(filter(None, (text.term, text.abbreviation, *text.forms)))
