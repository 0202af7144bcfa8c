"""The public shapes, once: marshmallow writes the JSON by them, and OpenAPI 3.1 is generated from them.

Within ``/v1`` fields are added, never renamed, retyped or removed. No field is ever missing.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from glossary.entries import Reason
from glossary.examples import (
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
from glossary.model import Status, Usage
from glossary.policy import ROLES
from glossary.search import FIELDS, Rank


def _told(description: str, example: object, **options: Any) -> dict[str, Any]:
    """The options of a field that is always there and says what it means."""
    return {"required": True, "metadata": {"description": description, "examples": [example]}, **options}


def _text(description: str, example: str | None, **options: Any) -> fields.String:
    return fields.String(**_told(description, example, **options))


def _choice(description: str, choices: list[str], example: str, **options: Any) -> fields.String:
    return _text(description, example, validate=validate.OneOf(choices), **options)


def _texts(description: str, example: list[str]) -> fields.List[Any]:
    return fields.List(fields.String(), **_told(description, example))


def _number(description: str, example: int) -> fields.Integer:
    return fields.Integer(**_told(description, example))


def _flag(description: str, example: bool, **options: Any) -> fields.Boolean:
    return fields.Boolean(**_told(description, example, **options))


def _one(schema: type[Schema], description: str, example: object, **options: Any) -> fields.Nested:
    return fields.Nested(schema, **_told(description, example, **options))


def _many(schema: type[Schema], description: str, example: object) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), **_told(description, [example]))


def _id() -> fields.String:
    return _text("The concept's id. It never changes.", "csam")


def _language(example: str = "en") -> fields.String:
    return _text("The language of the text: a BCP 47 tag.", example)


def _requested() -> fields.String:
    return _text("The language that was asked for: a BCP 47 tag.", "fr")


def _direction() -> fields.String:
    return _choice("The direction in which the text is written.", ["ltr", "rtl"], "ltr")


class Fallback(Schema):
    reason = _choice(
        "Why the language that was asked for is not served.", [item.value for item in Reason], "awaiting_review"
    )


class Avoid(Schema):
    words = _texts("Words that the term replaces, where they are approved.", ["child pornography"])
    reason = _text("Why those words harm.", "These words liken abuse to lawful material.", allow_none=True)


class Related(Schema):
    id = _id()
    term = _text("Its term in the entry's language; null where that is not vetted.", "Grooming", allow_none=True)


class Source(Schema):
    title = _text("The law, standard or page.", SOURCE["title"])
    url = _text("Its address.", SOURCE["url"])
    locator = _text("The place in it.", SOURCE["locator"])
    kind = _choice("What it is.", ["law", "standard", "publisher"], "law")
    as_of = _text("The day it was read (ISO 8601).", SOURCE["as_of"])


class Approval(Schema):
    by = _text("The reviewer's pseudonymous id.", APPROVAL["by"])
    role = _choice("What the reviewer vouches for: the language or the subject.", list(ROLES), "subject")
    on = _text("The day of the approval (ISO 8601, UTC).", APPROVAL["on"])


class Vetting(Schema):
    status = _choice("How far the review of this text has come.", [item.value for item in Status], "vetted")
    approved_on = _text("The day on which the text became vetted; null for a draft.", "2026-11-23", allow_none=True)
    review_due_on = _text("The day by which it is to be read again; null for a draft.", "2028-11-23", allow_none=True)
    source_current = _flag("False where the English was approved anew since; null for a draft.", True, allow_none=True)
    approvals = _many(Approval, "The approvals of exactly this text.", APPROVAL)


class EntryLinks(Schema):
    self = _text("This entry as a file.", LINKS["self"])
    page = _text("The entry's page for people.", LINKS["page"], allow_none=True)
    embed = _text("The entry to be put in a frame.", LINKS["embed"], allow_none=True)


class Entry(Schema):
    """One concept in one language, as answered to a reader."""

    id = _id()
    language = _language()
    direction = _direction()
    requested_language = _requested()
    fallback = _one(
        Fallback, "Null where the language that was asked for is served.", ENTRY["fallback"], allow_none=True
    )
    term = _text("The preferred term.", ENTRY["term"])
    abbreviation = _text("Its abbreviation.", ENTRY["abbreviation"], allow_none=True)
    definition = _text("The definition, in prose. It follows the term after a colon.", ENTRY["definition"])
    plain = _text("The same for a reader of 9 to 12.", None, allow_none=True)
    note = _text("How to use the term.", None, allow_none=True)
    forms = _texts("Words that may be linked to the entry.", ["child sexual abuse images"])
    usage = _choice("How freely the term may be used.", [item.value for item in Usage], "confident")
    avoid = _one(Avoid, "Words that the term replaces, and why.", ENTRY["avoid"])
    group = _text("The group that the concept belongs to.", "material")
    related = _many(Related, "Related concepts.", RELATED)
    sources = _many(Source, "Where the facts are from.", SOURCE)
    vetting = _one(Vetting, "Who approved exactly this text, and when.", VETTING)
    languages = _texts("Languages that the concept is vetted in.", ["en"])
    content_notice = _text(
        "A short notice to show first, in the language of the entry.", ENTRY["content_notice"], allow_none=True
    )
    links = _one(EntryLinks, "Addresses of this entry.", LINKS)


class Entries(Schema):
    """Entries for one reader, in the alphabetical order of the language that was asked for."""

    requested_language = _requested()
    entries = _many(Entry, "The entries.", ENTRY)


class Concept(Schema):
    """One concept in every language that it is vetted in."""

    id = _id()
    languages = _texts("Languages that it is vetted in.", ["en"])
    entries = _many(Entry, "One entry for each of them.", ENTRY)


class Match(Schema):
    field = _choice("The part of the entry that matched.", list(FIELDS), "avoid")
    rank = _choice("How well it matched.", [rank.name.lower() for rank in Rank], "exact")
    avoid = _flag("True where the words searched for are ones that the entry's term replaces.", True)
    reason = _text("Why those words harm, where that text is approved.", None, allow_none=True)


class Hit(Schema):
    match = _one(Match, "Why the entry was found.", MATCH)
    entry = _one(Entry, "The entry.", ENTRY)


class Hits(Schema):
    """What a search found, the best first."""

    query = _text("What was searched for.", "child pornography")
    requested_language = _requested()
    hits = _many(Hit, "The hits.", {"match": MATCH, "entry": ENTRY})


class Suggestion(Schema):
    id = _id()
    term = _text("The term.", SUGGESTION["term"])
    abbreviation = _text("Its abbreviation.", "CSAM", allow_none=True)
    language = _language()
    direction = _direction()
    avoid = _flag("True where what was typed is a word that the term replaces.", False)


class Suggestions(Schema):
    """Completions for a search box."""

    query = _text("What was typed.", "csa")
    requested_language = _requested()
    suggestions = _many(Suggestion, "The completions, the best first.", SUGGESTION)


class Speech(Schema):
    language = _text("The language of the strings.", "fr")
    direction = _direction()


class Strings(Schema):
    close = _text("Label of the button that closes the card.", "Close")
    more = _text("Label of the link to the entry's page.", "About this term")
    notice = _text("The content notice.", "This text describes sexual abuse of children.")
    help = _text("Heading of the links to help.", "Help and reporting")


class HelpLink(Schema):
    label = _text("What the link is for.", "Talk to someone: child helplines")
    url = _text("The official directory.", "https://childhelplineinternational.org/helplines/")


class BundleEntry(Schema):
    language = _language()
    direction = _direction()
    term = _text("The preferred term.", ENTRY["term"])
    abbreviation = _text("Its abbreviation.", "CSAM", allow_none=True)
    definition = _text("The definition.", ENTRY["definition"])
    fallback = _text("What to say where another language is served; null where not.", None, allow_none=True)


class Bundle(Schema):
    """All that the embed needs for any page in a language. Vetted text only."""

    language = _text("The language of the pages that it is for.", "fr")
    interface = _one(Speech, "The language that the card itself speaks.", {"language": "fr", "direction": "ltr"})
    strings = _one(Strings, "What the card itself says.", {"close": "Fermer"})
    help = _many(HelpLink, "Where to find help.", {"label": "…", "url": "https://www.inhope.org/"})
    page = _text(
        "Address of an entry's page; {id} stands for the concept's id.", "https://glossary.example.org/fr/{id}/"
    )
    entries = fields.Dict(
        keys=fields.String(), values=fields.Nested(BundleEntry), **_told("The entries by id.", {"csam": {"term": "…"}})
    )


class Counts(Schema):
    vetted = _number("Concepts with a vetted text.", 0)
    reviewed = _number("Concepts with some of the approvals that they need.", 0)
    draft = _number("Concepts with a draft.", 2)
    missing = _number("Concepts with no text.", 0)


class LanguageLinks(Schema):
    terms = _text("Every entry in this language, as a file.", LANGUAGE["links"]["terms"])


class Language(Schema):
    language = _text("BCP 47 tag.", "fr")
    name = _text("The language's name in itself (CLDR).", "français")
    english_name = _text("Its English name (CLDR).", "French")
    direction = _direction()
    concepts = _one(Counts, "How many concepts stand where.", COUNTS)
    links = _one(LanguageLinks, "Addresses in this language.", LANGUAGE["links"])


class Languages(Schema):
    """The languages offered."""

    languages = _many(Language, "The languages, by tag.", LANGUAGE)


class IndexLinks(Schema):
    languages = _text("The languages.", INDEX_LINKS["languages"])
    terms = _text("Every entry in English.", INDEX_LINKS["terms"])
    openapi = _text("The description of this API.", INDEX_LINKS["openapi"])
    documentation = _text("The same for people.", INDEX_LINKS["documentation"])


class Embed(Schema):
    version = _text("The newest version of the element.", "1.0.0")
    script = _text(
        "Its address; what stands there never changes.", "https://glossary.example.org/embed/1.0.0/glossary.js"
    )
    integrity = _text("Its Subresource Integrity value.", "sha384-…")


class Index(Schema):
    """The front page of the API. Its edition changes exactly when any vetted content does."""

    edition = _text("Id of the edition, made of its content.", "0f343b0931126a20")
    version = _text("Version of the service.", "0.1.0")
    languages = _texts("Tags of the languages offered.", ["en", "fr"])
    groups = _texts("Groups of concepts.", ["material", "online"])
    concepts = _texts("Ids of the concepts.", ["csam", "grooming"])
    embed = _one(Embed, "The element that partner sites load.", {"version": "1.0.0"})
    links = _one(IndexLinks, "Where to go on.", INDEX_LINKS)


class Health(Schema):
    """The service is alive."""

    status = _choice("Always ok.", ["ok"], "ok")


class ProblemItem(Schema):
    file = _text("The file.", PROBLEM_ITEM["file"])
    line = _number("The line, counted from one; zero for the file as a whole.", 12)
    problem = _text("What is wrong.", PROBLEM_ITEM["problem"])
    remedy = _text("How to mend it.", PROBLEM_ITEM["remedy"])
    level = _choice("How much it weighs.", ["error", "warning"], "error")


class Readiness(Schema):
    """The service has a good edition; the problems wait to be mended and change nothing for readers."""

    status = _choice("Always ready, once it answers.", ["ready"], "ready")
    edition = _text("Id of the edition that is served.", "0f343b0931126a20")
    problems = _many(ProblemItem, "Problems of the content.", PROBLEM_ITEM)


class Problem(Schema):
    """An error (RFC 9457), as application/problem+json."""

    type = _text("What kind of problem: a URI, or about:blank.", "urn:glossary:problem:unknown-concept")
    title = _text("The kind of problem in words.", "No such concept")
    status = _number("The HTTP status.", 404)
    detail = _text("What is wrong and what would be right.", "This glossary has no concept “csan”.")
    suggestions = fields.List(
        fields.String(), metadata={"description": "What may have been meant.", "examples": [["csam"]]}
    )
    replaced_by = _text("The concept that replaces a retired one.", "csam", required=False)
