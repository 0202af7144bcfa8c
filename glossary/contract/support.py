"""Support files: the JSON of ``/v1/support.json`` and of each country. Pure; knows no HTTP."""

from __future__ import annotations

from typing import Any

from glossary.language.names import describe
from glossary.language.tags import SOURCE
from glossary.support.countries import CODES, name_of
from glossary.support.help import Contact, Directory, Support, paged

Document = dict[str, Any]

_SPEECH = {"language": SOURCE, "direction": describe(SOURCE).direction}
"""Names and sentences of the data are in English; the pages for people say them in their own language."""


def of_countries(support: Support, base_url: str) -> Document:
    """Every country, by code, with how many records are shown of it; and the directories."""
    return {
        **_SPEECH,
        "countries": [_country(support, code, base_url) for code in sorted(CODES)],
        "directories": [_directory(directory) for directory in support.directories],
        "links": {"page": f"{base_url}/{SOURCE}/support/"},
    }


def _country(support: Support, code: str, base_url: str) -> Document:
    contacts, reason = support.of(code)
    return {
        "country": code,
        "name": name_of(code, SOURCE),
        "records": len(contacts),
        "reason": reason,
        "links": _links(support, code, base_url),
    }


def _links(support: Support, code: str, base_url: str) -> Document:
    page = f"{base_url}/{SOURCE}/support/{code.lower()}/" if code in paged(support) else None
    return {"self": f"{base_url}/v1/support/{code.lower()}.json", "page": page}


def of_country(support: Support, code: str, base_url: str) -> Document:
    """One country: the records that have not expired, why some are lacking, and always the directories."""
    contacts, reason = support.of(code)
    return {
        "country": code,
        "name": name_of(code, SOURCE),
        **_SPEECH,
        "records": [_contact(contact) for contact in contacts],
        "reason": reason,
        "directories": [_directory(directory) for directory in support.directories],
        "links": _links(support, code, base_url),
    }


def _dates(fact: Directory | Contact) -> Document:
    return {
        "as_of": fact.as_of.isoformat(),
        "verified_on": fact.verified_on.isoformat() if fact.verified_on else None,
        "verified_by": fact.verified_by,
        "expires_on": fact.expires_on.isoformat(),
    }


def _directory(directory: Directory) -> Document:
    return {
        "purpose": directory.purpose.value,
        "operator": directory.operator,
        "url": directory.address,
        **_dates(directory),
        "expired": directory.expired,
    }


_PLAIN_FIELDS = ("in_service", "reserved", "availability", "free")
_CONDITIONS = ("works_from_abroad", "age_from", "age_to", "anonymous", "text", "chat", "url")


def _contact(contact: Contact) -> Document:
    return {
        "country": contact.country,
        "purpose": contact.purpose.value,
        "operator": contact.operator,
        "languages": list(contact.languages) if contact.languages else None,
        "display": contact.display,
        "dial": contact.dial,
        **{name: getattr(contact, name) for name in _PLAIN_FIELDS},
        "hours": [{**hours._asdict(), "days": list(hours.days)} for hours in contact.hours] if contact.hours else None,
        "timezone": contact.timezone,
        **{name: getattr(contact, name) for name in _CONDITIONS},
        "sources": [source._asdict() for source in contact.sources],
        **_dates(contact),
    }
