"""Entries, one by one, in lists and in every language.

The schemas of this package are the public shapes: marshmallow writes the JSON by them, and OpenAPI 3.1 is generated from
them. Within ``/v1`` fields are added, never renamed, retyped or removed. No field is ever missing.
"""

from __future__ import annotations

from glossary.content.model import Autolink, LegalState, Status, Usage
from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import (
    ABSENT,
    APPROVAL,
    ENTRY,
    LINKS,
    PUBLICATION,
    RELATED,
    RIGHTS,
    SOURCE,
    VETTING,
)
from glossary.edition import entries
from glossary.edition.listing import Absence
from glossary.ledger.roles import ROLES


class Fallback(shape.Answer):
    reason = shape.choice("Why the requested language is not served.", entries.Fallback, "awaiting_review")


class Avoid(shape.Answer):
    words = shape.texts("Words that the term replaces. A vetted entry has approved ones only.", ["pigeon"])
    reason = shape.text(
        "Why those words do harm; null if there is no reason.",
        "It names a bird of the street.",
        allow_none=True,
    )


class Related(shape.Answer):
    id = shape.identifier()
    term = shape.text("Its term in the entry's language; null if that is not vetted.", "Owl", allow_none=True)


class Source(shape.Answer):
    title = shape.text("The law, standard or page.", SOURCE["title"])
    url = shape.text("Its address.", SOURCE["url"])
    locator = shape.text("Where in the source, for example an article.", SOURCE["locator"])
    kind = shape.choice("The kind of source.", ["law", "standard", "publisher"], "law")
    as_of = shape.text("The day up to which what is said of it holds (ISO 8601).", SOURCE["as_of"])
    state = shape.choice(
        "How far the law had come by that day; null if the source is not a law.",
        LegalState,
        SOURCE["state"],
        allow_none=True,
    )
    published = shape.text(
        "The year, month or day of its publication (ISO 8601); null if it is not known.",
        SOURCE["published"],
        allow_none=True,
    )
    seen = shape.text(
        "The day on which it was read for this glossary (ISO 8601); null if it is not known.",
        SOURCE["seen"],
        allow_none=True,
    )


class Licence(shape.Answer):
    id = shape.text("Its SPDX identifier.", RIGHTS["licence"]["id"])
    url = shape.text("The address of its text.", RIGHTS["licence"]["url"])


class Quoted(shape.Answer):
    parts = shape.texts("The fields of the entry that are quoted, word for word.", ["term", "definition"])
    title = shape.text("The publisher's page that they are quoted from.", "Bird Society: Yearbook")
    url = shape.text("Its address.", "https://birds.example.org/yearbook")


class Rights(shape.Answer):
    licence = shape.one(
        Licence,
        "The licence of the words that are not quoted; null if there are none, or if none is given.",
        RIGHTS["licence"],
        allow_none=True,
    )
    quoted = shape.one(
        Quoted,
        "What is quoted from a publisher. No licence is given to these words; null if nothing is quoted.",
        None,
        allow_none=True,
    )
    credit = shape.text("Whom to name where the text is shown.", RIGHTS["credit"])


class Publication(shape.Answer):
    title = shape.text("Its title.", PUBLICATION["title"])
    url = shape.text("Where it can be read.", PUBLICATION["url"])
    day = shape.text("The day on which it was published (ISO 8601).", PUBLICATION["day"])


class Approval(shape.Answer):
    by = shape.text("The reviewer's pseudonymous id.", APPROVAL["by"])
    role = shape.choice("What the reviewer vouches for: the language or the subject.", ROLES, "subject")
    on = shape.text("The day of the approval (ISO 8601, UTC).", APPROVAL["on"])
    signed = shape.flag(
        "Whether it is signed, by a key that the policy gives to this reviewer. False does not mean forged.",
        APPROVAL["signed"],
    )

    basis = shape.choice(
        "What was approved: exactly this text, or, by a statement, all texts of a publication at once.",
        ("text", "statement"),
        APPROVAL["basis"],
    )
    publication = shape.one(
        Publication, "With a statement, the publication that it is about; else null.", None, allow_none=True
    )


