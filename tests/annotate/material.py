"""Words of tests: a few forms of a language, without a glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glossary.annotate.finder import Finder
from glossary.annotate.match import Match
from glossary.annotate.words import Named, Words
from glossary.content.model import Autolink
from glossary.edition.linkable import Form
from glossary.language.mentions import rules

Listed = Mapping[str, Sequence[str]]
"""Forms by the id of their concept."""


def words(
    language: str, forms: Listed, avoid: Listed | None = None, autolink: Mapping[str, str] | None = None
) -> Words:
    """Return words of a language: each concept's term is its first form; ``autolink`` is ``safe`` where nothing is said."""
    listed = [
        Form(form, concept, replaced, Autolink((autolink or {}).get(concept, "safe")))
        for replaced, table in ((False, forms), (True, avoid or {}))
        for concept, of in table.items()
        for form in of
    ]
    concepts = {concept: Named(of[0], f"because {concept}") for concept, of in forms.items()}
    page = f"https://glossary.example/{language}/{{id}}/"
    return Words(language, page, tuple(listed), concepts, rules(language))


def find(language: str, text: str, *forms: str) -> list[Match]:
    """Return the mentions of these forms in a text, each form a concept of its own."""
    return [*Finder(words(language, {form: [form] for form in forms})).find(text)]


def found(language: str, text: str, *forms: str) -> list[str]:
    """Return what stands in the text where these forms are mentioned."""
    return [text[match.start : match.end] for match in find(language, text, *forms)]
