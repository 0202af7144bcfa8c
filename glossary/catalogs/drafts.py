"""Catalogs: what translators work on, kept up to date by key. They hold drafts, never what is published.

``translations/glossary.pot`` is the template; ``translations/<locale>/LC_MESSAGES/glossary.po`` a language's drafts, with
``<id>.<field>`` as msgctxt. ``interface`` is the domain of the interface strings, kept in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel.messages.plurals import get_plural

from glossary.catalogs import reader as po_reader
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.content.interface import PHRASES
from glossary.content.model import FIELDS, LISTS, Concept, Draft, clean
from glossary.errors import BadContent, BadTag, BadText, Problem
from glossary.language import tags as languages

DOMAINS = ("glossary", "interface")

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
"""What a translator is told about every text of a field; a term file's ``[notes]`` add to it."""


@dataclass(frozen=True)
class Change:
    """What ``sync`` did to one message: ``added``, ``changed``, ``retired`` or ``revived``."""

    key: str
    kind: str


def path(directory: Path, language: str, domain: str = "glossary") -> Path:
    """Return where a language's catalog of a domain lies."""
    return directory / language / "LC_MESSAGES" / f"{domain}.po"


def found(directory: Path) -> tuple[list[str], list[Problem]]:
    """Return the tags of the languages that have a folder, English left out, and a problem for each other folder."""
    tags, problems = [], []
    for folder in sorted(item for item in directory.iterdir() if item.is_dir() and not item.name.startswith(".")):
        try:
            tag = languages.known(languages.parse(folder.name))
        except BadTag:
            tag = ""
        if tag != folder.name:
            what = f"the folder “{files.printable(folder.name)}” is not named by a language tag in its usual form"
            remedy = (
                f"rename it to {tag}" if tag else "name it by a BCP 47 tag that the CLDR knows, such as pt or zh-Hant"
            )
            problems.append(Problem(files.shown(folder), 0, what, remedy))
        elif tag != languages.SOURCE:
            tags.append(tag)
    return tags, problems


def template(concepts: Mapping[str, Concept], domain: str = "glossary") -> tuple[Message, ...]:
    """Return the messages of a domain's template, in the order in which every catalog has them."""
    if domain == "interface":
        return tuple(Message(phrase.key, phrase.text, notes=(phrase.note,)) for phrase in PHRASES)
    live = [concept for concept in concepts.values() if concept.retired is None]
    return tuple(message for concept in sorted(live, key=lambda item: item.id) for message in _messages(concept))


def _messages(concept: Concept) -> Iterator[Message]:
    for name in FIELDS:
        if value := concept.text.fields.get(name):
            notes = (HINTS[name], concept.notes[name]) if name in concept.notes else (HINTS[name],)
            yield Message(f"{concept.id}.{name}", value, notes=notes)


def read(directory: Path, language: str, domain: str = "glossary") -> Catalog:
    """Return a language's catalog. Raises ``BadContent``, also where its Language header is not the folder's."""
    file = path(directory, language, domain)
    catalog = po_reader.read(file)
    declared = catalog.field("Language").replace("_", "-")
    if declared != language:
        what = f"its header says Language: {declared or 'nothing'}, its folder {language}"
        raise BadContent([Problem(files.shown(file), 1, what, "check whose text this is, then mend the header")])
    return catalog


def drafts(catalog: Catalog, directory: Path, language: str) -> tuple[dict[str, Draft], list[Problem]]:
    """Return a language's drafts by concept, and the problems of single texts, which are then left out."""
    file = files.shown(path(directory, language))
    parts: dict[str, dict[str, Message]] = {}
    problems = []
    for message in catalog.messages:
        concept, _, name = message.key.rpartition(".")
        if message.obsolete:
            continue
        if name not in FIELDS or not concept:
            problems.append(
                Problem(file, message.line, f"“{message.key}” is not a key", "restore it from the template")
            )
            continue
        try:
            text = clean(name, message.text)
            parts.setdefault(concept, {})[name] = message if text is message.text else message._replace(text=text)
        except BadText as error:
            problems.append(Problem(file, message.line, f"{message.key}: {error.what}", error.remedy))
    return {concept: _draft(language, concept, messages, file) for concept, messages in parts.items()}, problems


