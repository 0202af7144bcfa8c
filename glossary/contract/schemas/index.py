"""The front page of the API, its languages, its state, and its problems."""

from __future__ import annotations

from marshmallow import Schema, fields

from glossary.contract.schemas import fields as told
from glossary.contract.schemas.examples import (
    COUNTS,
    INDEX_LINKS,
    LANGUAGE,
    PROBLEM_ITEM,
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
