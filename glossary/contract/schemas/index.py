"""The front page of the API, the languages, the state of the service, and errors."""

from __future__ import annotations

from marshmallow import fields

from glossary.content.model import Status
from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import (
    AUTO,
    BASELINE,
    COUNTS,
    EMBED,
    INDEX_LINKS,
    LANGUAGE,
    PROBLEM_ITEM,
    PROGRESS,
)


class Counts(shape.Answer):
    vetted = shape.number("Concepts with a vetted text.", 0)
    reviewed = shape.number("Concepts with some of the approvals that they need.", 0)
    draft = shape.number("Concepts with nothing but a draft.", 2)
    missing = shape.number("Concepts with no text.", 0)


class LanguageLinks(shape.Answer):
    terms = shape.text("Every entry in this language, as a file.", LANGUAGE["links"]["terms"])
    forms = shape.text("Words that may be linked in any text, and those to avoid.", LANGUAGE["links"]["forms"])
    terms_csv = shape.text("Source, target, comment, for OmegaT and for spreadsheets.", LANGUAGE["links"]["terms_csv"])
    terms_utf8 = shape.text("The same with tabs between the columns.", LANGUAGE["links"]["terms_utf8"])
    terms_tbx_v2 = shape.text("TBX-Basic, version 2, without words to avoid.", LANGUAGE["links"]["terms_tbx_v2"])
    glossary_po = shape.text("A glossary for Weblate.", LANGUAGE["links"]["glossary_po"])


class Language(shape.Answer):
    language = shape.text("The language: a BCP 47 tag.", "fr")
    name = shape.text("The language's own name; its English one where none is known.", "français")
    english_name = shape.text("Its English name (CLDR, else the registry of languages).", "French")
    direction = shape.direction()
    concepts = shape.one(Counts, "The number of concepts by status.", COUNTS)
    links = shape.one(LanguageLinks, "Addresses for this language.", LANGUAGE["links"])


class Languages(shape.Answer):
    """The languages offered."""

    languages = shape.many(Language, "The languages, by tag.", LANGUAGE)


class IndexLinks(shape.Answer):
    languages = shape.text("The languages.", INDEX_LINKS["languages"])
    changes = shape.text("What was vetted, changed, withdrawn and retired.", INDEX_LINKS["changes"])
    terms = shape.text("Every entry in English.", INDEX_LINKS["terms"])
    support = shape.text("Help by country.", INDEX_LINKS["support"])
    figures = shape.text("Key figures, and claims that are not served, in English.", INDEX_LINKS["figures"])
    openapi = shape.text("The description of this API.", INDEX_LINKS["openapi"])
    documentation = shape.text("The description of this API for people.", INDEX_LINKS["documentation"])
    terms_ttl = shape.text("Every vetted text as SKOS, in Turtle.", INDEX_LINKS["terms_ttl"])
    terms_jsonld = shape.text("Every vetted text as SKOS, in JSON-LD.", INDEX_LINKS["terms_jsonld"])
    terms_tbx = shape.text("Every vetted text as TBX-Basic, version 3.", INDEX_LINKS["terms_tbx"])


class Progress(shape.Answer):
    id = shape.identifier()
    status = shape.choice(
        "How far the English text has come; null if there is none.", Status, PROGRESS["status"], allow_none=True
    )
    languages = shape.texts("Languages that the concept is vetted in.", PROGRESS["languages"])


class AutoScript(shape.Answer):
    version = shape.text("The newest version of the script.", AUTO["version"])
    script = shape.text("Its address. The file there never changes.", AUTO["script"])
    integrity = shape.text("Its Subresource Integrity value.", AUTO["integrity"])


class Embed(shape.Answer):
    version = shape.text("The newest version of the element.", EMBED["version"])
    script = shape.text("Its address. The file there never changes.", EMBED["script"])
    integrity = shape.text("Its Subresource Integrity value.", EMBED["integrity"])
    auto = shape.one(AutoScript, "The script that links the words of a whole page.", AUTO)


class Baseline(shape.Answer):
    made_on = shape.text("The day on which it was made (ISO 8601).", BASELINE["made_on"])
    digest = shape.text("The digest of its files.", BASELINE["digest"])
    adopted = shape.text("Who adopted it: null, for nobody did.", None, allow_none=True)


class Index(shape.Answer):
    """The front page of the API. The edition changes exactly when the content of a file does."""

    edition = shape.text("The edition's id, computed from its content.", "0f343b0931126a20")
    version = shape.text("Version of the service.", "0.1.0")
    baseline = shape.one(
        Baseline, "What this release ships beside the texts: interface strings, facts, contacts of help.", BASELINE
    )
    languages = shape.texts("Tags of the languages offered.", ["en", "fr"])
    groups = shape.texts("Groups of concepts.", ["day", "night"])
    concepts = shape.texts("Ids of the concepts.", ["dove", "owl"])
    progress = shape.many(Progress, "How far each concept has come.", PROGRESS)
    embed = shape.one(Embed, "The scripts that partner sites load.", EMBED)
    links = shape.one(IndexLinks, "Addresses of the rest of the API.", INDEX_LINKS)


class Health(shape.Answer):
    """The service is alive."""

    status = shape.closed("Always ok.", ["ok"], "ok")


class ProblemItem(shape.Answer):
    file = shape.text("The file.", PROBLEM_ITEM["file"])
    line = shape.number("The line, counted from one; zero for the file as a whole.", 12)
    problem = shape.text("What is wrong.", PROBLEM_ITEM["problem"])
    remedy = shape.text("How to fix it.", PROBLEM_ITEM["remedy"])
    level = shape.choice("How serious it is.", ["error", "warning"], "error")


class Readiness(shape.Answer):
    """The service has a good edition. The problems are for the operator to fix; they change nothing for readers."""

    status = shape.closed("Always ready: a service without an edition does not answer.", ["ready"], "ready")
    edition = shape.text("The id of the edition that is served.", "0f343b0931126a20")
    keys_vouched_for_by = shape.choice(
        "Who vouches for the keys of reviewers: maintainers, whose keys the operator pins, or the repository only.",
        ["maintainers", "repository"],
        "repository",
    )
    problems = shape.many(ProblemItem, "Problems in the content.", PROBLEM_ITEM)


class Problem(shape.Answer):
    """An error (RFC 9457), as application/problem+json."""

    type = shape.text("The kind of problem: a URI, or about:blank.", "urn:glossary:problem:unknown-concept")
    title = shape.text("The kind of problem, in words.", "No such concept")
    status = shape.number("The HTTP status.", 404)
    detail = shape.text("What is wrong and what would be right.", "This glossary has no concept “dovr”.")
    suggestions = fields.List(
        fields.String(), metadata={"description": "What may have been meant.", "examples": [["dove"]]}
    )
    replaced_by = shape.text(
        "What replaces a retired concept or a figure that has ended (an id), or words that were taken back (a digest).",
        "dove",
        required=False,
    )
    on = shape.text(
        "The day on which what is gone was taken back or retired (ISO 8601), if it is known.",
        "2026-11-23",
        required=False,
    )
