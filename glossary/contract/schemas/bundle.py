"""The bundle of a language."""

from __future__ import annotations

from marshmallow import fields

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import BUNDLE_ENTRY, BUNDLE_HELP, BUNDLE_STRINGS


class Speech(shape.Answer):
    language = shape.text("The language of the card's own strings.", "fr")
    direction = shape.direction()


class Strings(shape.Answer):
    close = shape.text("Label of the button that closes the card.", BUNDLE_STRINGS["close"])
    more = shape.text("Label of the link to the entry's page.", BUNDLE_STRINGS["more"])
    notice = shape.text("The content notice; empty where there is none.", BUNDLE_STRINGS["notice"])
    help = shape.text("Heading of the links to help.", BUNDLE_STRINGS["help"])
    unknown = shape.text(  # type: ignore[assignment] # marshmallow's own “unknown” is an option; fields are kept apart
        "What to say to a reader whose language is not offered, where this bundle answers instead.",
        BUNDLE_STRINGS["unknown"],
    )


class HelpLink(shape.Answer):
    label = shape.text("What the link is for.", BUNDLE_HELP["label"])
    url = shape.text("An official directory, or our list of help by country.", BUNDLE_HELP["url"])


class BundleEntry(shape.Answer):
    language = shape.language()
    direction = shape.direction()
    term = shape.text("The preferred term.", BUNDLE_ENTRY["term"])
    abbreviation = shape.text("Its abbreviation.", BUNDLE_ENTRY["abbreviation"], allow_none=True)
    definition = shape.text("The definition.", BUNDLE_ENTRY["definition"])
    fallback = shape.text(
        "A sentence for the reader if another language is served; null if not.",
        BUNDLE_ENTRY["fallback"],
        allow_none=True,
    )
    source = shape.text(
        "Whose words these are, and since when they are vetted.", BUNDLE_ENTRY["source"], allow_none=True
    )


class Bundle(shape.Answer):
    """Everything that the embed needs for any page in a language. Vetted text only."""

    language = shape.text("The language of the pages that it was made for.", "fr")
    interface = shape.one(Speech, "The language of the card's own strings.", {"language": "fr", "direction": "ltr"})
    strings = shape.one(Strings, "The card's own strings.", BUNDLE_STRINGS)
    help = shape.many(HelpLink, "Where to find help.", BUNDLE_HELP)
    page = shape.text(
        "Address of an entry's page; {id} stands for the concept's id.", "https://glossary.example.org/fr/{id}/"
    )
    entries = fields.Dict(
        keys=fields.String(),
        values=shape.PassThrough(BundleEntry),
        **shape.described(
            "The entries by id, and by the ids that they had: an entry may stand under several.", {"dove": BUNDLE_ENTRY}
        ),
    )


def _names(what: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        **shape.described(what, {"colombe": "dove"}),
    )


class BundleHead(Bundle):
    """What the element asks for first."""

    parts = shape.number("How many parts have the entries, which are not here then; 0 where they are.", 0)
    names = _names("Ids by the other names that a page may write: term and abbreviation, in small letters.")


class BundlePart(shape.Answer):
    """A part of a large bundle: a hundred concepts or more. Which part has a name follows from the name and from ``parts`` of
    the head; see docs/api.md."""

    language = shape.text("The language of the pages that it was made for.", "fr")
    entries = fields.Dict(
        keys=fields.String(),
        values=shape.PassThrough(BundleEntry),
        **shape.described("The entries by id, of those ids that this part has.", {"dove": BUNDLE_ENTRY}),
    )
    names = _names("Ids by other names, of those names that this part has. The entry may be in another part.")
