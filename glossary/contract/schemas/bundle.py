"""The bundle of a language."""

from __future__ import annotations

from marshmallow import fields

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import ENTRY


class Speech(shape.Answer):
    language = shape.text("The language of the card's own strings.", "fr")
    direction = shape.direction()


class Strings(shape.Answer):
    close = shape.text("Label of the button that closes the card.", "Close")
    more = shape.text("Label of the link to the entry's page.", "About this term")
    notice = shape.text("The content notice.", "This text describes sexual abuse of children.")
    help = shape.text("Heading of the links to help.", "Help and reporting")
    unknown = shape.text(  # type: ignore[assignment] # marshmallow's own “unknown” is an option; fields are kept apart
        "What to say to a reader whose language is not offered, where this bundle answers instead.",
        "This glossary does not offer the language that was asked for. The text is in English.",
    )


class HelpLink(shape.Answer):
    label = shape.text("What the link is for.", "Talk to someone: child helplines")
    url = shape.text(
        "An official directory, or our list of help by country.", "https://childhelplineinternational.org/helplines/"
    )


class BundleEntry(shape.Answer):
    language = shape.language()
    direction = shape.direction()
    term = shape.text("The preferred term.", ENTRY["term"])
    abbreviation = shape.text("Its abbreviation.", "CSAM", allow_none=True)
    definition = shape.text("The definition.", ENTRY["definition"])
    fallback = shape.text(
        "A sentence for the reader if another language is served; null if not.", None, allow_none=True
    )
    source = shape.text(
        "Whose words these are, and since when they are vetted.",
        "Glossary of child-safety terms · Vetted · 22 November 2026",
        allow_none=True,
    )


class Bundle(shape.Answer):
    """Everything that the embed needs for any page in a language. Vetted text only."""

    language = shape.text("The language of the pages that it was made for.", "fr")
    interface = shape.one(Speech, "The language of the card's own strings.", {"language": "fr", "direction": "ltr"})
    strings = shape.one(Strings, "The card's own strings.", {"close": "Fermer"})
    help = shape.many(HelpLink, "Where to find help.", {"label": "…", "url": "https://www.inhope.org/"})
    page = shape.text(
        "Address of an entry's page; {id} stands for the concept's id.", "https://glossary.example.org/fr/{id}/"
    )
    entries = fields.Dict(
        keys=fields.String(),
        values=shape.PassThrough(BundleEntry),
        **shape.described("The entries by id.", {"csam": {"term": "…"}}),
    )
