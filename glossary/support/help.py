"""Support: whom to talk to and where to report, as dated data. Whatever has expired gives way to the official directories.

A record is shown up to the day before ``expires_on``, by the calendar of UTC. Caches keep an answer for less than a day, so
no cache shows it after that day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from glossary.errors import Finding, Level
from glossary.support.countries import EUROPE

WARNING = timedelta(days=30)
"""How long before something expires the people who keep the data are told."""


class Purpose(StrEnum):
    """What a contact is for."""

    TALK = "talk"
    REPORT_CONTENT = "report_content"
    MISSING = "missing"
    EMERGENCY = "emergency"
    REMOVE_IMAGE = "remove_image"

    @property
    def phrase(self) -> str:
        """The key of the interface string that says so."""
        return {"talk": "help.talk", "report_content": "help.report"}.get(self, f"support.{self}")


class Gap(StrEnum):
    """Why a country's answer lacks something."""

    NO_RECORD = "no_record"
    EXPIRED = "expired"


class Source(NamedTuple):
    """Where a fact is from: title, address, and its words about it, where they were read."""

    title: str
    url: str
    quote: str | None


class Hours(NamedTuple):
    """When somebody answers: days of the week (``mo`` to ``su``), and the times between which, as ``14:00``."""

    days: tuple[str, ...]
    opens: str
    closes: str


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A fact of one day. ``as_of`` is the day of its source, ``verified_on`` the day on which ``verified_by`` (a pseudonym)
    checked it with those who run it, ``expires_on`` the first day on which it is not shown any more. ``file`` and ``line``
    say where it stands, ``after`` what becomes of it then."""

    as_of: date
    verified_on: date | None
    verified_by: str | None
    expires_on: date
    file: str = ""
    line: int = 0
    after: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class Directory(Dated):
    """An official directory. ``home`` is its home page, which is linked instead once ``url`` was not confirmed in time."""

    purpose: Purpose
    operator: str
    url: str
    home: str
    expired: bool = False
    after: ClassVar[str] = "its home page is linked instead"

    @property
    def address(self) -> str:
        """Where to send a reader."""
        return self.home if self.expired else self.url


@dataclass(frozen=True, kw_only=True)
class Contact(Dated):
    """One contact of one country. Whatever is not known is ``None``, never guessed.

    ``display`` is the number as people read it, ``dial`` as a telephone takes it. ``in_service``: whether it works in this
    country; ``reserved``: it is a European number that states keep for this use. ``age_from`` and ``age_to`` are years.
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
    after: ClassVar[str] = "it is not shown any more"


class Help(NamedTuple):
    """What is known for one country on one day, and why something is not."""

    contacts: tuple[Contact, ...]
    reason: Gap | None


@dataclass(frozen=True)
class Support:
    """All support data on one day."""

    directories: tuple[Directory, ...]
    contacts: tuple[Contact, ...]
    day: date

    def on(self, day: date) -> Support:
        """Return the same data on another day."""
        directories = tuple(replace(item, expired=day >= item.expires_on) for item in self.directories)
        return Support(directories, self.contacts, day)

    def of(self, country: str) -> Help:
        """Return what is known for a country. Nothing that has expired is among it."""
        known = self._by_country.get(country, ())
        current = tuple(item for item in known if self.day < item.expires_on)
        if len(current) < len(known):
            return Help(current, Gap.EXPIRED)
        return Help(current, None if current else Gap.NO_RECORD)

    @cached_property
    def _by_country(self) -> dict[str, tuple[Contact, ...]]:
        return {code: tuple(item for item in self.contacts if item.country == code) for code in self.countries}

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries that there are records of, expired ones included."""
        return frozenset(item.country for item in self.contacts)

    @property
    def until(self) -> date | None:
        """The first day on which something of what is shown now will have expired."""
        days = (item.expires_on for item in (*self.directories, *self.contacts))
        return min((day for day in days if day > self.day), default=None)

    @property
    def midnight(self) -> float:
        """When this day ends, in seconds of Unix time."""
        return datetime.combine(self.day + timedelta(days=1), time(), UTC).timestamp()

    @cached_property
    def facts(self) -> Any:
        """Everything that is shown, as JSON: it changes exactly when an answer does."""
        helps = {code: self.of(code) for code in sorted(self.countries)}
        shown = {code: [found.reason, *map(_fact, found.contacts)] for code, found in helps.items()}
        return [[_fact(item) for item in self.directories], shown]

    def due(self) -> Iterator[Finding]:
        """Find what has expired or will before long: one warning for each place in a file."""
        places = {(item.file, item.line): item for item in (*self.directories, *self.contacts)}
        for (file, line), item in sorted(places.items()):
            if item.expires_on <= self.day + WARNING:
                gone = f"it expired on {item.expires_on}, {item.after}"
                what = gone if self.day >= item.expires_on else f"it expires on {item.expires_on}"
                remedy = "check it with those who run it and renew its dates, or take it out"
                yield Finding(file, line, what, remedy, Level.WARNING)


def _fact(item: Dated) -> Any:
    shown = {name: value for name, value in asdict(item).items() if name not in ("file", "line")}
    return json.loads(json.dumps(shown, default=str))


DAYS: tuple[str, ...] = ("mo", "tu", "we", "th", "fr", "sa", "su")


def paged(support: Support) -> frozenset[str]:
    """Return the countries that have a page for people: those of Europe, and those that there are records of."""
    return EUROPE | support.countries
