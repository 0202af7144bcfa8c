"""The changes of a language as a feed (Atom, RFC 4287). Pure; knows no HTTP.

1. An entry that shows words has the content notice first, if there is one, and is marked with the language of each part.
2. Of words that are not shown any more it names the digest, and no word.
3. The ids are made of what a change is, and so stay whatever address the glossary is served at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import partial
from html import escape
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from glossary.content.interface import CONTENT_NOTICE, TITLE, Interface, Said
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.edition.events import Event, What
from glossary.edition.timeline import Timeline
from glossary.language.dates import written
from glossary.language.names import describe
from glossary.ledger import baseline

MEDIA_TYPE = "application/atom+xml"
NEWEST = 50
"""How many changes it has: whoever wants all asks for /v1/changes.json."""

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE = UUID("6c1a4f1e-52b5-4c3a-9a7e-2f3f8a4d9b10")
"""The name space of the ids (RFC 9562 section 6.5)."""


def path(language: str) -> str:
    """Return the path of a language's feed."""
    return f"/{language}/changes.atom"


def of_language(edition: Edition, timeline: Timeline, language: str, base_url: str) -> bytes:
    """Return the feed of a language, the newest change first."""
    interface = edition.interface(language)
    events = [event for event in timeline.events if event.language == language and event.when]
    # Not by “register_namespace”: it is one table for all threads, and the site map has its own default there.
    root = Element("feed", {"xmlns": _ATOM, _LANGUAGE: interface.written})
    _said(root, "title", interface.say("changes.heading"))
    _said(root, "subtitle", interface.say(TITLE))
    _text(root, "id", _id(edition, [language]))
    _text(root, "updated", _time(max((event.when for event in events if event.when), default=_first_day())))
    _text(SubElement(root, "author"), "name", edition.identity.publisher or interface.say(TITLE).text)
    _link(root, "self", MEDIA_TYPE, f"{base_url}{path(language)}")
    _link(root, "alternate", "text/html", f"{base_url}/{language}/")
    for event in events[: -NEWEST - 1 : -1]:
        _entry(SubElement(root, "entry"), edition, event, interface, base_url)
    data: bytes = tostring(root, "UTF-8", xml_declaration=True)
    return data


def _first_day() -> datetime:
    """Return what a feed without changes was updated on: the day of the release."""
    return datetime.combine(baseline.load().made_on, time.min, UTC)


def _entry(entry: Element, edition: Edition, event: Event, interface: Interface, base_url: str) -> None:
    shown = event.version.shown
    _said(entry, "title", _title(event, shown.text if shown else None, interface))
    _text(entry, "id", _id(edition, event.name))
    _text(entry, "updated", _time(event.when or _first_day()))
    place = f"{base_url}/v1/{event.language}/terms/{event.concept}"
    if shown:
        _link(entry, "alternate", "text/html", f"{base_url}/{event.language}/{event.concept}/")
    _link(entry, "related" if shown else "alternate", "application/json", f"{place}/versions.json")
    SubElement(entry, "category", term=event.what.value)
    parts = _words(shown.text, event, interface) if shown else _gone(event, interface)
    content = SubElement(entry, "content", type="html")
    content.text = "".join(f"<p{_marks(part.language)}>{part.text}</p>" for part in parts)


def _title(event: Event, text: Text | None, interface: Interface) -> Said:
    """Return the title: what happened, and to what, in one language; else only to what."""
    kind = _kind(event, interface)
    if text is None:
        return Said(f"{kind.text} · {event.concept}", kind.language)
    name = f"{text.term} ({text.abbreviation})" if text.abbreviation else text.term
    return Said(f"{kind.text} · {name}" if kind.language == event.language else name, event.language)


def _kind(event: Event, interface: Interface) -> Said:
    day = partial(written, event.on or date.min)
    match event.what:
        case What.WITHDRAWN:
            return interface.say("versions.withdrawn", date=day)
        case What.REVOKED:
            return interface.say("versions.revoked")
        case What.RETIRED:
            return interface.say("error.retired")
        case What.CHANGED:
            return interface.say("changes.changed")
    return interface.say("status.vetted")


def _words(text: Text, event: Event, interface: Interface) -> Iterator[Said]:
    if notice := interface.find(CONTENT_NOTICE):
        yield Said(escape(notice.text), notice.language)  # Rule 1
    yield Said(f"<strong>{escape(text.term)}:</strong> {escape(text.definition)}", event.language)


def _gone(event: Event, interface: Interface) -> Iterator[Said]:
    yield from (
        Said(escape(said.text), said.language) for said in (_kind(event, interface), interface.say("versions.gone"))
    )
    yield Said(event.version.digest, "")  # Rule 2


def _marks(language: str) -> str:
    return f' lang="{language}" dir="{describe(language).direction}"' if language else ""


def _id(edition: Edition, name: Iterable[str | None]) -> str:
    """Rule 3."""
    return uuid5(_SPACE, "\n".join([edition.identity.id, *(part or "" for part in name)])).urn


def _time(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = text
    return element


def _said(parent: Element, name: str, said: Said) -> None:
    _text(parent, name, said.text).set(_LANGUAGE, said.language)


def _link(parent: Element, relation: str, kind: str, address: str) -> None:
    SubElement(parent, "link", rel=relation, type=kind, href=address)
