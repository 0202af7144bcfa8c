"""Pages of help: the list of countries, and a page for each, in one language. Pure; knows no HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from babel.dates import get_day_names, get_timezone_location

from glossary.content.interface import Interface, Said
from glossary.edition.edition import Edition
from glossary.language.names import cldr, listed, name_in
from glossary.language.tags import SOURCE
from glossary.site import pages
from glossary.site.page import Page
from glossary.support.countries import in_order, name_of
from glossary.support.help import DAYS, Contact, Help, Hours, paged

HEADING = "support.countries"


@dataclass(frozen=True, kw_only=True)
class CountriesPage(Page):
    """The list of countries: code in lower case, and name."""

    countries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CountryPage(Page):
    """One country."""

    name: str
    help: Help

    def facts(self, contact: Contact) -> list[Said]:
        """Return what is known of a contact as phrases. What is not known is not mentioned."""
        return list(_facts(contact, self.interface))

    @staticmethod
    def last_day(contact: Contact) -> date:
        """Return the last day on which a contact is shown."""
        return contact.expires_on - timedelta(days=1)


def of_countries(edition: Edition, language: str, base_url: str) -> CountriesPage:
    """Return a language's list of countries, in that language's own alphabetical order."""
    plain = pages.plain(edition, language, "/support/", HEADING, base_url)
    countries = in_order(paged(edition.support), plain.language.tag)
    return CountriesPage(**vars(plain), countries=tuple((code.lower(), name) for code, name in countries))


def of_country(edition: Edition, code: str, language: str, base_url: str) -> CountryPage:
    """Return a country's page."""
    plain = pages.plain(edition, language, f"/support/{code.lower()}/", HEADING, base_url)
    name = name_of(code, plain.language.tag)
    values = vars(plain) | {"title": f"{name} – {plain.title}"}
    return CountryPage(**values, name=name, help=edition.support.of(code))


def _facts(contact: Contact, interface: Interface) -> Iterator[Said]:
    for name, phrases in _FLAGS.items():
        if phrase := phrases.get(getattr(contact, name)):
            yield interface.say(phrase)
    for field, (phrase, value_of) in _VALUES.items():
        if value_of(contact, interface.language):
            yield interface.say(phrase, **{field: partial(value_of, contact)})


_FLAGS: dict[str, dict[bool | None, str]] = {
    "free": {True: "support.free", False: "support.not_free"},
    "anonymous": {True: "support.anonymous"},
    "text": {True: "support.text"},
    "chat": {True: "support.chat"},
    "works_from_abroad": {True: "support.abroad", False: "support.not_abroad"},
}
"""The phrase for each field of a contact that is true or false. A value without one is not mentioned."""


def _ages(contact: Contact, _language: str) -> str:
    if contact.age_to is None:
        return f"{contact.age_from}+" if contact.age_from is not None else ""
    return f"{contact.age_from or 0}–{contact.age_to}"


def _hours(contact: Contact, language: str) -> str:
    if not contact.hours or not contact.timezone:
        return ""
    place = get_timezone_location(contact.timezone, locale=cldr(language) or SOURCE, return_city=True)
    return f"{listed((_span(hours, language) for hours in contact.hours), language)} ({place})"


def _span(hours: Hours, language: str) -> str:
    names = get_day_names("abbreviated", locale=cldr(language) or SOURCE)
    return f"{listed((names[DAYS.index(day)] for day in hours.days), language)} {hours.opens}–{hours.closes}"


def _languages(contact: Contact, language: str) -> str:
    return listed((name_in(tag, language) for tag in contact.languages or ()), language)


_VALUES: dict[str, tuple[str, Callable[[Contact, str], str]]] = {
    "ages": ("support.ages", _ages),
    "hours": ("support.hours", _hours),
    "languages": ("support.languages", _languages),
}
"""For each placeholder: the key of the phrase that has it, and the function that returns its value, empty where nothing is
known."""
