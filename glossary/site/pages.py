"""Pages for people: the content of each, as plain values for the templates. Pure; knows no HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from glossary.content.interface import ENGLISH, Interface, Said
from glossary.content.model import Status
from glossary.edition import entries
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, fallback_notice
from glossary.errors import NotVetted, Retired, UnknownConcept
from glossary.language.dates import written
from glossary.language.letters import initial
from glossary.language.names import Language, describe
from glossary.language.tags import SOURCE
from glossary.support.help import Support

SCHEMA = "https://schema.org"


@dataclass(frozen=True)
class Page:
    """What every page has. ``path`` is below the base URL; ``canonical`` and ``alternates`` (by tag) are whole addresses;
    ``data`` is structured data (JSON-LD)."""

    interface: Interface
    support: Support
    path: str
    title: str
    description: str = ""
    canonical: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] | None = None

    @property
    def language(self) -> Language:
        """The language of the page itself."""
        return describe(self.interface.language)

    def say(self, key: str, **values: str) -> Said:
        """Return an interface string, with its language."""
        return self.interface.say(key, **values)

    def day(self, value: date) -> str:
        """Return a date as the page's language writes it."""
        return written(value, self.interface.language)

    @property
    def json_ld(self) -> str:
        """The structured data for a script element, with ``<`` and ``>`` escaped: nothing in it can end the element early."""
        return json.dumps(self.data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """One concept."""

    entry: Entry
    notice: str | None
    related: tuple[Entry, ...]
    due: date | None
    source_current: bool


@dataclass(frozen=True)
class Section:
    """Entries under one heading: a letter or a group."""

    heading: Said
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class IndexPage(Page):
    """Every entry, by letter and by group."""

    letters: tuple[Section, ...]
    groups: tuple[Section, ...]


def of_entry(edition: Edition, concept: str, language: str, base_url: str, minimum: Status) -> EntryPage:
    """Return a concept's page.

    Raises ``UnknownConcept``, ``Retired``, or ``NotVetted`` where there is nothing to show in English either.
    """
    entry = entries.entry(edition, concept, (language,), minimum)
    interface = edition.interface(language)
    vetted = edition.vetted_in(concept)
    return EntryPage(
        interface=interface,
        support=edition.support,
        path=f"/{language}/{concept}/",
        title=f"{entry.text.term} – {interface.say('site.title').text}",
        description=entry.text.definition,
        canonical=f"{base_url}/{entry.language}/{concept}/",
        alternates={tag: f"{base_url}/{tag}/{concept}/" for tag in vetted} if language in vetted else {},
        data={
            "@context": SCHEMA,
            **_defined_term(entry, base_url),
            "inDefinedTermSet": _term_set(entry.language, edition, base_url),
        },
        entry=entry,
        notice=fallback_notice(entry, interface),
        related=tuple(readable(edition, entry.concept.related, language, minimum)),
        due=edition.policy.review_due(entry.vetted.review_from) if entry.vetted else None,
        source_current=edition.source_current(concept, entry.vetted) if entry.vetted else True,
    )


def readable(edition: Edition, concepts: Iterable[str], language: str, minimum: Status) -> Iterator[Entry]:
    """Return the entries of those concepts that can be shown in a language or in English."""
    for concept in concepts:
        try:
            yield entries.entry(edition, concept, (language,), minimum)
        except (NotVetted, Retired, UnknownConcept):
            continue


def of_index(edition: Edition, language: str, base_url: str, minimum: Status) -> IndexPage:
    """Return a language's list of all entries."""
    interface, listed = edition.interface(language), entries.entries(edition, (language,), minimum)
    return IndexPage(
        interface=interface,
        support=edition.support,
        path=f"/{language}/",
        title=interface.say("site.title").text,
        description=interface.say("site.tagline").text,
        canonical=f"{base_url}/{language}/",
        alternates={tag: f"{base_url}/{tag}/" for tag in edition.languages},
        data={
            "@context": SCHEMA,
            **_term_set(language, edition, base_url),
            "hasDefinedTerm": [_defined_term(entry, base_url) for entry in listed if entry.status is Status.VETTED],
        },
        letters=tuple(_by_letter(listed, language)),
        groups=tuple(_by_group(listed, interface)),
    )


def _by_letter(listed: Iterable[Entry], language: str) -> Iterable[Section]:
    letters: dict[str, list[Entry]] = {}
    for entry in listed:
        letters.setdefault(initial(entry.text.term, language), []).append(entry)
    return (Section(Said(letter, language), tuple(section)) for letter, section in letters.items())


def _by_group(listed: Iterable[Entry], interface: Interface) -> Iterable[Section]:
    groups: dict[str, list[Entry]] = {}
    for entry in listed:
        groups.setdefault(entry.concept.group, []).append(entry)
    return (Section(_group(group, interface), tuple(section)) for group, section in sorted(groups.items()))


def _group(group: str, interface: Interface) -> Said:
    """Return a group's name. A group of another organisation's own has no translation and goes by its id."""
    key = f"group.{group}"
    return interface.say(key) if key in ENGLISH else Said(group, SOURCE)


def plain(edition: Edition, language: str, path: str, heading: str, base_url: str) -> Page:
    """Return a page of interface strings only: privacy, search, errors. ``heading`` is the key of its title."""
    interface = edition.interface(language)
    title = f"{interface.say(heading).text} – {interface.say('site.title').text}"
    alternates = {tag: f"{base_url}/{tag}{path}" for tag in edition.languages}
    return Page(
        interface,
        edition.support,
        f"/{language}{path}",
        title,
        canonical=f"{base_url}/{language}{path}",
        alternates=alternates,
    )


def _defined_term(entry: Entry, base_url: str) -> dict[str, Any]:
    address = f"{base_url}/{entry.language}/{entry.concept.id}/"
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "url": address,
        "termCode": entry.concept.id,
        "name": entry.text.term,
        **({"alternateName": entry.text.abbreviation} if entry.text.abbreviation else {}),
        "description": entry.text.definition,
        "inLanguage": entry.language,
    }


def _term_set(language: str, edition: Edition, base_url: str) -> dict[str, Any]:
    address = f"{base_url}/{language}/"
    name = edition.interface(language).say("site.title")
    return {"@type": "DefinedTermSet", "@id": address, "url": address, "name": name.text, "inLanguage": name.language}