def _draft(language: str, concept: str, messages: Mapping[str, Message], file: str) -> Draft:
    filled = {name: message for name in FIELDS if (message := messages.get(name)) and message.text}
    return Draft(
        language=language,
        concept=concept,
        fields={name: _tidy(name, message.text) for name, message in filled.items()},
        sources=_sources(tuple((name, message.source) for name, message in messages.items())),
        fuzzy=frozenset([name for name, message in filled.items() if message.fuzzy]),
        file=file,
        lines={name: message.line for name, message in messages.items()},
    )


@lru_cache(maxsize=4096)
def _sources(items: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return the English of a concept's fields: mostly the same in every language, and kept once."""
    return dict(items)


def _tidy(name: str, value: str) -> str:
    """Lists lose their empty lines, so that a stray line break is no other text."""
    return clean(name, "\n".join(filter(None, map(str.strip, value.split("\n"))))) if name in LISTS else value


def phrases(catalog: Catalog, directory: Path, language: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the finished interface strings of a catalog by key, and the problems of those that are left out."""
    finished, problems = {}, []
    for message in catalog.messages:
        if message.text and not message.obsolete and not message.fuzzy:
            try:
                finished[message.key] = clean(message.key, message.text)
            except BadText as error:
                file = files.shown(path(directory, language, "interface"))
                problems.append(Problem(file, message.line, f"{message.key}: {error.what}", error.remedy))
    return finished, problems


def sync(catalog: Catalog, wanted: Iterable[Message]) -> tuple[Catalog, list[Change]]:
    """Bring a catalog up to date by key; never guess across keys.

    A changed source keeps the translation, marks it fuzzy and keeps the source that it was made from; a new key is empty; a
    gone key is kept as obsolete and comes back with its translation if the key does.
    """
    live = {message.key: message for message in catalog.messages if not message.obsolete}
    gone = {message.key: message for message in catalog.messages if message.obsolete}
    messages, changes = [], []
    for message in wanted:
        old = live.pop(message.key, None)
        revived = gone.pop(message.key, None) if old is None else None
        messages.append(_merge(old or revived, message))
        if kind := _kind(old, revived, message):
            changes.append(Change(message.key, kind))
    changes += [Change(key, "retired") for key in live]
    kept = {**gone, **{key: message._replace(obsolete=True) for key, message in live.items() if message.text}}
    return replace(catalog, messages=(*messages, *(kept[key] for key in sorted(kept)))), changes


def _kind(old: Message | None, revived: Message | None, new: Message) -> str:
    if old is None:
        return "revived" if revived else "added"
    return "changed" if old.source != new.source else ""


def _merge(old: Message | None, new: Message) -> Message:
    if old is None:
        return new
    kept = old._replace(source=new.source, notes=new.notes, obsolete=False)
    if not old.text:
        return kept._replace(fuzzy=False, previous=None)
    if old.source != new.source:
        origin = old.previous if old.fuzzy and old.previous is not None else old.source
        return kept._replace(fuzzy=True, previous=None if origin == new.source else origin)
    return kept if old.fuzzy else kept._replace(previous=None)


def header(language: str, today: date) -> tuple[tuple[str, str], ...]:
    """Return the header of a new catalog, with all that msgfmt and editors ask for and no person's name."""
    return (
        ("Project-Id-Version", "glossary"),
        ("PO-Revision-Date", f"{today} 00:00+0000"),
        ("Last-Translator", "nobody yet"),
        ("Language-Team", languages.describe(language).english_name),
        ("Language", language.replace("-", "_")),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", get_plural(language.replace("-", "_")).plural_forms),
    )
