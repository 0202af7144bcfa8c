"""What a preview shows to translators and reviewers beside the pages: drafts beside their source, and the coverage matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from glossary.content.model import FIELDS
from glossary.edition.edition import Edition, State
from glossary.errors import Problem
from glossary.language.names import Language, describe
from glossary.review import vetting
from glossary.review.allow import Allowed
from glossary.review.vocabulary import Vocabulary


@dataclass(frozen=True)
class Row:
    """One field of a draft beside its English, for translators and reviewers."""

    name: str
    english: str
    draft: str
    fuzzy: bool
    problems: tuple[Problem, ...]


def review(vocabulary: Vocabulary, allow: Allowed, concept: str) -> tuple[Row, ...]:
    """Return a concept's draft field by field beside the English that it answers to, with what the checks say of each."""
    edition, draft = vocabulary.edition, vocabulary.drafts.get(concept)
    proposal = edition.proposal(concept, vocabulary.language)
    checked = proposal.english.fields if proposal and proposal.english else {}
    english = {**edition.concepts[concept].text.fields, **checked}
    fields = draft.fields if draft else {}
    found = tuple(vetting.problems(vocabulary, allow, concept))
    return tuple(
        Row(
            name,
            english.get(name, ""),
            fields.get(name, ""),
            bool(draft and name in draft.fuzzy),
            tuple(problem for problem in found if problem.what.startswith(f"{concept}.{name}: ")),
        )
        for name in FIELDS
        if name in english or name in fields
    )


@dataclass(frozen=True)
class Coverage:
    """How every concept stands in every language."""

    languages: tuple[Language, ...]
    rows: tuple[tuple[str, tuple[State, ...]], ...]


def coverage(edition: Edition, today: date) -> Coverage:
    """Return the matrix of concepts and languages by status."""
    states = (
        (item.id, tuple(edition.state(item.id, tag, today) for tag in edition.languages)) for item in edition.live
    )
    return Coverage(tuple(map(describe, edition.languages)), tuple(states))
