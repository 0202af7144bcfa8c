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


@dataclass(frozen=True)
class Coverage:
    """How far every concept has come in every language: rows of a concept's id and its progress, one for each language."""

    languages: tuple[Language, ...]
    rows: tuple[tuple[str, tuple[Progress, ...]], ...]


def coverage(edition: Edition, today: date) -> Coverage:
    """Return the matrix of concepts and languages. ``today`` decides which reviews are due."""
    progresses = (
        (concept.id, tuple(edition.progress(concept.id, tag, today) for tag in edition.languages))
        for concept in edition.live
    )
    return Coverage(tuple(map(describe, edition.languages)), tuple(progresses))
