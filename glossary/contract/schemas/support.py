"""Contacts by country, and the official directories. What is not known is null, never guessed and never missing."""

from __future__ import annotations

from marshmallow import fields, validate

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import SUPPORT_COUNTRY, SUPPORT_DIRECTORY, SUPPORT_RECORD, SUPPORT_SOURCE
from glossary.support.help import DAYS, Gap, Purpose

_REASONS = (
    "Why contacts are missing: no_record if none is known, expired if one was not checked in time. Null if none is."
)


def _flag(description: str, example: bool | None = None) -> fields.Boolean:
    return shape.flag(f"{description} Null if not known.", example, allow_none=True)  # type: ignore[arg-type]


def _maybe(description: str, example: str | None = None) -> fields.String:
    return shape.text(f"{description} Null if not known.", example, allow_none=True)


class SupportSource(shape.Answer):
    title = shape.text("The page or law.", SUPPORT_SOURCE["title"])
    url = shape.text("Its address.", SUPPORT_SOURCE["url"])
    quote = _maybe("Its own words, with the number digit by digit.", SUPPORT_SOURCE["quote"])


class SupportHours(shape.Answer):
    days = fields.List(
        fields.String(validate=validate.OneOf(DAYS)), **shape.described("Days of the week, mo to su.", ["mo", "tu"])
    )
    opens = shape.text("The opening time, in the contact's time zone.", "14:00")
    closes = shape.text("The closing time; 24:00 is midnight.", "20:00")


class _Dated(shape.Answer):
    as_of = shape.day("The day of its source (ISO 8601). It does not mean that anybody checked it.", "2026-11-22")
    verified_on = shape.day(
        "The day on which it was checked with those who run it; null if it was not.", None, allow_none=True
    )
    verified_by = shape.text("Who checked it: a pseudonym; null if nobody did.", None, allow_none=True)
    expires_on = shape.day(
        "The day (UTC) from which it must not be shown, not even from a cache or a copy of yours.", "2027-02-20"
    )


class SupportDirectory(_Dated):
    """An official directory: where to send a reader when nothing else is known."""

    purpose = shape.choice("What it is for.", ["talk", "report_content"], "talk")
    operator = shape.text("Who runs it.", SUPPORT_DIRECTORY["operator"])
    url = shape.text(
        "Its address; its home page if the address was not confirmed in time.",
        SUPPORT_DIRECTORY["url"],
        attribute="address",
    )
    expired = shape.flag("True if the address was not confirmed in time.", False)

    class Meta(shape.Answer.Meta):
        fields = tuple(SUPPORT_DIRECTORY)


class SupportRecord(_Dated):
    """One contact in one country."""

    country = shape.text("The country (ISO 3166-1 alpha-2).", "FI")
    purpose = shape.choice("What it is for.", Purpose, "talk")
    operator = _maybe("Who answers.")
    languages = fields.List(
        fields.String(),
        **shape.described("The languages in which they answer. Null if not known.", None, allow_none=True),
    )
    display = shape.text("The number as people read it; null if there is only an address.", "555 123", allow_none=True)
    dial = shape.text(
        "The number as a telephone dials it; null if there is only an address.", "555123", allow_none=True
    )
    in_service = _flag("Whether it works in this country.")
    reserved = shape.flag(
        "True for a European number that is reserved for this use and that a state need not have put into service.",
        True,
    )
    availability = _maybe("Whether it is in service, in a sentence.", SUPPORT_RECORD["availability"])
    free = _flag("Whether it is free of charge.")
    hours = shape.written(SupportHours, "When somebody answers. Null if not known.", None, allow_none=True)
    timezone = _maybe("The time zone of the hours (IANA).")
    works_from_abroad = _flag("Whether it can be reached from other countries.")
    age_from = fields.Integer(
        **shape.described("The lowest age that it is meant for, in years. Null if not known.", None, allow_none=True)
    )
    age_to = fields.Integer(
        **shape.described("The highest age that it is meant for, in years. Null if not known.", None, allow_none=True)
    )
    anonymous = _flag("Whether people can stay anonymous.")
    text = _flag("Whether they answer text messages.")
    chat = _flag("Whether they offer a chat.")
    url = _maybe("Their web page.")
    sources = shape.written(SupportSource, "The sources of these facts.", SUPPORT_SOURCE)

    class Meta(shape.Answer.Meta):
        fields = tuple(SUPPORT_RECORD)


class SupportLinks(shape.Answer):
    self = shape.text("This country as a file.", SUPPORT_COUNTRY["links"]["self"])
    page = shape.text(
        "The English page for people; null if there is none.", SUPPORT_COUNTRY["links"]["page"], allow_none=True
    )


class SupportCountry(shape.Answer):
    """Where to talk to somebody or report in one country. Contacts that have expired are left out."""

    country = shape.text("The country (ISO 3166-1 alpha-2).", "FI")
    name = shape.text("Its English name (CLDR).", "Finland")
    language = shape.language()
    direction = shape.direction()
    records = shape.written(
        SupportRecord, "The contacts that are known. If there are none, use the directories.", SUPPORT_RECORD
    )
    reason = shape.choice(_REASONS, Gap, "expired", allow_none=True)
    directories = shape.written(SupportDirectory, "The official directories, for every country.", SUPPORT_DIRECTORY)
    links = shape.one(SupportLinks, "Addresses of this country.", SUPPORT_COUNTRY["links"])


class SupportListed(shape.Answer):
    country = shape.text("The country (ISO 3166-1 alpha-2).", "FI")
    name = shape.text("Its English name (CLDR).", "Finland")
    records = shape.number("The number of contacts in the country's file.", 1)
    reason = shape.choice(_REASONS, Gap, "no_record", allow_none=True)
    links = shape.one(SupportLinks, "Addresses of this country.", SUPPORT_COUNTRY["links"])


class SupportCountriesLinks(shape.Answer):
    page = shape.text(
        "The English list for people; where there is no help, the English list of terms.",
        "https://glossary.example.org/en/support/",
    )


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
    links = shape.one(
        SupportCountriesLinks, "Addresses for people.", {"page": "https://glossary.example.org/en/support/"}
    )
