"""A page to print for the reviewers of one language: every draft beside its English, with questions, findings and room for a
verdict. The digest on it belongs to the text that ``glossary vet`` would approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from glossary.catalogs import drafts
from glossary.catalogs.po import Message
from glossary.characters import visible
from glossary.content.interface import CONTENT_NOTICE
from glossary.content.model import Concept
from glossary.edition.edition import Edition, Progress
from glossary.edition.proposal import Proposal
from glossary.errors import Finding
from glossary.language.names import describe
from glossary.language.tags import SOURCE
from glossary.review import preview
from glossary.review.allow import Allowed
from glossary.review.vocabulary import Vocabulary

_TEMPLATES = Path(__file__).parent.parent / "templates"
_ASKING = "?؟\u037e"
"""Question marks of the scripts in use. The Greek one in its common form (“;”) has too many other uses."""


@dataclass(frozen=True)
class Line:
    """One field: the draft beside its English, the note for translators, and their comments."""

    row: preview.FieldRow
    note: str
    comments: tuple[str, ...]
    left_out: bool

    @property
    def asking(self) -> tuple[str, ...]:
        """The comments that ask something; all of them if the draft is fuzzy."""
        return tuple(text for text in self.comments if self.row.fuzzy or any(mark in text for mark in _ASKING))

    @property
    def open(self) -> bool:
        """Whether a reviewer has something to answer: the draft is fuzzy, or a comment asks."""
        return self.row.fuzzy or bool(self.asking)


@dataclass(frozen=True)
class Part:
    """One concept as the sheet shows it. ``proposal`` is what could be approved now."""

    concept: Concept
    english: str
    term: str
    progress: Progress
    proposal: Proposal | None
    lines: tuple[Line, ...]

    @property
    def open(self) -> tuple[Line, ...]:
        """The fields with an open question."""
        return tuple(line for line in self.lines if line.open)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks found in the draft."""
        return tuple(finding for line in self.lines for finding in line.row.findings)


def parts(edition: Edition, translations: Path, language: str, allow: Allowed, today: date) -> Iterator[Part]:
    """Yield the part of every concept, by id. Raises ``BadContent`` if the language's catalog cannot be read."""
    vocabulary = Vocabulary(edition, language)
    messages = {message.key: message for message in _messages(translations, language) if not message.obsolete}
    for concept in edition.drafted:
        proposal, rows = edition.proposal(concept.id, language), preview.review(vocabulary, allow, concept.id)
        yield Part(
            concept=concept,
            english=concept.text.term,
            term=next((row.draft for row in rows if row.name == "term"), ""),
            progress=edition.progress(concept.id, language, today),
            proposal=proposal,
            lines=tuple(_line(concept, row, proposal, messages) for row in rows),
        )


def _messages(translations: Path, language: str) -> tuple[Message, ...]:
    """Return the messages of the catalog, for their comments; English has none."""
    return () if language == SOURCE else drafts.read(translations, language).messages


def _line(concept: Concept, row: preview.FieldRow, proposal: Proposal | None, messages: Mapping[str, Message]) -> Line:
    message = messages.get(f"{concept.id}.{row.name}")
    return Line(
        row,
        concept.notes.get(row.name, ""),
        message.comments if message else (),
        proposal is not None and row.name in proposal.left_out,
    )


def _seen(value: object) -> object:
    """Return a text of the content as a reviewer must see it: what nobody sees in it as its number. Markup stays as it is."""
    return visible(value, keep="\n") if type(value) is str else value


def render(edition: Edition, language: str, parts: tuple[Part, ...], today: date) -> str:
    """Return the sheet as one HTML file that loads no other."""
    return rendered("sheet.html", edition, language, parts, today)


def rendered(
    template: str, edition: Edition, language: str, parts: tuple[Part, ...], today: date, **more: object
) -> str:
    """Return a page for reviewers, from a template that also gets ``more``."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["exactly"] = exactly
    return environment.get_template(template).render(
        language=describe(language),
        translated=language != SOURCE,
        roles=edition.policy.roles(language),
        edition=edition.id,
        notice=notice.text if (notice := edition.interface(SOURCE).find(CONTENT_NOTICE)) else "",
        parts=parts,
        today=today,
        **more,
    )


def exactly(text: str) -> Markup:
    """Return a text so that a script reads exactly it from the page, and a reviewer sees what nobody sees as its number."""
    seen = ((character, visible(character, keep="\n")) for character in text)
    return Markup("").join(
        Markup('<span class="unseen" data-as="{}">{}</span>').format(shown, one) if one != shown else one
        for one, shown in seen
    )
