"""Support files: what ``/v1/support.json`` and each country's file say. Pure; knows no HTTP.

Contacts and directories stand in the documents as they are: ``SupportRecord`` and ``SupportDirectory`` write their JSON.
"""

from __future__ import annotations

from glossary.contract.answers import Document
from glossary.language.names import describe
from glossary.language.tags import SOURCE
from glossary.support.countries import CODES, name_of
from glossary.support.help import Support, paged

_SPEECH = {"language": SOURCE, "direction": describe(SOURCE).direction}
"""Names and sentences of the data are in English; the pages for people say them in their own language."""


def of_countries(support: Support, base_url: str) -> Document:
    """Return every country, by code, with the number of its contacts that are shown, and the directories."""
    if not support.offered:  # the file stays for the programs that ask for it, and lists nothing
        return {**_SPEECH, "countries": [], "directories": [], "links": {"page": f"{base_url}/{SOURCE}/"}}
    return {
        **_SPEECH,
        "countries": [_country(support, code, base_url) for code in sorted(CODES)],
        "directories": support.directories,
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
    """Return one country: the contacts that have not expired, why some are lacking, and always the directories."""
    contacts, reason = support.of(code)
    return {
        "country": code,
        "name": name_of(code, SOURCE),
        **_SPEECH,
        "records": contacts,
        "reason": reason,
        "directories": support.directories,
        "links": _links(support, code, base_url),
    }
