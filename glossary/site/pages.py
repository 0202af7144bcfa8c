"""Pages for people: the content of each, as plain values for the templates. Pure; knows no HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from glossary.content.identity import Identity
from glossary.content.interface import CONTENT_NOTICE, Interface, Said
from glossary.content.model import Status
from glossary.content.own import GROUP
from glossary.edition import alphabet, entries, rights
from glossary.edition.alphabet import Letter
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, fallback_notice
from glossary.edition.rights import Rights
from glossary.errors import NotVetted, Retired, UnknownConcept
from glossary.language.letters import words
from glossary.language.tags import SOURCE
from glossary.site import linked
from glossary.site.page import Page

FEW = 30
"""With fewer entries, a second list of the same entries by group only makes the page longer."""


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """One concept."""

    entry: Entry
    notice: Said | None
    related: tuple[Entry, ...]
    due: date | None
    source_current: bool
    rights: Rights


@dataclass(frozen=True)
class Section:
    """Entries under one heading, that of a group."""

    heading: Said
    entries: tuple[Entry, ...]


class Count(NamedTuple):
    """How many concepts are vetted in a language (a tag), of all that have not been retired."""

    language: str
    vetted: int
    total: int


@dataclass(frozen=True, kw_only=True)
class IdentityPage(Page):
    """What this glossary is, and whose. ``waiting``: not all of the texts that the page speaks of are vetted."""

    identity: Identity
    waiting: bool

    @property
    def what(self) -> Said | None:
        """What the glossary is about, if it says so."""
        return self.interface.find("about.what")


@dataclass(frozen=True, kw_only=True)
class AboutPage(IdentityPage):
    """How a text is vetted. ``pinned``: maintainers vouch for the keys of reviewers, by keys that the operator pins."""

    pinned: bool


@dataclass(frozen=True, kw_only=True)
class IndexPage(IdentityPage):
    """How many concepts are vetted, in the page's language and in English; every entry, by letter, and where there are many
    by group. Where there are too many for one page, letters have pages of their own (``paged``)."""

    counts: tuple[Count, ...]
    letters: tuple[Letter, ...]
    groups: tuple[Section, ...]
    paged: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them."""
        return tuple(entry for section in self.letters for entry in section.entries)


def of_entry(edition: Edition, concept: str, language: str, base_url: str, minimum: Status) -> EntryPage:
    """Return a concept's page.

    Raises ``UnknownConcept``, ``Retired``, or ``NotVetted`` where there is nothing to show in English either.
    """
    entry = entries.entry(edition, concept, (language,), minimum)
    interface = edition.interface(language)
    vetted, notice = edition.vetted_in(concept), fallback_notice(entry, interface)
    return EntryPage(
        interface=interface,
        support=edition.support,
        path=f"/{language}/{concept}/",
        title=f"{entry.text.term} – {interface.say('site.title').text}",
        preview=after_notice(interface, notice or Said(entry.text.definition, entry.language)),
        canonical=f"{base_url}/{entry.language}/{concept}/",
        alternates={tag: f"{base_url}/{tag}/{concept}/" for tag in vetted} if language in vetted else {},
        data=linked.of_entry(edition, entry, base_url),
        entry=entry,
        notice=notice,
        related=tuple(readable(edition, entry.concept.related, language, minimum)),
        due=edition.policy.review_due(entry.vetted.review_from) if entry.vetted else None,
        source_current=edition.source_current(concept, entry.vetted) if entry.vetted else True,
        rights=rights.of_entry(edition, entry),
    )


def moved(edition: Edition, entry: Entry, language: str, base_url: str) -> Page:
    """Return the page at an old address of an entry, whose own address is the canonical one."""
    interface, concept = edition.interface(language), entry.concept.id
    title = f"{entry.text.term} – {interface.say('site.title').text}"
    path, canonical = f"/{language}/{concept}/", f"{base_url}/{entry.language}/{concept}/"
    return Page(interface, edition.support, path, title, canonical=canonical)


def after_notice(interface: Interface, said: Said) -> tuple[Said, ...]:
    """Return what a preview of a link says: the content notice, if there is one, and then this."""
    notice = interface.find(CONTENT_NOTICE)
    return (notice, said) if notice else (said,)


def readable(edition: Edition, concepts: Iterable[str], language: str, minimum: Status) -> Iterator[Entry]:
    """Return the entries of those concepts that can be shown in a language or in English."""
    for concept in map(edition.records.former.now, concepts):
        try:
            yield entries.entry(edition, concept, (language,), minimum)
        except (NotVetted, Retired, UnknownConcept):
            continue


def of_index(edition: Edition, language: str, base_url: str, minimum: Status) -> IndexPage:
    """Return a language's list of all entries."""
    interface, listed = edition.interface(language), entries.entries(edition, (language,), minimum)
    paged = len(listed) > alphabet.MOST
    counts = tuple(_count(edition, tag) for tag in dict.fromkeys((language, SOURCE)))
    return IndexPage(
        interface=interface,
        support=edition.support,
        path=f"/{language}/",
        title=interface.say("site.title").text,
        canonical=f"{base_url}/{language}/",
        alternates={tag: f"{base_url}/{tag}/" for tag in edition.languages},
        data=linked.of_list(edition, () if paged else listed, language, base_url),
        identity=edition.identity,
        waiting=any(count.vetted < count.total for count in counts),
        counts=counts,
        letters=alphabet.by_letter(listed, language),
        groups=tuple(_by_group(listed, interface)) if len(listed) >= FEW and not paged else (),
        paged=paged,
    )


def _count(edition: Edition, language: str) -> Count:
    # In a demonstration every draft stands as if approved; nothing is counted as vetted there, because nobody approved it.
    published = edition.vetted_status is Status.VETTED
    vetted = sum(published and edition.vetted(concept.id, language) is not None for concept in edition.live)
    return Count(language, vetted, len(edition.live))


def _by_group(listed: Iterable[Entry], interface: Interface) -> Iterable[Section]:
    groups: dict[str, list[Entry]] = {}
    for entry in listed:
        groups.setdefault(entry.concept.group, []).append(entry)
    return (Section(_group(group, interface), tuple(section)) for group, section in sorted(groups.items()))


def _group(group: str, interface: Interface) -> Said:
    """Return a group's name. One that the glossary does not name goes by its id."""
    return interface.find(GROUP + group) or Said(group, SOURCE)


def unsearchable(query: str) -> str | None:
    """Return the key of the interface string that says why a query can find nothing, ``None`` where it can find something."""
    if not query:
        return "search.empty"
    return None if words(query) else "search.no_word"


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


def of_about(edition: Edition, language: str, base_url: str, *, pinned: bool) -> AboutPage:
    """Return the page that says what the glossary is, what vetted means, and how to become a reviewer."""
    values = vars(plain(edition, language, "/about/", "nav.about", base_url))
    counts = (_count(edition, tag) for tag in edition.languages)
    waiting = any(count.vetted < count.total for count in counts)
    return AboutPage(**values, identity=edition.identity, waiting=waiting, pinned=pinned)


def of_guide(edition: Edition, base_url: str) -> Page:
    """Return the page of the guide to embedding, which stands at one address, in English."""
    values = vars(plain(edition, SOURCE, "/embedding/", "embed.guide", base_url))
    return Page(**values | {"path": "/embedding/", "canonical": f"{base_url}/embedding/", "alternates": {}})
