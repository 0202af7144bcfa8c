"""The glossary's words in a text that was sent, as a document. Pure; knows no HTTP. Nothing else of the text is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from glossary.contract.answers import Document
from glossary.contract.schemas.matches import Found
from glossary.language.names import describe

_FIELDS = tuple(Found().fields)


def of_matches(
    requested: str, language: str | None, matches: Iterable[Mapping[str, Any]], pages: Mapping[str, str]
) -> Document:
    """Return the answer to a text. ``language`` is the one whose words were looked for, ``None`` if there is none with words;
    ``matches`` have the fields of ``glossary.annotate.match.Match``; ``pages`` is the address of a concept's page for each
    language, with ``{id}`` in it."""
    found = [_of_match(match, pages[match["language"]]) for match in matches]
    return {"requested_language": requested, "language": language, "matches": found}


def _of_match(match: Mapping[str, Any], page: str) -> Document:
    direction, link = describe(match["language"]).direction, page.replace("{id}", match["concept"])
    values = {**match, "direction": direction, "link": link}
    return {name: values[name] for name in _FIELDS}
