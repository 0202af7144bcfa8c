"""Catalogs brought up to date by key, templates, and the catalogs of a new language.

Nothing is guessed: a translation stays with its msgctxt, whatever happens to the English. (``msgmerge`` and Babel match by
similar English, and so give one term another term's definition.) It goes across keys in one case only: where the term file of
a concept says that it had another id, and then to the same field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from pathlib import Path

from glossary.catalogs import drafts, header, mistakes, po
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.content.figure import KEY as FIGURE
from glossary.content.figure import Record
from glossary.content.interface import PHRASES, Phrase
from glossary.content.model import Concept
from glossary.content.own import NOTHING, Own
from glossary.content.text import FIELDS
from glossary.errors import BadContent, Finding, Refused
from glossary.language.names import describe
from glossary.language.tags import SOURCE, current, parse

HINTS: Mapping[str, str] = {
    "term": "The preferred term, as a headword.",
    "abbreviation": "Only where specialists writing your language use one; otherwise leave it empty.",
    "definition": "The definition: prose, no markup.",
    "plain": "The same for a reader of 9 to 12: one or two short sentences.",
    "note": "How to use the term.",
    "forms": "Words of your language that may be linked to this entry, inflected forms included, one a line.",
    "avoid": "The words of your own language that this term replaces, one a line; not a translation of the English ones.",
    "avoid_reason": "Why those words harm: one plain sentence.",
}
"""The note for translators on every text of a field; a term file's ``[notes]`` add to it."""


FormerKeys = Mapping[str, tuple[str, ...]]
"""By key, those that it had, because its concept had another id."""

_NONE: FormerKeys = {}

INTERFACE = drafts.DOMAINS[1]


@dataclass(frozen=True)
class Change:
    """What ``sync`` did to the message of a key. ``kind``: ``added``, ``moved``, ``changed``, ``retired`` or ``revived``."""

    key: str
    kind: str


@dataclass(frozen=True)
class Written:
    """What translators translate: the concepts of the term files, the figures and claims of the figure files, and the strings
    that are the glossary's ``own``. ``translated`` are the keys of the package's strings that come translated with it, by
    language; ``None`` where all of them are translated here, in the project of the package."""

    concepts: Mapping[str, Concept]
    figures: Mapping[str, Record] = field(default_factory=dict)
    own: Own = NOTHING
    translated: Mapping[str, Collection[str]] | None = None

    def is_own(self, key: str) -> bool:
        """Return whether an interface string is this glossary's own, and not the package's."""
        return self.translated is None or key in self.own.english or key.startswith(FIGURE)

    def only_own(self, messages: Iterable[Message], domain: str) -> tuple[Message, ...]:
        """Return those of a domain's messages that are this glossary's own."""
        return tuple(message for message in messages if domain != INTERFACE or self.is_own(message.key))


def template_messages(
    content: Written, domain: str = "glossary", language: str = SOURCE, catalog: Catalog | None = None
) -> tuple[Message, ...]:
    """Return the messages of a domain for a language, in the order in which its catalog has them. ``domain`` is one of
    ``drafts.DOMAINS``. A sentence with a number has a key for the one plural form that this number takes in the language.

    Of the package's strings a glossary of one's own translates those that come without a translation, and those that its
    ``catalog`` translates otherwise; what ``glossary.toml`` says in the language is left out.
    """
    if domain == INTERFACE:
        stated = content.own.translations.get(language, {})
        own = (phrase for phrase in content.own.phrases() if phrase.key not in stated)
        numbers = (phrase for _, record in sorted(content.figures.items()) for phrase in record.phrases(language))
        phrases = (*own, *_of_package(content, language, catalog), *numbers)
        return tuple(Message(phrase.key, phrase.text, notes=(phrase.note,)) for phrase in phrases)
    live = [concept for concept in content.concepts.values() if concept.retired is None]
    return tuple(message for concept in sorted(live, key=attrgetter("id")) for message in _messages(concept))


def _of_package(content: Written, language: str, catalog: Catalog | None) -> Iterator[Phrase]:
    kept = {message.key for message in catalog.messages if message.text and not message.obsolete} if catalog else set()
    for phrase in PHRASES:
        if content.translated is None:
            missing = True
        else:
            missing = language != SOURCE and phrase.key not in content.translated.get(language, ())
        if (missing or phrase.key in kept) and phrase.key not in content.own.english:
            yield phrase


def _messages(concept: Concept) -> Iterator[Message]:
    for name in FIELDS:
        if value := concept.text.fields.get(name):
            notes = (HINTS[name], concept.notes[name]) if name in concept.notes else (HINTS[name],)
            yield Message(f"{concept.id}.{name}", value, notes=notes)


def former_keys(concepts: Mapping[str, Concept]) -> FormerKeys:
    """Return the keys from which a text moves to that of its concept's present id."""
    renamed = (concept for concept in concepts.values() if concept.formerly and concept.retired is None)
    return {
        f"{concept.id}.{name}": tuple(f"{old}.{name}" for old in concept.formerly)
        for concept in renamed
        for name in FIELDS
    }


