"""What the bundle of a language holds."""

from __future__ import annotations

from marshmallow import Schema, fields

from glossary.contract.schemas import fields as told
from glossary.contract.schemas.examples import (
    ENTRY,
)


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
        values=told.PassThrough(BundleEntry),
        **told.described("The entries by id.", {"csam": {"term": "…"}}),
    )
