"""Support: whom to talk to and where to report, as dated data. The official directories replace whatever has expired.

A contact is shown up to the day before ``expires_on``, by the calendar of UTC. Caches keep a response for less than a day, so
none shows the contact after the day of ``expires_on``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, ClassVar, NamedTuple

from glossary.errors import Finding, Level
from glossary.support.countries import EUROPE

WARNING = timedelta(days=30)
"""How long before something expires ``check`` warns of it."""


class Purpose(StrEnum):
    """What a contact is for."""

    TALK = "talk"
    REPORT_CONTENT = "report_content"
    MISSING = "missing"
    EMERGENCY = "emergency"
    REMOVE_IMAGE = "remove_image"

    @property
    def phrase(self) -> str:
        """The key of the interface string for this purpose."""
        return {"talk": "help.talk", "report_content": "help.report"}.get(self, f"support.{self}")


class Gap(StrEnum):
    """Why a country's answer lacks something."""

    NO_RECORD = "no_record"
    EXPIRED = "expired"


class Source(NamedTuple):
    """The source of a contact: title, address, and the words that it has about it (``None``: they were not read)."""

    title: str
    url: str
    quote: str | None


class Hours(NamedTuple):
    """When someone answers: days of the week (``mo`` to ``su``), and the times of opening and closing, as ``14:00``."""

    days: tuple[str, ...]
    opens: str
    closes: str


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Something that expires. ``as_of`` is the day of its source, ``verified_on`` the day on which ``verified_by``, a
    pseudonym, checked it with those who run it, ``expires_on`` the first day on which it is no longer shown. ``file`` and
    ``line`` say where it is written, ``after`` what happens once it has expired."""

    as_of: date
    verified_on: date | None
    verified_by: str | None
    expires_on: date
    file: str = ""
    line: int = 0
    after: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class Directory(Dated):
    """An official directory. ``home`` is its home page, which is linked instead of ``url`` once that has expired, or
    while it is ``held``: not here as it was adopted."""

    purpose: Purpose
    operator: str
    url: str
    home: str
    expired: bool = False
    held: bool = False
    after: ClassVar[str] = "its home page is linked instead"

    @property
    def address(self) -> str:
        """The address to send a reader to."""
        return self.home if self.expired else self.url


@dataclass(frozen=True, kw_only=True)
class Contact(Dated):
    """One contact of one country. What is not known is ``None``, never a guess.

    ``display`` is the number as people read it, ``dial`` as a telephone takes it: digits, or ``+`` and digits. ``in_service``
    says that the number works in this country; ``reserved`` that it is a European number which states keep for this use.
    ``age_from`` and ``age_to`` are years of age, both included.
    """

    country: str
    purpose: Purpose
    operator: str | None
    languages: tuple[str, ...] | None
    display: str | None
    dial: str | None
    in_service: bool | None
    reserved: bool
    availability: str | None
    free: bool | None
    hours: tuple[Hours, ...] | None
    timezone: str | None
    works_from_abroad: bool | None
    age_from: int | None
    age_to: int | None
    anonymous: bool | None
    text: bool | None
    chat: bool | None
    url: str | None
    sources: tuple[Source, ...]
    after: ClassVar[str] = "it is no longer shown"


class Help(NamedTuple):
    """The current contacts of one country on one day, and why it lacks some (``None``: it does not)."""

    contacts: tuple[Contact, ...]
    reason: Gap | None


@dataclass(frozen=True)
class Support:
    """All support data on one day. ``adopted_countries`` are the codes of those of which a contact was ever adopted.
    ``offered`` is false for a glossary of which it is adopted that it has no help."""

    directories: tuple[Directory, ...]
    contacts: tuple[Contact, ...]
    day: date
    adopted_countries: frozenset[str] = frozenset()
    offered: bool = True

    def on(self, day: date) -> Support:
        """Return the same data on another day."""
        directories = tuple(replace(each, expired=each.held or day >= each.expires_on) for each in self.directories)
        return replace(self, directories=directories, day=day)

    def of(self, country: str) -> Help:
        """Return the help for a country, by its code in capitals. Nothing that has expired is among it."""
        contacts = self._by_country.get(country, ())
        current = tuple(contact for contact in contacts if self.day < contact.expires_on)
        if len(current) < len(contacts):
            return Help(current, Gap.EXPIRED)
        return Help(current, None if current else Gap.NO_RECORD)

    @property
    def _dated(self) -> tuple[Directory | Contact, ...]:
        return (*self.directories, *self.contacts)

    @cached_property
    def _by_country(self) -> dict[str, tuple[Contact, ...]]:
        return {code: tuple(each for each in self.contacts if each.country == code) for code in self.countries}

    @cached_property
    def countries(self) -> frozenset[str]:
        """The codes of the countries that have contacts, expired ones included, or had one: none loses its page of help."""
        return frozenset(contact.country for contact in self.contacts) | self.adopted_countries

    @property
    def until(self) -> date | None:
        """The first day on which something that is shown now will have expired; ``None`` where nothing is left to."""
        days = (dated.expires_on for dated in self._dated)
        return min((day for day in days if day > self.day), default=None)

    @property
    def midnight(self) -> float:
        """The end of this day in UTC, in seconds of Unix time."""
        return datetime.combine(self.day + timedelta(days=1), time(), UTC).timestamp()

    @cached_property
    def facts(self) -> Any:
        """Everything that is shown on this day, as JSON: it changes exactly when a response does."""
        helps = {code: self.of(code) for code in sorted(self.countries)}
        countries = {code: [current.reason, *map(fact, current.contacts)] for code, current in helps.items()}
        return [
            [fact(directory) for directory in self.directories],
            countries,
            *([] if self.offered else [self.offered]),
        ]

    def due(self) -> Iterator[Finding]:
        """Find what has expired or will within ``WARNING``: one warning for each table in a file, whatever its countries."""
        places = {(dated.file, dated.line): dated for dated in self._dated if dated.file}
        for (file, line), dated in sorted(places.items()):
            if dated.expires_on - self.day <= WARNING:
                expired = f"it expired on {dated.expires_on}, {dated.after}"
                what = expired if self.day >= dated.expires_on else f"it expires on {dated.expires_on}"
                remedy = "check it with those who run it and renew its dates, or take it out"
                yield Finding(file, line, what, remedy, Level.WARNING)


@lru_cache(maxsize=4096)
def fact(dated: Dated) -> Any:
    """Return all that is shown of a contact or directory, as JSON, which nobody may change. It is cached because every
    reading compares it with what was adopted."""
    values = {name: value for name, value in asdict(dated).items() if name not in ("file", "line", "held")}
    return json.loads(json.dumps(values, default=str))


DAYS: tuple[str, ...] = ("mo", "tu", "we", "th", "fr", "sa", "su")


def paged(support: Support) -> frozenset[str]:
    """Return the codes of the countries that have a page for people: those of Europe, and those that have contacts."""
    return EUROPE | support.countries if support.offered else frozenset()