class Vetting(shape.Answer):
    status = shape.choice("How far the review of this text has come.", Status, "vetted")
    approved_on = shape.text(
        "The day on which the text became vetted; null if it is not.", "2026-11-23", allow_none=True
    )
    review_due_on = shape.text(
        "The day by which it should be reviewed again; null if it is not vetted.", "2028-11-23", allow_none=True
    )
    source_current = shape.flag(
        "False if the vetted English is not the one this was checked against; null if this is not vetted.",
        True,
        allow_none=True,
    )
    approvals = shape.many(Approval, "The approvals of exactly this text.", APPROVAL)


class EntryLinks(shape.Answer):
    self = shape.text("This entry as a file.", LINKS["self"])
    page = shape.text("The entry's page for people.", LINKS["page"], allow_none=True)
    embed = shape.text("The entry as a page to show in an iframe.", LINKS["embed"], allow_none=True)
    evidence = shape.text(
        "Who approved the text, for anybody to check. Null if it is not vetted.", LINKS["evidence"], allow_none=True
    )
    version = shape.text(
        "Exactly these words, at an address to cite: whatever comes later, it leads to them, or says when they were taken"
        " back. Null if they are not vetted.",
        LINKS["version"],
        allow_none=True,
    )


class Entry(shape.Answer):
    """One concept in one language, as a reader gets it."""

    id = shape.identifier()
    language = shape.language()
    direction = shape.direction()
    requested_language = shape.requested()
    fallback = shape.one(Fallback, "Null if the requested language is served.", ENTRY["fallback"], allow_none=True)
    term = shape.text("The preferred term.", ENTRY["term"])
    abbreviation = shape.text("Its abbreviation.", ENTRY["abbreviation"], allow_none=True)
    definition = shape.text("The definition, in prose, to be read after the term and a colon.", ENTRY["definition"])
    plain = shape.text("The definition for readers aged 9 to 12.", None, allow_none=True)
    note = shape.text("How to use the term.", None, allow_none=True)
    forms = shape.texts("Words that may be linked to the entry.", ["doves"])
    usage = shape.choice("How freely the term may be used.", Usage, "confident")
    autolink = shape.choice(
        "Whether a tool may link a form of the term by itself: always, when a person agrees, or never.",
        Autolink,
        "safe",
    )
    avoid = shape.one(Avoid, "Words that the term replaces, and why.", ENTRY["avoid"])
    group = shape.text("The group that the concept belongs to.", "day")
    related = shape.many(Related, "Related concepts.", RELATED)
    broader = shape.one(
        Related,
        "The broader concept; null where there is none.",
        {"id": "bird", "term": None},
        allow_none=True,
    )
    formerly = shape.texts("Ids that the concept had: an address with one of them leads to the present one.", [])
    sources = shape.many(Source, "The sources of the facts.", SOURCE)
    rights = shape.one(Rights, "Under which licence, or as whose quotation, the text stands.", RIGHTS)
    vetting = shape.one(Vetting, "Who approved exactly this text, and when.", VETTING)
    languages = shape.texts("Languages that the concept is vetted in.", ["en"])
    content_notice = shape.text(
        "A short notice to show first, in the language of the entry; null if it has none.",
        ENTRY["content_notice"],
        allow_none=True,
    )
    links = shape.one(EntryLinks, "Addresses of this entry.", LINKS)


class Absent(shape.Answer):
    """A concept that was asked for and is not among the entries."""

    id = shape.identifier()
    reason = shape.choice("Why it is not there.", Absence, ABSENT["reason"])
    suggestions = shape.texts("Ids that may have been meant.", ABSENT["suggestions"])
    replaced_by = shape.text("What replaces a retired concept; null if nothing does.", None, allow_none=True)


class Entries(shape.Answer):
    """Entries for one reader, in the alphabetical order of the requested language."""

    requested_language = shape.requested()
    entries = shape.many(Entry, "The entries.", ENTRY)
    total = shape.number("How many entries there are in all; limit may have left some out.", 1)
    not_found = shape.many(Absent, "What was asked for by ids and is not among them. A file has none.", ABSENT)


class Concept(shape.Answer):
    """One concept in every language that it is vetted in."""

    id = shape.identifier()
    languages = shape.texts("Languages that it is vetted in.", ["en"])
    entries = shape.many(Entry, "One entry for each of them.", ENTRY)
