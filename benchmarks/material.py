"""The made-up glossaries that are measured: where they lie, what they answer, what is searched in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from benchmarks import content
from glossary.catalogs import drafts
from glossary.language.tags import SOURCE

LANGUAGE = "fr"
ENTRY = "term-1"
BASE_URL = "https://glossary.example.org"
"""The same for all who are asked, so that their answers are the same bytes whatever port they listen on."""

_LENGTHS = range(1, 6)
"""How many words in a row are searched for."""

Entries = Mapping[str, Sequence[Mapping[str, Any]]]
"""What the service answers with: entries by language."""


class Place(NamedTuple):
    """Where the glossary of one size lies, with all that is made from it."""

    folder: Path
    concepts: int

    @property
    def terms(self) -> Path:
        """The term files."""
        return self.folder / "content" / "terms"

    @property
    def translations(self) -> Path:
        """The catalogs and ledgers."""
        return self.folder / "content" / "translations"

    @property
    def environment(self) -> dict[str, str]:
        """What makes the service use it."""
        paths = {"GLOSSARY_TERMS": str(self.terms), "GLOSSARY_TRANSLATIONS": str(self.translations)}
        return {**paths, "GLOSSARY_BASE_URL": BASE_URL}

    @property
    def languages(self) -> list[str]:
        """The tags of all languages."""
        return [SOURCE, *drafts.language_folders(self.translations)[0]]

    def texts(self, field: str) -> list[str]:
        """Return a field of every text in the language that is measured, by which an answer is recognised."""
        return [str(getattr(content.text(n, LANGUAGE), field)) for n in range(1, self.concepts + 1)]


def write(folder: Path, concepts: int) -> Place:
    """Write the glossary of a size anew."""
    place = Place(folder, concepts)
    shutil.rmtree(folder, ignore_errors=True)
    content.write(folder / "content", concepts)
    return place


def answers(place: Place) -> tuple[Entries, bytes, bytes]:
    """Return the service's entries by language, and the bytes of the entry and of the list that are measured."""
    from api import create_app
    from glossary import settings

    client = create_app(settings.read({**os.environ, **place.environment})).test_client()
    entries = {tag: client.get(f"/v1/{tag}/terms.json").get_json()["entries"] for tag in place.languages}
    one, every = (client.get(f"/v1/{LANGUAGE}/{path}").data for path in (f"terms/{ENTRY}.json", "terms.json"))
    return entries, one, every


def queries(place: Place, number: int, count: int) -> list[str]:
    """Return the addresses of round so-and-so's searches, none of which any other round has.

    In turn: terms, forms, words to avoid, beginnings of words, one to five words in a row, words that nobody uses.
    """
    texts = [content.text(n, LANGUAGE) for n in range(1, place.concepts + 1)]
    prose = [f"{text.definition} {text.plain} {text.note}".replace(".", "").split() for text in texts]
    rows = [words[at : at + length] for words in prose for length in _LENGTHS for at in range(len(words) - length + 1)]
    kinds: list[list[str]] = [
        [text.term for text in texts],
        [text.forms[1] for text in texts],
        [text.avoid[0] for text in texts],
        [row[0][:3] for row in rows],
        *([" ".join(row) for row in rows if len(row) == length] for length in _LENGTHS),
        [f"zz{row[0]}" for row in rows],
    ]
    mixed = list(dict.fromkeys(_in_turn(kinds)))[number * count : (number + 1) * count]
    return [f"/v1/{LANGUAGE}/search?q={quote(query)}" for query in mixed]


def _in_turn(kinds: Sequence[Sequence[str]]) -> Iterator[str]:
    mixed = [Random(0).sample(distinct, len(distinct)) for distinct in (list(dict.fromkeys(kind)) for kind in kinds)]
    for row in zip_longest(*mixed):
        yield from filter(None, row)
