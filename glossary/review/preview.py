"""What a preview shows to translators and reviewers: drafts beside their English, and the coverage matrix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from glossary.content.text import FIELDS
from glossary.edition.edition import Edition, Progress
from glossary.errors import Finding
from glossary.language.names import Language, describe
from glossary.review import vetting
from glossary.review.allow import Allowed
from glossary.review.vocabulary import Vocabulary


@dataclass(frozen=True)
class FieldRow:
    """One field of a draft beside its English, with its findings. A field that is missing on either side is empty there."""

    name: str
    english: str
    draft: str
    fuzzy: bool
    findings: tuple[Finding, ...]


def review(vocabulary: Vocabulary, allow: Allowed, concept: str) -> tuple[FieldRow, ...]:
    """Return a concept's draft field by field, beside the English that it translates, with the findings of each field.
    What was refused when it was read is shown as people see it, with the reason."""
    edition, draft = vocabulary.edition, vocabulary.drafts.get(concept)
    proposal = edition.proposal(concept, vocabulary.language)
    checked = proposal.english.fields if proposal and proposal.english else {}
    english = {**edition.concepts[concept].text.fields, **checked}
    fields = draft.fields if draft else {}
    read = (finding for finding in edition.findings if draft and finding.file == draft.file)
    findings = (*read, *vetting.findings(vocabulary, allow, concept))
    return tuple(
        FieldRow(
            name,
            english.get(name, ""),
            fields.get(name, ""),
            bool(draft and name in draft.fuzzy),
            tuple(finding for finding in findings if finding.what.startswith(f"{concept}.{name}: ")),
        )
        for name in FIELDS
        if name in english or name in fields
    )


CONCEPTS = 100
"""Most concepts on one page of the matrix."""


@dataclass(frozen=True)
class Coverage:
    """How far concepts have come in every language: rows of a concept's id and its progress, one for each language.

    It is page ``number``, from one. ``total`` counts all concepts; ``pages`` are the first and the last id of each page.
    """

    languages: tuple[Language, ...]
    rows: tuple[tuple[str, tuple[Progress, ...]], ...]
    total: int
    number: int
    pages: tuple[tuple[str, str], ...]


def coverage(edition: Edition, today: date, number: int = 1) -> Coverage | None:
    """Return a page of the matrix of concepts and languages, ``None`` for a number that none has. ``today`` decides which
    reviews are due."""
    ids = [concept.id for concept in edition.live]
    parts = [ids[start : start + CONCEPTS] for start in range(0, len(ids), CONCEPTS)] or [[]]
    if not 0 < number <= len(parts):
        return None
    rows = (
        (concept, tuple(edition.progress(concept, tag, today) for tag in edition.languages))
        for concept in parts[number - 1]
    )
    pages = tuple((part[0], part[-1]) for part in parts if part)
    return Coverage(tuple(map(describe, edition.languages)), tuple(rows), len(ids), number, pages)
