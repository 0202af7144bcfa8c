"""Catalogs: what translators work on, kept up to date by key. They hold drafts, never what is published.

``translations/glossary.pot`` is the template; ``translations/<locale>/LC_MESSAGES/glossary.po`` a language's drafts, with
``<id>.<field>`` as msgctxt. ``interface`` is the domain of the interface strings, kept in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from glossary.catalogs import reader
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.content.model import FIELDS, LISTS, Draft, clean
from glossary.errors import BadContent, BadTag, BadText, Finding
from glossary.language.names import known
from glossary.language.tags import SOURCE, parse

DOMAINS = ("glossary", "interface")


def path(directory: Path, language: str, domain: str = "glossary") -> Path:
    """Return where a language's catalog of a domain lies."""
    return directory / language / "LC_MESSAGES" / f"{domain}.po"


def found(directory: Path) -> tuple[list[str], list[Finding]]:
    """Return the tags of the languages that have a folder, English left out, and a problem for each other folder."""
    tags, findings = [], []
    for folder in sorted(item for item in directory.iterdir() if item.is_dir() and not item.name.startswith(".")):
        try:
            tag = known(parse(folder.name))
        except BadTag:
            tag = ""
        if tag != folder.name:
            what = f"the folder “{files.printable(folder.name)}” is not named by a language tag in its usual form"
            remedy = (
                f"rename it to {tag}" if tag else "name it by a BCP 47 tag that the CLDR knows, such as pt or zh-Hant"
            )
            findings.append(Finding(files.shown(folder), 0, what, remedy))
        elif tag != SOURCE:
            tags.append(tag)
    return tags, findings


def read(directory: Path, language: str, domain: str = "glossary") -> Catalog:
    """Return a language's catalog. Raises ``BadContent``, also where its Language header is not the folder's."""
    file = path(directory, language, domain)
    catalog = reader.read(file)
    declared = catalog.field("Language").replace("_", "-")
    if declared != language:
        what = f"its header says Language: {declared or 'nothing'}, its folder {language}"
        raise BadContent([Finding(files.shown(file), 1, what, "check whose text this is, then mend the header")])
    return catalog


def drafts(catalog: Catalog, directory: Path, language: str) -> tuple[dict[str, Draft], list[Finding]]:
    """Return a language's drafts by concept, and the problems of single texts, which are then left out."""
    file = files.shown(path(directory, language))
    parts: dict[str, dict[str, Message]] = {}
    findings = []
    for message in catalog.messages:
        concept, _, name = message.key.rpartition(".")
        if message.obsolete:
            continue
        if name not in FIELDS or not concept:
            findings.append(
                Finding(file, message.line, f"“{message.key}” is not a key", "restore it from the template")
            )
            continue
        try:
            text = clean(name, message.text)
            parts.setdefault(concept, {})[name] = message if text is message.text else message._replace(text=text)
        except BadText as error:
            findings.append(Finding(file, message.line, f"{message.key}: {error.what}", error.remedy))
    return {concept: _draft(language, concept, messages, file) for concept, messages in parts.items()}, findings


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


def phrases(catalog: Catalog, directory: Path, language: str) -> tuple[dict[str, str], list[Finding]]:
    """Return the finished interface strings of a catalog by key, and the problems of those that are left out."""
    finished, findings = {}, []
    for message in catalog.messages:
        if message.text and not message.obsolete and not message.fuzzy:
            try:
                finished[message.key] = clean(message.key, message.text)
            except BadText as error:
                file = files.shown(path(directory, language, "interface"))
                findings.append(Finding(file, message.line, f"{message.key}: {error.what}", error.remedy))
    return finished, findings
