"""Drafts: what translators have written, from their catalogs. Nothing here is vetted; the ledgers hold what is served.

``translations/glossary.pot`` is the template, ``translations/<locale>/LC_MESSAGES/glossary.po`` a language's catalog, with
``<id>.<field>`` as msgctxt. The interface strings are a gettext domain of their own, ``interface``, laid out in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from glossary.catalogs import reader
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.content.model import Draft
from glossary.content.text import FIELDS, LISTS, as_seen, clean, written
from glossary.errors import BadContent, BadTag, BadText, Finding
from glossary.language.names import require_known
from glossary.language.tags import SOURCE, parse
from glossary.proofs.tiles import FOLDER as LOG

DOMAINS = ("glossary", "interface")


def path(directory: Path, language: str, domain: str = "glossary") -> Path:
    """Return where a language's catalog of a domain lies."""
    return directory / language / "LC_MESSAGES" / f"{domain}.po"


def language_folders(directory: Path) -> tuple[list[str], list[Finding]]:
    """Return the tags of the languages that have a folder, without English, and a finding for each folder that is not named
    by a tag. Raises ``OSError`` where the directory cannot be listed."""
    tags, findings = [], []
    folders = (path for path in directory.iterdir() if path.is_dir() and not path.name.startswith("."))
    for folder in sorted(path for path in folders if path.name not in (files.ADOPTIONS, LOG)):
        try:
            tag = require_known(parse(folder.name))
        except BadTag:
            tag = ""
        if tag != folder.name:
            what = f"the folder “{files.printable(folder.name)}” is not named by a language tag in its usual form"
            another = "name it by a BCP 47 tag that the CLDR knows, such as pt or zh-Hant"
            remedy = f"rename it to {tag}" if tag else another
            findings.append(Finding(files.displayed(folder), 0, what, remedy))
        elif tag != SOURCE:
            tags.append(tag)
    return tags, findings


def read(directory: Path, language: str, domain: str = "glossary") -> Catalog:
    """Return a language's catalog. Raises ``BadContent`` where it cannot be read, or its header names another language than
    its folder: in the wrong folder, one language's texts would be served as another's."""
    file = path(directory, language, domain)
    catalog = reader.read(file)
    declared = catalog.field("Language").replace("_", "-")
    if declared != language:
        what = f"its header says Language: {declared or 'nothing'}, its folder {language}"
        remedy = "check which language this is, then mend the header"
        raise BadContent([Finding(files.displayed(file), 1, what, remedy)])
    return catalog


def drafts(catalog: Catalog, directory: Path, language: str) -> tuple[dict[str, Draft], list[Finding]]:
    """Return a language's drafts by concept, and a finding for each text that is not acceptable. Such a text is left out of
    its draft's fields, and so are obsolete messages. ``directory`` is the translations folder."""
    return of(catalog.messages, files.displayed(path(directory, language)), language)


def of(messages: Iterable[Message], file: str, language: str) -> tuple[dict[str, Draft], list[Finding]]:
    """Return the drafts that messages are, and the findings, as ``drafts`` does; ``file`` is as findings show it."""
    parts: dict[str, dict[str, Message]] = {}
    refused: dict[str, dict[str, Message]] = {}
    findings = list[Finding]()
    for message in messages:
        concept, _, name = message.key.rpartition(".")
        if message.obsolete:
            continue
        if name not in FIELDS or not concept:
            findings.append(
                Finding(file, message.line, f"“{message.key}” is not a key", "restore it from the template")
            )
            continue
        if message.flags:
            findings += _strange_flags(message, file)
        if message.joined and name in LISTS:
            what = f"{message.key}: \\n is missing at the end of this line, so two words are one"
            findings.append(Finding(file, message.joined, what, "end each line of a list but the last with \\n"))
            continue
        try:
            text = written(name, message.text)
            parts.setdefault(concept, {})[name] = message if text is message.text else message._replace(text=text)
        except BadText as error:
            refused.setdefault(concept, {})[name] = message
            findings.append(Finding(file, message.line, f"{message.key}: {error.what}", error.remedy))
    concepts = dict.fromkeys([*parts, *refused])
    return {
        concept: _draft(language, concept, parts.get(concept, {}), refused.get(concept, {}), file)
        for concept in concepts
    }, findings


def _strange_flags(message: Message, file: str) -> Iterator[Finding]:
    """Find flags that are not known. One may be meant for “fuzzy”, so the text counts as unfinished."""
    for flag in message.flags if message.text else ():
        what = f"{message.key}: the flag “{flag}” is not known, and the text counts as unfinished"
        yield Finding(file, message.line, what, "write “fuzzy” if it is; else remove the flag")


def _draft(
    language: str, concept: str, messages: Mapping[str, Message], refused: Mapping[str, Message], file: str
) -> Draft:
    filled = {name: message for name in FIELDS if (message := messages.get(name)) and message.text}
    every = {**messages, **refused} if refused else messages
    return Draft(
        language=language,
        concept=concept,
        fields={name: _tidy(name, message.text) for name, message in filled.items()},
        sources=_sources(tuple([(name, message.source) for name, message in every.items()])),
        fuzzy=frozenset([name for name, message in filled.items() if message.fuzzy or message.flags]),
        file=file,
        lines={name: message.line for name, message in every.items()},
        refused={name: text for name, message in refused.items() if (text := as_seen(message.text))},
    )


@lru_cache(maxsize=4096)
def _sources(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return a concept's English by field. It is cached because every language has the same."""
    return dict(pairs)


def _tidy(name: str, value: str) -> str:
    """Return a value, a list without its empty lines: a stray line break must not make another text."""
    return clean(name, "\n".join(filter(None, map(str.strip, value.split("\n"))))) if name in LISTS else value


def phrases(catalog: Catalog, directory: Path, language: str) -> tuple[dict[str, Message], list[Finding]]:
    """Return the finished interface strings of a catalog by key, in their clean form, and a finding for each that is not
    acceptable, which is left out. Fuzzy and obsolete ones are not finished. ``directory`` is the translations folder."""
    finished, findings = {}, list[Finding]()
    file = files.displayed(path(directory, language, "interface"))
    for message in catalog.messages:
        if message.flags and not message.obsolete:
            findings += _strange_flags(message, file)
        if message.text and not (message.obsolete or message.fuzzy or message.flags):
            try:
                text = written(message.key, message.text)
                finished[message.key] = message if text is message.text else message._replace(text=text)
            except BadText as error:
                findings.append(Finding(file, message.line, f"{message.key}: {error.what}", error.remedy))
    return finished, findings
