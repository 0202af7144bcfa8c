"""Entries: one concept as one reader gets it, in one language.

The rules of the fallback:

1. The reader's languages are tried in their order. Each is looked up (RFC 4647) among the languages in which the concept has
   a text to show. Where none suits, a text of the same language in another script, or in the written language of a spoken
   one, stands in for it, then English.
2. An entry is in one language: term, definition, status and approvals belong to one text and are never mixed.
3. Only a vetted text is shown, exactly as it was approved, unless the caller asks for a lower status.
4. A text that is not vetted never carries approvals or the status ``vetted``. Where drafts are asked for, a draft that
   differs from the vetted text is shown instead of it; where ``reviewed`` is, a reviewed text is shown only if none is
   vetted.
5. The first language asked for decides whether an entry is a fallback: it is one unless the language served is what the
   glossary offers for that tag. French for ``fr-CA`` is not a fallback.
6. A fallback has one reason, the first that is true: ``unknown_language``, ``withdrawn``, ``awaiting_review``,
   ``not_translated``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Protocol

from glossary.content.interface import Interface, Said
from glossary.content.model import Concept, Status, Vetted
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.edition.proposal import text_of
from glossary.errors import NotVetted
from glossary.language.letters import alphabetical
from glossary.language.names import name_in
from glossary.language.tags import SOURCE, choose, stand_in


class Fallback(StrEnum):
    """Why a text is not in the language that was asked for."""

    NOT_TRANSLATED = "not_translated"
    AWAITING_REVIEW = "awaiting_review"
    WITHDRAWN = "withdrawn"
    UNKNOWN_LANGUAGE = "unknown_language"


@dataclass(frozen=True)
class Entry:
    """One concept in one language.

    ``language`` and ``requested`` are BCP 47 tags: what is served and what was asked for first. ``fallback`` says why they
    differ, ``None`` where the one answers the other. ``vetted`` holds the approvals of exactly this text, ``None`` where its
    status is not ``vetted``.
    """

    concept: Concept
    language: str
    requested: str
    fallback: Fallback | None
    text: Text
    status: Status
    vetted: Vetted | None


def entry(edition: Edition, concept_id: str, languages: Sequence[str], minimum: Status = Status.VETTED) -> Entry:
    """Return a concept for a reader of these languages: well-formed tags, the most wanted first.

    ``minimum`` is the lowest status that may be shown. Raises ``UnknownConcept``, ``Retired``, or ``NotVetted`` where there
    is nothing to show in English either.
    """
    concept = edition.concept(concept_id)
    requested = languages[0] if languages else SOURCE
    if (
        minimum is Status.VETTED
        and requested in edition.languages
        and (vetted := edition.vetted(concept_id, requested))
    ):
        # What most readers get is what the rules come to, without a look at the other languages.
        return Entry(concept, requested, requested, None, vetted.text, edition.vetted_status, vetted)
    available = _languages(edition, concept.id, minimum)
    for language in _candidates(languages, available):  # rule 1
        if version := _text(edition, concept.id, language, minimum):
            reason = _reason(edition, concept.id, requested, language)
            return Entry(concept, language, requested, reason, *version)  # rule 2: all of one version
    raise NotVetted(concept.id)


def _candidates(languages: Sequence[str], available: Collection[str]) -> Iterator[str]:
    """Yield the languages to look for a text in, the most wanted first."""
    for find in (choose, stand_in):
        yield from filter(None, (find(tag, available) for tag in languages))
    if found := choose(SOURCE, available):
        yield found


def _languages(edition: Edition, concept: str, minimum: Status) -> list[str]:
    """Return the tags of the languages that the concept has a text to show in."""
    if minimum is Status.VETTED:
        return edition.vetted_in(concept)
    return [tag for tag in edition.languages if _text(edition, concept, tag, minimum)]


def _text(edition: Edition, concept: str, language: str, minimum: Status) -> tuple[Text, Status, Vetted | None] | None:
    """Return the text to show in a language, its status and its approvals; ``None`` where there is none."""
    vetted = edition.vetted(concept, language)
    draft = edition.draft(concept, language) if minimum is Status.DRAFT else None
    drafted = text_of(draft.fields) if draft else None
    if drafted and not (vetted and drafted == vetted.text):  # rule 4: the approvals are of other words
        # Reviewers have seen what was proposed. A draft with a fuzzy field says more than that, and stays a draft.
        reviewed = _reviewed(edition, concept, language)
        return drafted, Status.REVIEWED if reviewed == drafted else Status.DRAFT, None
    if minimum is Status.REVIEWED and not vetted and (text := _reviewed(edition, concept, language)):  # rule 4
        return text, Status.REVIEWED, None
    # Rule 3: the text comes from the ledger, not from the catalog, so an edit of the catalog changes nothing here.
    return (vetted.text, edition.vetted_status, vetted) if vetted else None


def _reviewed(edition: Edition, concept: str, language: str) -> Text | None:
    """Return the text that could be approved now if at least one reviewer has approved it, with this English."""
    proposal = edition.proposal(concept, language)
    if proposal and edition.standing(concept, language).votes.get(proposal.key):
        return proposal.text
    return None


def _reason(edition: Edition, concept: str, requested: str, served: str) -> Fallback | None:
    """Return why the language that was asked for is not served, or ``None`` where it is."""
    language = choose(requested, edition.languages)
    if language == served:  # rule 5
        return None
    # Rule 6. A withdrawn text mostly leaves its draft in the catalog: that it was withdrawn is what a reader should know.
    if language is None:
        return Fallback.UNKNOWN_LANGUAGE
    if edition.standing(concept, language).withdrawn:
        return Fallback.WITHDRAWN
    draft = edition.draft(concept, language)
    # A catalog that cannot be read held texts until it was damaged, and damage must change nothing for readers.
    waiting = (draft and draft.complete) or language in edition.unreadable
    return Fallback.AWAITING_REVIEW if waiting else Fallback.NOT_TRANSLATED


def entries(
    edition: Edition,
    languages: Sequence[str],
    minimum: Status = Status.VETTED,
    group: str | None = None,
    ids: Collection[str] | None = None,
) -> list[Entry]:
    """Return the entry of every concept that is not retired and has a text to show, of one group or of some ids only
    where those are given.

    They are in the alphabetical order of the first language, English where the glossary does not offer it.
    """
    wanted = [one.id for one in edition.live if group in (None, one.group) and (ids is None or one.id in ids)]
    found = _entries(edition, wanted, languages, minimum)
    return alphabetical(found, _order(edition, languages), key=lambda entry: entry.text.term)


def with_fields(
    edition: Edition, languages: Sequence[str], minimum: Status
) -> tuple[list[Entry], list[Mapping[str, str]]]:
    """Return all entries, as ``entries`` does, and the fields of their texts, each of which is read once for both."""
    every = _entries(edition, [concept.id for concept in edition.live], languages, minimum)
    read = ((entry, entry.text.fields) for entry in every)
    listed = alphabetical(read, _order(edition, languages), key=lambda pair: pair[1]["term"])
    return [entry for entry, _ in listed], [fields for _, fields in listed]


def _entries(edition: Edition, concepts: Iterable[str], languages: Sequence[str], minimum: Status) -> Iterator[Entry]:
    for concept in concepts:
        with suppress(NotVetted):
            yield entry(edition, concept, languages, minimum)


def _order(edition: Edition, languages: Sequence[str]) -> str:
    return next(_candidates(languages[:1], edition.languages))


class Served(Protocol):
    """Something that is served in one language, and may have been asked for in another."""

    @property
    def language(self) -> str:
        """The language that it is in: a tag."""

    @property
    def requested(self) -> str:
        """The language that was asked for: a tag."""

    @property
    def fallback(self) -> Fallback | None:
        """Why the two differ, ``None`` where the one answers the other."""


def fallback_notice(entry: Served, interface: Interface) -> Said | None:
    """Return a sentence that says which language was asked for, which is served, and why; ``None`` for no fallback."""
    if entry.fallback is None:
        return None
    asked, served = (partial(name_in, tag) for tag in (entry.requested, entry.language))
    return interface.say(f"fallback.{entry.fallback.value}", language=asked, served=served)
