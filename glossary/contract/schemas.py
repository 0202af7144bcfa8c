"""The public shapes, once: marshmallow writes the JSON by them, and OpenAPI 3.1 is generated from them.

Within ``/v1`` fields are added, never renamed, retyped or removed. No field is ever missing.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from glossary.content.model import LegalState, Status, Usage
from glossary.contract import fields as told
from glossary.contract.examples import (
    APPROVAL,
    COUNTS,
    ENTRY,
    INDEX_LINKS,
    LANGUAGE,
    LINKS,
    MATCH,
    PROBLEM_ITEM,
    RELATED,
    SOURCE,
    SUGGESTION,
    VETTING,
)
from glossary.edition.entries import Reason
from glossary.edition.search import FIELDS, Rank
from glossary.ledger.policy import ROLES


class Fallback(Schema):
    reason = told.choice(
        "Why the language that was asked for is not served.", [item.value for item in Reason], "awaiting_review"
    )


class Avoid(Schema):
    words = told.texts("Words that the term replaces, where they are approved.", ["child pornography"])
    reason = told.text("Why those words harm.", "These words liken abuse to lawful material.", allow_none=True)


class Related(Schema):
    id = told.identifier()
    term = told.text("Its term in the entry's language; null where that is not vetted.", "Grooming", allow_none=True)


class Source(Schema):
    title = told.text("The law, standard or page.", SOURCE["title"])
    url = told.text("Its address.", SOURCE["url"])
    locator = told.text("The place in it.", SOURCE["locator"])
    kind = told.choice("What it is.", ["law", "standard", "publisher"], "law")
    as_of = told.text("The day for which it is known (ISO 8601).", SOURCE["as_of"])
    state = told.choice(
        "How far a law had come by that day; null for what is not a law.",
        [item.value for item in LegalState],
        SOURCE["state"],
        allow_none=True,
    )


class Approval(Schema):
    by = told.text("The reviewer's pseudonymous id.", APPROVAL["by"])
    role = told.choice("What the reviewer vouches for: the language or the subject.", list(ROLES), "subject")
    on = told.text("The day of the approval (ISO 8601, UTC).", APPROVAL["on"])


class Vetting(Schema):
    status = told.choice("How far the review of this text has come.", [item.value for item in Status], "vetted")
    approved_on = told.text("The day on which the text became vetted; null for a draft.", "2026-11-23", allow_none=True)
    review_due_on = told.text(
        "The day by which it is to be read again; null for a draft.", "2028-11-23", allow_none=True
    )
    source_current = told.flag(
        "False where the English was approved anew since; null for a draft.", True, allow_none=True
    )
    approvals = told.many(Approval, "The approvals of exactly this text.", APPROVAL)


class EntryLinks(Schema):
    self = told.text("This entry as a file.", LINKS["self"])
    page = told.text("The entry's page for people.", LINKS["page"], allow_none=True)
    embed = told.text("The entry to be put in a frame.", LINKS["embed"], allow_none=True)


class Entry(Schema):
    """One concept in one language, as answered to a reader."""

    id = told.identifier()
    language = told.language()
    direction = told.direction()
    requested_language = told.requested()
    fallback = told.one(
        Fallback, "Null where the language that was asked for is served.", ENTRY["fallback"], allow_none=True
    )
    term = told.text("The preferred term.", ENTRY["term"])
    abbreviation = told.text("Its abbreviation.", ENTRY["abbreviation"], allow_none=True)
    definition = told.text("The definition, in prose. It follows the term after a colon.", ENTRY["definition"])
    plain = told.text("The same for a reader of 9 to 12.", None, allow_none=True)
    note = told.text("How to use the term.", None, allow_none=True)
    forms = told.texts("Words that may be linked to the entry.", ["child sexual abuse images"])
    usage = told.choice("How freely the term may be used.", [item.value for item in Usage], "confident")
    avoid = told.one(Avoid, "Words that the term replaces, and why.", ENTRY["avoid"])
    group = told.text("The group that the concept belongs to.", "material")
    related = told.many(Related, "Related concepts.", RELATED)
    sources = told.many(Source, "Where the facts are from.", SOURCE)
    vetting = told.one(Vetting, "Who approved exactly this text, and when.", VETTING)
    languages = told.texts("Languages that the concept is vetted in.", ["en"])
    content_notice = told.text(
        "A short notice to show first, in the language of the entry.", ENTRY["content_notice"], allow_none=True
    )
    links = told.one(EntryLinks, "Addresses of this entry.", LINKS)


class Entries(Schema):
    """Entries for one reader, in the alphabetical order of the language that was asked for."""

    requested_language = told.requested()
    entries = told.many(Entry, "The entries.", ENTRY)


class Concept(Schema):
    """One concept in every language that it is vetted in."""

    id = told.identifier()
    languages = told.texts("Languages that it is vetted in.", ["en"])
    entries = told.many(Entry, "One entry for each of them.", ENTRY)


class Match(Schema):
    field = told.choice("The part of the entry that matched.", list(FIELDS), "avoid")
    rank = told.choice("How well it matched.", [rank.name.lower() for rank in Rank], "exact")
    avoid = told.flag("True where the words searched for are ones that the entry's term replaces.", True)
    reason = told.text("Why those words harm, where that text is approved.", None, allow_none=True)


class Hit(Schema):
    match = told.one(Match, "Why the entry was found.", MATCH)
    entry = told.one(Entry, "The entry.", ENTRY)


class Hits(Schema):
    """What a search found, the best first."""

    query = told.text("What was searched for.", "child pornography")
    requested_language = told.requested()
    hits = told.many(Hit, "The hits.", {"match": MATCH, "entry": ENTRY})


class Suggestion(Schema):
    id = told.identifier()
    term = told.text("The term.", SUGGESTION["term"])
    abbreviation = told.text("Its abbreviation.", "CSAM", allow_none=True)
    language = told.language()
    direction = told.direction()
    avoid = told.flag("True where what was typed is a word that the term replaces.", False)


class Suggestions(Schema):
    """Completions for a search box."""

    query = told.text("What was typed.", "csa")
    requested_language = told.requested()
    suggestions = told.many(Suggestion, "The completions, the best first.", SUGGESTION)


class Speech(Schema):
    language = told.text("The language of the strings.", "fr")
    direction = told.direction()


class Strings(Schema):
    close = told.text("Label of the button that closes the card.", "Close")
    more = told.text("Label of the link to the entry's page.", "About this term")
    notice = told.text("The content notice.", "This text describes sexual abuse of children.")
    help = told.text("Heading of the links to help.", "Help and reporting")


class HelpLink(Schema):
    label = told.text("What the link is for.", "Talk to someone: child helplines")
    url = told.text(
        "An official directory, or our list of help by country.", "https://childhelplineinternational.org/helplines/"
    )


class BundleEntry(Schema):
    language = told.language()
    direction = told.direction()
    term = told.text("The preferred term.", ENTRY["term"])
    abbreviation = told.text("Its abbreviation.", "CSAM", allow_none=True)
    definition = told.text("The definition.", ENTRY["definition"])
    fallback = told.text("What to say where another language is served; null where not.", None, allow_none=True)


class Bundle(Schema):
    """All that the embed needs for any page in a language. Vetted text only."""

    language = told.text("The language of the pages that it is for.", "fr")
    interface = told.one(Speech, "The language that the card itself speaks.", {"language": "fr", "direction": "ltr"})
    strings = told.one(Strings, "What the card itself says.", {"close": "Fermer"})
    help = told.many(HelpLink, "Where to find help.", {"label": "…", "url": "https://www.inhope.org/"})
    page = told.text(
        "Address of an entry's page; {id} stands for the concept's id.", "https://glossary.example.org/fr/{id}/"
    )
    entries = fields.Dict(
        keys=fields.String(),
        values=told.Ready(BundleEntry),
        **told.told("The entries by id.", {"csam": {"term": "…"}}),
    )


class Counts(Schema):
    vetted = told.number("Concepts with a vetted text.", 0)
    reviewed = told.number("Concepts with some of the approvals that they need.", 0)
    draft = told.number("Concepts with a draft.", 2)
    missing = told.number("Concepts with no text.", 0)


class LanguageLinks(Schema):
    terms = told.text("Every entry in this language, as a file.", LANGUAGE["links"]["terms"])


class Language(Schema):
    language = told.text("BCP 47 tag.", "fr")
    name = told.text("The language's name in itself (CLDR).", "français")
    english_name = told.text("Its English name (CLDR).", "French")
    direction = told.direction()
    concepts = told.one(Counts, "How many concepts stand where.", COUNTS)
    links = told.one(LanguageLinks, "Addresses in this language.", LANGUAGE["links"])


class Languages(Schema):
    """The languages offered."""

    languages = told.many(Language, "The languages, by tag.", LANGUAGE)


class IndexLinks(Schema):
    languages = told.text("The languages.", INDEX_LINKS["languages"])
    terms = told.text("Every entry in English.", INDEX_LINKS["terms"])
    support = told.text("Help by country.", INDEX_LINKS["support"])
    openapi = told.text("The description of this API.", INDEX_LINKS["openapi"])
    documentation = told.text("The same for people.", INDEX_LINKS["documentation"])


class Embed(Schema):
    version = told.text("The newest version of the element.", "1.0.0")
    script = told.text(
        "Its address; what stands there never changes.", "https://glossary.example.org/embed/1.0.0/glossary.js"
    )
    integrity = told.text("Its Subresource Integrity value.", "sha384-…")


class Index(Schema):
    """The front page of the API. Its edition changes exactly when any vetted content does."""

    edition = told.text("Id of the edition, made of its content.", "0f343b0931126a20")
    version = told.text("Version of the service.", "0.1.0")
    languages = told.texts("Tags of the languages offered.", ["en", "fr"])
    groups = told.texts("Groups of concepts.", ["material", "online"])
    concepts = told.texts("Ids of the concepts.", ["csam", "grooming"])
    embed = told.one(Embed, "The element that partner sites load.", {"version": "1.0.0"})
    links = told.one(IndexLinks, "Where to go on.", INDEX_LINKS)


class Health(Schema):
    """The service is alive."""

    status = told.choice("Always ok.", ["ok"], "ok")


class ProblemItem(Schema):
    file = told.text("The file.", PROBLEM_ITEM["file"])
    line = told.number("The line, counted from one; zero for the file as a whole.", 12)
    problem = told.text("What is wrong.", PROBLEM_ITEM["problem"])
    remedy = told.text("How to mend it.", PROBLEM_ITEM["remedy"])
    level = told.choice("How much it weighs.", ["error", "warning"], "error")


class Readiness(Schema):
    """The service has a good edition; the problems wait to be mended and change nothing for readers."""

    status = told.choice("Always ready, once it answers.", ["ready"], "ready")
    edition = told.text("Id of the edition that is served.", "0f343b0931126a20")
    problems = told.many(ProblemItem, "Problems of the content.", PROBLEM_ITEM)


class Problem(Schema):
    """An error (RFC 9457), as application/problem+json."""

    type = told.text("What kind of problem: a URI, or about:blank.", "urn:glossary:problem:unknown-concept")
    title = told.text("The kind of problem in words.", "No such concept")
    status = told.number("The HTTP status.", 404)
    detail = told.text("What is wrong and what would be right.", "This glossary has no concept “csan”.")
    suggestions = fields.List(
        fields.String(), metadata={"description": "What may have been meant.", "examples": [["csam"]]}
    )
    replaced_by = told.text("The concept that replaces a retired one.", "csam", required=False)
