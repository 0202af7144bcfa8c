"""Search: entries by any word in them, in the letters of the reader's language.

Forms and words to avoid help to find an entry while they are still drafts; what is shown of an entry is its served text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from glossary.edition import Edition
from glossary.entries import Entry, entries
from glossary.languages import SOURCE, choose, fold
from glossary.model import Status

FINDING = ("term", "abbreviation", "forms", "avoid")
"""Fields whose drafts help to find an entry, in the order in which a match counts."""

FIELDS = (*FINDING, "definition", "plain", "note")


class Rank(IntEnum):
    """How well a match fits: the whole of a word or phrase, its beginning, or inside it."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2


@dataclass(frozen=True)
class Hit:
    """An entry that was found: by which of its fields, how well, and whether the words asked for are ones to avoid."""

    entry: Entry
    field: str
    rank: Rank

    @property
    def avoided(self) -> bool:
        """Whether what was asked for is a word that the entry's term replaces."""
        return self.field == "avoid"


@dataclass(frozen=True)
class _Phrase:
    field: str
    letters: str


class Index:
    """What can be found in one language. Built once for each edition and language."""

    def __init__(self, edition: Edition, language: str, least: Status = Status.VETTED) -> None:
        """``language`` is the tag that readers ask with; its alphabet is used, English where it is not offered."""
        self.alphabet = choose(language, edition.languages) or SOURCE
        self.found = entries(edition, (language,), least)
        self.phrases = [tuple(self._phrases(edition, entry)) for entry in self.found]

    def _phrases(self, edition: Edition, entry: Entry) -> Iterator[_Phrase]:
        for field in FIELDS:
            values = [entry.text.fields.get(field, "")]
            if field in FINDING:
                drafts = (edition.draft(entry.concept.id, tag) for tag in {self.alphabet, entry.language})
                values += [draft.fields.get(field, "") for draft in drafts if draft]
            lines = (line for value in values for line in value.split("\n"))
            yield from dict.fromkeys(
                _Phrase(field, letters) for line in lines if (letters := fold(line, self.alphabet))
            )

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return the hits, best first: exact before prefix before inside, then by field, then alphabetically."""
        wanted = fold(query, self.alphabet)
        if not wanted:
            return []
        hits = [
            hit
            for entry, phrases in zip(self.found, self.phrases, strict=True)
            if (hit := _hit(entry, phrases, wanted))
        ]
        return sorted(hits, key=lambda hit: (hit.rank, FIELDS.index(hit.field)))[:limit]

    def suggest(self, query: str, limit: int) -> list[Hit]:
        """Return the hits whose term, abbreviation, form or avoided word begins with the query, word by word."""
        hits = self.search(query, len(self.found))
        return [hit for hit in hits if hit.rank < Rank.INSIDE and hit.field in FINDING][:limit]


def _hit(entry: Entry, phrases: tuple[_Phrase, ...], wanted: str) -> Hit | None:
    ranked = [
        (rank, FIELDS.index(phrase.field), phrase.field)
        for phrase in phrases
        if (rank := _rank(phrase.letters, wanted)) is not None
    ]
    if ranked:
        rank, _, field = min(ranked)
        return Hit(entry, field, rank)
    whole = [phrase.letters for phrase in phrases]
    if all(any(_rank(letters, word) is not None for letters in whole) for word in wanted.split(" ")):
        return Hit(entry, "definition", Rank.INSIDE)
    return None


def _rank(letters: str, wanted: str) -> Rank | None:
    if letters == wanted:
        return Rank.EXACT
    if letters.startswith(wanted) or f" {wanted}" in letters:
        return Rank.PREFIX
    return Rank.INSIDE if wanted in letters else None
