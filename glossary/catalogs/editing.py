"""One entry of a catalog changed by its key; every other stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from glossary.catalogs import drafts, po
from glossary.catalogs.po import Message
from glossary.content import files
from glossary.errors import Refused
from glossary.language.tags import SOURCE

Change = Callable[[Message], Message]


def edit(translations: Path, language: str, changes: dict[str, Change]) -> str:
    """Change entries of a language's catalog, by their keys, in one step and under the folder's lock; return the file as
    messages show it.

    Raises ``Refused`` where there is no such entry, ``BadContent`` where the catalog cannot be read, ``Unwritable``.
    """
    if language == SOURCE:
        raise Refused(
            "English texts have no catalog", "say it to those who run the glossary; they change the term file"
        )
    path = drafts.path(translations, language)
    with files.locked(path.parent):
        catalog = drafts.read(translations, language)
        _require({message.key for message in catalog.messages if not message.obsolete}, changes, files.displayed(path))
        messages = (
            changes[message.key](message) if message.key in changes and not message.obsolete else message
            for message in catalog.messages
        )
        files.replace(path, po.write(replace(catalog, messages=tuple(messages))))
    return files.displayed(path)


def _require(there: set[str], changes: dict[str, Change], file: str) -> None:
    if missing := sorted(changes.keys() - there):
        raise Refused(f"{file} has no “{missing[0]}”", "run “glossary sync”, and try again")
