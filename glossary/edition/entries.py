"""Entries: a concept as answered to one reader, in one language, with the reason where that is not the one asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from glossary.content.interface import Interface
from glossary.content.model import Concept, Status, Text, Vetted
from glossary.edition.edition import Edition, text_of
from glossary.errors import NotVetted
from glossary.language.letters import alphabetical
from glossary.language.names import name_in
from glossary.language.tags import SOURCE, choose


class Fallback(StrEnum):
    """Why a text is not in the language that was asked for."""

    NOT_TRANSLATED = "not_translated"
    AWAITING_REVIEW = "awaiting_review"
    WITHDRAWN = "withdrawn"
    UNKNOWN_LANGUAGE = "unknown_language"


@dataclass(frozen=True)
class Entry:
    """One concept, one language. ``fallback`` is ``None`` where ``language`` is what ``requested`` asks for; ``vetted`` holds
    the approvals of exactly this text, and is ``None`` for a draft."""

    concept: Concept
    language: str
    requested: str
    fallback: Fallback | None
    text: Text
    status: Status
    vetted: Vetted | None


def entry(edition: Edition, concept_id: str, languages: Sequence[str], minimum: Status = Status.VETTED) -> Entry:
    """Return a concept for a reader who wants these languages, the dearest first (RFC 4647 lookup, then English).

    ``minimum`` is the lowest status that may be shown. Raises ``UnknownConcept``, ``Retired``, or ``NotVetted`` where there
    is nothing to show in English either.
    """
    concept = edition.concept(concept_id)
    requested = languages[0] if languages else SOURCE
    available = _languages(edition, concept.id, minimum)
    for tag in (*languages, SOURCE):
        language = choose(tag, available)
        if language and (version := _text(edition, concept.id, language, minimum)):
            text, status, vetted = version
            reason = (
                None if language == choose(requested, edition.languages) else _reason(edition, concept.id, requested)
            )
            return Entry(concept, language, requested, reason, text, status, vetted)
    raise NotVetted(concept.id)


def _languages(edition: Edition, concept: str, minimum: Status) -> list[str]:
    """Return the languages that there is something to show in."""
    if minimum is Status.VETTED:
        return edition.vetted_in(concept)
    return [tag for tag in edition.languages if _text(edition, concept, tag, minimum)]


def _text(edition: Edition, concept: str, language: str, minimum: Status) -> tuple[Text, Status, Vetted | None] | None:
    """Return the text to show: with ``minimum`` below vetted, a newer draft comes before the vetted text."""
    vetted, draft = edition.vetted(concept, language), edition.draft(concept, language)
    drafted = text_of(draft.fields) if minimum is Status.DRAFT and draft else None
    if drafted and not (vetted and drafted == vetted.text):
        reviewed = _reviewed(edition, concept, language)
        return drafted, Status.REVIEWED if reviewed == drafted else Status.DRAFT, None
    if minimum is Status.REVIEWED and not vetted and (text := _reviewed(edition, concept, language)):
        return text, Status.REVIEWED, None
    return (vetted.text, Status.VETTED, vetted) if vetted else None


def _reviewed(edition: Edition, concept: str, language: str) -> Text | None:
    """Return the draft's text where it has some of the approvals that it needs."""
    proposal = edition.proposal(concept, language)
    if proposal and edition.standing(concept, language).votes.get(proposal.key):
        return proposal.text
    return None


def _reason(edition: Edition, concept: str, requested: str) -> Fallback:
    """Say why the language that was asked for is not served."""
    language = choose(requested, edition.languages)
    if language is None:
        return Fallback.UNKNOWN_LANGUAGE
    if edition.standing(concept, language).withdrawn:
        return Fallback.WITHDRAWN
    draft = edition.draft(concept, language)
    # A catalog that can not be read now held texts until it was damaged, and damage changes nothing for readers.
    waiting = (draft and draft.complete) or language in edition.unreadable
    return Fallback.AWAITING_REVIEW if waiting else Fallback.NOT_TRANSLATED


def entries(
    edition: Edition, languages: Sequence[str], minimum: Status = Status.VETTED, group: str | None = None
) -> list[Entry]:
    """Return every entry that there is, in the alphabetical order of the first language wanted."""
    unsorted = []
    for concept in edition.live:
        if group in (None, concept.group):
            try:
                unsorted.append(entry(edition, concept.id, languages, minimum))
            except NotVetted:
                continue
    order = (choose(languages[0], edition.languages) if languages else None) or SOURCE
    return alphabetical(unsorted, order, key=lambda entry: entry.text.term)


def fallback_notice(entry: Entry, interface: Interface) -> str | None:
    """Return the sentence that says which language was asked for, which is served, and why; ``None`` if they are one."""
    if entry.fallback is None:
        return None
    asked, served = (name_in(tag, interface.language) for tag in (entry.requested, entry.language))
    return interface.say(f"fallback.{entry.fallback.value}", language=asked, served=served).text
