"""The forms: the words of a language that may be linked in any prose, and those to avoid, in one small file.

It is the same for every page: whoever links or lints a text with it does so where the text is, and tells nobody a word of it.
"""

from __future__ import annotations

from glossary.contract.answers import Document
from glossary.edition import linkable
from glossary.edition.edition import Edition
from glossary.edition.linkable import Form
from glossary.language import mentions
from glossary.language.names import describe


def of_language(edition: Edition, language: str, base_url: str) -> Document:
    """Return a language's forms. It has the words of vetted texts in that language only, whatever else a preview shows."""
    concepts = {concept.id: _concept(edition, concept.id, language) for concept in edition.live}
    named = {concept: row for concept, row in concepts.items() if row}
    for form in linkable.forms(edition, language):
        if name := _list(named[form.concept], form):
            named[form.concept][name].append(form.words)
    return {
        "language": language,
        "direction": describe(language).direction,
        "page": f"{base_url}/{language}/{{id}}/",
        "rules": mentions.rules(language).document,
        "concepts": named,
    }


def _list(concept: Document, form: Form) -> str | None:
    """Return the list that a form belongs to. One to avoid that is looked for on request only, though its concept
    says nothing of it, belongs to none."""
    as_concept = form.autolink == concept["autolink"]
    if form.avoid:
        return "avoid" if as_concept else None
    return "forms" if as_concept else "ask"


def _concept(edition: Edition, concept: str, language: str) -> Document:
    """Return what is said of a concept, without its words yet; nothing where no text of it is vetted in the language."""
    vetted, facts = edition.vetted(concept, language), edition.concepts[concept]
    if vetted is None:
        return {}
    return {
        "term": vetted.text.term,
        "usage": facts.usage.value,
        "autolink": facts.autolink.value,
        "forms": [],
        "ask": [],
        "avoid": [],
        "reason": vetted.text.avoid_reason,
        "formerly": list(facts.formerly),
    }
