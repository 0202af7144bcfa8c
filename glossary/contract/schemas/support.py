"""The public shapes of support data. What is not known is null, never guessed and never missing."""

from __future__ import annotations

from marshmallow import fields, validate

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import SUPPORT_COUNTRY, SUPPORT_DIRECTORY, SUPPORT_RECORD, SUPPORT_SOURCE
from glossary.support.help import DAYS, Gap, Purpose

_REASONS = (
    "Null where nothing is lacking; no_record where nothing is known; expired where something was not checked in time."
)


def _flag(description: str, example: bool | None = None) -> fields.Boolean:
    return shape.flag(f"{description} Null: not known here.", example, allow_none=True)  # type: ignore[arg-type]


def _maybe(description: str, example: str | None = None) -> fields.String:
    return shape.text(f"{description} Null: not known here.", example, allow_none=True)


class SupportSource(shape.Answer):
    title = shape.text("The page or law.", SUPPORT_SOURCE["title"])
    url = shape.text("Its address.", SUPPORT_SOURCE["url"])
    quote = _maybe("Its own words, in which the number stands digit by digit.", SUPPORT_SOURCE["quote"])


class SupportHours(shape.Answer):
    days = fields.List(
        fields.String(validate=validate.OneOf(DAYS)), **shape.described("Days of the week, mo to su.", ["mo", "tu"])
    )
    opens = shape.text("From when, by the clock of the time zone.", "14:00")
    closes = shape.text("Until when; 24:00 is midnight.", "20:00")


class _Dated(shape.Answer):
    as_of = shape.day("The day of its source (ISO 8601). It does not say that anybody checked it.", "2026-11-22")
    verified_on = shape.day("The day on which it was checked with those who run it.", None, allow_none=True)
    verified_by = shape.text("Who did: a pseudonym.", None, allow_none=True)
    expires_on = shape.day(
        "From this day on (UTC) do not show it; a cache or copy of yours may be older.", "2027-02-20"
    )


class SupportDirectory(_Dated):
    """An official directory: where to send a reader when nothing else is known."""

    purpose = shape.choice("What it is for.", ["talk", "report_content"], "talk")
    operator = shape.text("Who runs it.", SUPPORT_DIRECTORY["operator"])
    url = shape.text(
        "Its address; the home page once that was not confirmed in time.", SUPPORT_DIRECTORY["url"], attribute="address"
    )
    expired = shape.flag("True where the address was not confirmed in time.", False)

    class Meta(shape.Answer.Meta):
        fields = tuple(SUPPORT_DIRECTORY)


class SupportRecord(_Dated):
    """One contact of one country."""

    country = shape.text("The country (ISO 3166-1 alpha-2).", "FI")
    purpose = shape.choice("What it is for.", Purpose, "talk")
    operator = _maybe("Who answers.")
    languages = fields.List(
        fields.String(),
        **shape.described("Languages that they answer in. Null: not known here.", None, allow_none=True),
    )
    display = shape.text(
        "The number as people read it; null where there is only an address.", "116 111", allow_none=True
    )
    dial = shape.text("The number as a telephone takes it.", "116111", allow_none=True)
    in_service = _flag("Whether it works in this country.")
    reserved = shape.flag(
        "True for a European number that states keep for this use and need not put into service.", True
    )
    availability = _maybe("The same in a sentence.", SUPPORT_RECORD["availability"])
    free = _flag("Whether it costs nothing.")
    hours = shape.written(SupportHours, "When somebody answers. Null: not known here.", None, allow_none=True)
    timezone = _maybe("The time zone of the hours (IANA).")
    works_from_abroad = _flag("Whether it can be reached from other countries.")
    age_from = fields.Integer(
        **shape.described("From which age, in years. Null: not known here.", None, allow_none=True)
    )
    age_to = fields.Integer(
        **shape.described("Up to which age, in years. Null: not known here.", None, allow_none=True)
    )
    anonymous = _flag("Whether one need not give a name.")
    text = _flag("Whether they answer text messages.")
    chat = _flag("Whether they answer in a chat.")
    url = _maybe("Their page.")
    sources = shape.written(SupportSource, "Where this is from.", SUPPORT_SOURCE)

    class Meta(shape.Answer.Meta):
        fields = tuple(SUPPORT_RECORD)


class SupportLinks(shape.Answer):
    self = shape.text("This country as a file.", SUPPORT_COUNTRY["links"]["self"])
    page = shape.text(
        "The English page for people; null where there is none.", SUPPORT_COUNTRY["links"]["page"], allow_none=True
    )


class SupportCountry(shape.Answer):
    """Where to talk to somebody or report in one country. Nothing that has expired is among the records."""

    country = shape.text("The country (ISO 3166-1 alpha-2).", "FI")
    name = shape.text("Its English name (CLDR).", "Finland")
    language = shape.language()
    direction = shape.direction()
    records = shape.written(
        SupportRecord, "What is known. It may be nothing: then use the directories.", SUPPORT_RECORD
    )
    reason = shape.choice(_REASONS, Gap, "expired", allow_none=True)
    directories = shape.written(SupportDirectory, "The official directories, always.", SUPPORT_DIRECTORY)
    links = shape.one(SupportLinks, "Addresses of this country.", SUPPORT_COUNTRY["links"])


class SupportListed(shape.Answer):
    country = shape.text("The country (ISO 3166-1 alpha-2).", "FI")
    name = shape.text("Its English name (CLDR).", "Finland")
    records = shape.number("How many contacts are shown.", 1)
    reason = shape.choice(_REASONS, Gap, "no_record", allow_none=True)
    links = shape.one(SupportLinks, "Addresses of this country.", SUPPORT_COUNTRY["links"])


class SupportCountriesLinks(shape.Answer):
    page = shape.text("The English list for people.", "https://glossary.example.org/en/support/")


class SupportCountries(shape.Answer):
    """Every country, and the official directories."""

    language = shape.language()
    direction = shape.direction()
    countries = shape.many(
        SupportListed,
        "The countries, by code.",
        {"country": "FI", "name": "Finland", "records": 1, "reason": None, "links": SUPPORT_COUNTRY["links"]},
    )
    directories = shape.written(SupportDirectory, "The official directories.", SUPPORT_DIRECTORY)
    links = shape.one(SupportCountriesLinks, "Where to go on.", {"page": "https://glossary.example.org/en/support/"})
