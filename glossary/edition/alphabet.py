"""Entries by the letters of a language's alphabet, and which letters have a page of their own: in large glossaries all that
have entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossary.content.interface import Said
from glossary.content.model import Status
from glossary.edition.edition import Edition
from glossary.edition.entries import Entry, entries
from glossary.language.letters import initial

MOST = 200
"""Most entries that one page lists. The index of a glossary with more names the letters, and each has a page."""


@dataclass(frozen=True)
class Letter:
    """The entries under one letter, in alphabetical order."""

    heading: Said
    entries: tuple[Entry, ...]

    @property
    def address(self) -> str:
        """What stands for the letter in a path, safe on every file system: ASCII letters in small (``a``, ``gy``), any others
        by their code points (``u0436``). It does not depend on which other letters there are."""
        label = self.heading.text
        points = "-".join(f"{ord(letter):04x}" for letter in label)
        return label.lower() if label.isascii() and label.isalpha() else f"u{points}"


def by_letter(listed: Iterable[Entry], language: str) -> tuple[Letter, ...]:
    """Return entries that are in alphabetical order by the letters of a language, a tag."""
    letters: dict[str, list[Entry]] = {}
    for entry in listed:
        letters.setdefault(initial(entry.text.term, language), []).append(entry)
    return tuple(Letter(Said(letter, language), tuple(section)) for letter, section in letters.items())


def paged(edition: Edition, language: str, minimum: Status = Status.VETTED) -> tuple[Letter, ...]:
    """Return the letters that have a page of their own: none where all entries fit one page."""
    listed = entries(edition, (language,), minimum)
    return by_letter(listed, language) if len(listed) > MOST else ()
