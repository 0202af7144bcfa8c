"""The bundle: everything that the embed needs for any page in a language, in one small file.

It is requested once, before anything is opened, and is the same for every page: the request cannot tell which word a reader
looks up.
"""

from __future__ import annotations

from glossary.content.interface import BANNER, CONTENT_NOTICE, HELP, TITLE, Interface
from glossary.content.model import Status
from glossary.contract.answers import Document
from glossary.edition import rights
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, entries, fallback_notice
from glossary.language.dates import written
from glossary.language.names import describe, name_in
from glossary.language.tags import SOURCE
from glossary.support.help import Support

UNKNOWN = "fallback.unknown_language"
"""The interface string for a reader whose language the glossary does not offer."""

_CARD = {"close": "card.close", "more": "entry.more"}
"""The strings of the card: the short key in the bundle, and the key of the interface string."""

STATED = "status.stated"
"""The key of the interface string that says that a text was not approved by itself."""

COUNTRIES = "support.countries"
"""The key of the interface string that names the list of help by country."""


def of_language(edition: Edition, language: str, base_url: str) -> Document:
    """Return a language's bundle. It has vetted entries only, whatever else a preview shows."""
    interface = card_interface(edition, language)
    return {
        "language": language,
        "interface": {"language": interface.language, "direction": describe(interface.language).direction},
        "strings": _strings(interface, edition.support),
        "help": _help(edition, interface, f"{base_url}/{language}/support/"),
        "page": f"{base_url}/{language}/{{id}}/",
        "entries": _entries(edition, language, interface),
    }


def _entries(edition: Edition, language: str, interface: Interface) -> dict[str, Document]:
    """Return the entries by id, and right behind each the same by the ids that its concept had: a partner's page that names
    one opens the card with whichever version of the element. Compressed, it is some thirty bytes each."""
    found: dict[str, Document] = {}
    for entry in entries(edition, (language,), Status.VETTED):
        ids = entry.concept.id, *entry.concept.formerly
        found |= dict.fromkeys(ids, _entry(entry, interface, edition))
    return found


def card_interface(edition: Edition, language: str) -> Interface:
    """Return the interface of the card: the language's own if it has every string of the card, else the English one."""
    interface = edition.interface(language)
    needed = (
        *_CARD.values(),
        *([CONTENT_NOTICE] if interface.find(CONTENT_NOTICE) else ()),
        *([HELP] if edition.support.offered else ()),
        *(directory.purpose.phrase for directory in edition.support.directories),
        "fallback.awaiting_review",
    )
    return interface if all(interface.say(key).language == language for key in needed) else edition.interface(SOURCE)


def _strings(interface: Interface, support: Support) -> dict[str, str]:
    """Return what the card says. ``unknown`` is for readers whose own language has no bundle. Without a content notice, or
    without help, that string is empty: every version of the card needs one."""
    notice = interface.find(CONTENT_NOTICE)
    texts = {name: interface.say(key).text for name, key in _CARD.items()}
    texts |= {"notice": notice.text if notice else "", "help": interface.say(HELP).text if support.offered else ""}
    served = name_in(interface.language, interface.language)
    return {**texts, "unknown": interface.say(UNKNOWN, served=served).text}


def vetted_line(entry: Entry, interface: Interface) -> str | None:
    """Return the line that says whose words these are and since when they are vetted; ``None`` for a draft. In a
    demonstration it says that they are not reviewed, and of a statement about a whole publication that it was one.

    It is made of names and a date and is no sentence. Where the interface lacks one of the names there is no line: a card
    speaks one language.
    """
    stated = entry.vetted is not None and any(act.publication for act in entry.vetted.approvals)
    names = [interface.say(key) for key in (TITLE, f"status.{entry.status}", *([STATED] if stated else []))]
    if entry.vetted is None or any(name.language != interface.language for name in names):
        return None
    since = [written(entry.vetted.approved_on, interface.language)] if entry.status is Status.VETTED else []
    return " · ".join([*(name.text for name in names), *since])


def _source(edition: Edition, entry: Entry, interface: Interface) -> str | None:
    """Return the same line with the name of the publisher that is quoted, or of the licence, for a card without links."""
    line, given = vetted_line(entry, interface), rights.of_entry(edition, entry)
    quoted = [given.source.title] if given.source else []
    own = [given.licence.id] if given.licence else []
    return " · ".join([line, *quoted, *own]) if line else None


def _help(edition: Edition, interface: Interface, countries: str) -> list[dict[str, str]]:
    """Return the card's links to help, all in one language: the list of countries is left out while its name is missing."""
    links = [(interface.say(directory.purpose.phrase), directory.address) for directory in edition.support.directories]
    if edition.support.offered and (label := interface.say(COUNTRIES)).language == interface.language:
        links.append((label, countries))
    return [{"label": label.text, "url": url} for label, url in links]


def _entry(entry: Entry, interface: Interface, edition: Edition) -> Document:
    notices = [interface.say(BANNER).text] if edition.policy.demonstration else []
    notices += [notice.text] if (notice := fallback_notice(entry, interface)) else []
    return {
        "language": entry.language,
        "direction": describe(entry.language).direction,
        "term": entry.text.term,
        "abbreviation": entry.text.abbreviation,
        "definition": entry.text.definition,
        "fallback": " ".join(notices) or None,  # what every version of the card shows above the definition
        "source": _source(edition, entry, interface),
    }