def merged(catalog: Catalog, template: Iterable[Message], former: FormerKeys = _NONE) -> tuple[Catalog, list[Change]]:
    """Return a catalog brought up to date by key, and what changed. ``former`` is what ``former_keys`` returns.

    Where the English changed, the translation stays, is marked fuzzy, and shows the English that it was made from. A new key
    is empty. A key that is gone stays as an obsolete message, and comes back with its translation if the key does. The header
    then names nobody.
    """
    live = {message.key: message for message in catalog.messages if not message.obsolete}
    gone = {message.key: message for message in catalog.messages if message.obsolete}
    messages, changes = [], []
    for message in template:
        moved = _moved(message.key, former.get(message.key, ()), live, gone)
        old = live.pop(message.key, None)
        revived = gone.pop(message.key, None) if old is None else None
        messages.append(revised(moved or old or revived, message))
        if kind := "moved" if moved else _kind(old, revived, message):
            changes.append(Change(message.key, kind))
    changes += [Change(key, "retired") for key in live]
    obsolete = {**gone, **{key: message._replace(obsolete=True) for key, message in live.items() if message.text}}
    everything = (*messages, *(obsolete[key] for key in sorted(obsolete)))
    return replace(catalog, header=header.cleaned(catalog.header), messages=everything), changes


def _moved(key: str, former: Iterable[str], live: dict[str, Message], gone: dict[str, Message]) -> Message | None:
    """Take the text of a former key out of a catalog, if there is one and the key itself has none: that would be newer."""
    if any(part[key].text for part in (live, gone) if key in part):
        return None
    for old, part in ((old, part) for old in former for part in (live, gone)):
        if old in part and part[old].text:
            return part.pop(old)._replace(key=key)
    return None


def _kind(old: Message | None, revived: Message | None, new: Message) -> str:
    if old is None:
        return "revived" if revived else "added"
    return "changed" if old.source != new.source else ""


def revised(old: Message | None, new: Message) -> Message:
    """Return a message of a catalog with the English and the notes of a new one. A text of other English becomes fuzzy."""
    if old is None:
        return new
    message = old._replace(source=new.source, notes=new.notes, obsolete=False)
    if not old.text:
        return message._replace(fuzzy=False, previous=None)
    if old.source != new.source:
        # After a second change, the translation is still of the English before the first.
        origin = old.previous if old.fuzzy and old.previous is not None else old.source
        return message._replace(fuzzy=True, previous=None if origin == new.source else origin)
    return message if old.fuzzy else message._replace(previous=None)


def template(translations: Path, content: Written, domain: str) -> tuple[Path, str]:
    """Return where a domain's template lies and what it should hold."""
    return translations / f"{domain}.pot", po.write(Catalog(header.TEMPLATE, template_messages(content, domain)))


def sync(translations: Path, content: Written, tags: list[str]) -> Iterator[str | Finding]:
    """Bring the templates and these languages' catalogs up to date. Yields one line of text for each file that changed, and
    the findings of each catalog that cannot be read, or has a mistyped key, which is left as it is. Raises ``Unwritable``."""
    for domain in drafts.DOMAINS:
        path, text = template(translations, content, domain)
        if _write_if_changed(path, text):
            yield f"{files.displayed(path)}: brought up to date"
    for tag in tags:
        for domain in drafts.DOMAINS:
            try:
                yield from _sync_one(translations, content, tag, domain)
            except BadContent as error:
                yield from error.findings


def _sync_one(translations: Path, content: Written, tag: str, domain: str) -> Iterator[str]:
    path = drafts.path(translations, tag, domain)
    catalog, changes = updated(translations, content, tag, domain)
    if _write_if_changed(path, po.write(catalog)):
        counts = Counter(change.kind for change in changes)
        done = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "laid out anew"
        yield f"{files.displayed(path)}: {done}"


def updated(translations: Path, content: Written, tag: str, domain: str) -> tuple[Catalog, list[Change]]:
    """Return a language's catalog brought up to date, and what changes. Raises ``BadContent`` where it cannot be read, or
    has a mistyped key."""
    before = drafts.read(translations, tag, domain)
    template = template_messages(content, domain, tag, before)
    own = content.only_own(template, domain)
    if meant := mistakes.mistyped(before, own, content.concepts):  # their texts would become obsolete
        raise BadContent(mistakes.slips(before, meant, files.displayed(drafts.path(translations, tag, domain))))
    return merged(before, template, former_keys(content.concepts))


def _write_if_changed(path: Path, text: str) -> bool:
    """Write a file unless it has that text already; return whether it was written."""
    if path.is_file() and path.read_bytes() == text.encode():
        return False
    files.replace(path, text)
    return True


def new_language(translations: Path, content: Written, tag: str, today: date) -> list[Path]:
    """Make the catalogs of a new language, and return their paths. ``tag`` may be deprecated: the language's current tag is
    used. Raises ``BadTag``, ``Unwritable``, or ``Refused`` where the language is there already."""
    language = describe(current(parse(tag))).tag
    if language == SOURCE or (translations / language).exists():
        raise Refused(
            f"{files.displayed(translations / language)} is there already", "open its catalog, or run “glossary sync”"
        )
    catalogs = new_catalogs(content, language, today)
    with files.folder(translations / language) as new:
        for domain, catalog in catalogs.items():
            files.replace(drafts.path(new.parent, new.name, domain), po.write(catalog))
    return [drafts.path(translations, language, domain) for domain in catalogs]


def new_catalogs(content: Written, language: str, today: date) -> dict[str, Catalog]:
    """Return the catalogs of a new language by domain, all texts empty. ``language`` is a current tag."""
    return {
        domain: Catalog(header.new(language, today), template_messages(content, domain, language))
        for domain in drafts.DOMAINS
    }
