"""Search: entries by any word in them, in the letters of the reader's language.

Forms and words to avoid help to find an entry while they are still drafts; what is shown of an entry is its served text.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of an entry, as ``fold`` gives them, one phrase a line, and where each field's lines begin and end among
    them, in the order of ``FIELDS``. Every line, the first and last of a field too, stands between line breaks."""

    whole: str
    fields: tuple[tuple[str, int, int], ...]


class Index:
    """What can be found in one language. Built once for each edition and language."""

    def __init__(self, edition: Edition, language: str, least: Status = Status.VETTED) -> None:
        """``language`` is the tag that readers ask with; its alphabet is used, English where it is not offered."""
        self.alphabet = choose(language, edition.languages) or SOURCE
        self.found = entries(edition, (language,), least)
        self.letters = [self._letters(edition, entry) for entry in self.found]

    def _letters(self, edition: Edition, entry: Entry) -> _Letters:
        drafts = [edition.draft(entry.concept.id, tag) for tag in {self.alphabet, entry.language}]
        whole, fields = "", []
        for field in FIELDS:
            values = [entry.text.fields.get(field, "")]
            values += [draft.fields.get(field, "") for draft in drafts if draft and field in FINDING]
            lines = dict.fromkeys(line for value in values for line in value.split("\n"))
            if folded := [letters for line in lines if (letters := fold(line, self.alphabet))]:
                start, whole = len(whole), whole + "\n".join(["", *folded, ""])
                fields.append((field, start, len(whole)))
        return _Letters(whole, tuple(fields))

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return the hits, best first: exact before prefix before inside, then by field, then alphabetically."""
        wanted = fold(query, self.alphabet)
        if not wanted:
            return []
        looks = _Looks(wanted)
        pairs = zip(self.found, self.letters, strict=True)
        hits = [hit for entry, letters in pairs if (hit := _hit(entry, letters, looks))]
        return sorted(hits, key=lambda hit: (hit.rank, FIELDS.index(hit.field)))[:limit]

    def suggest(self, query: str, limit: int) -> list[Hit]:
        """Return the hits whose term, abbreviation, form or avoided word begins with the query, word by word."""
        hits = self.search(query, len(self.found))
        return [hit for hit in hits if hit.rank < Rank.INSIDE and hit.field in FINDING][:limit]


class _Looks:
    """How a match of each rank looks among the lines of a field, and the single words."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.words = wanted, wanted.split(" ")
        self.ranks = (
            (Rank.EXACT, (f"\n{wanted}\n",)),
            (Rank.PREFIX, (f"\n{wanted}", f" {wanted}")),
            (Rank.INSIDE, (wanted,)),
        )


def _hit(entry: Entry, letters: _Letters, looks: _Looks) -> Hit | None:
    if looks.wanted not in letters.whole:
        # Every word of it somewhere, though not side by side.
        scattered = len(looks.words) > 1 and all(word in letters.whole for word in looks.words)
        return Hit(entry, "definition", Rank.INSIDE) if scattered else None
    for rank, shapes in looks.ranks:
        for shape in shapes:
            if shape in letters.whole:
                return Hit(entry, _field(letters, shapes), rank)
    return None


def _field(letters: _Letters, shapes: tuple[str, ...]) -> str:
    """Return the first field that one of the shapes stands in."""
    return next(
        name
        for name, start, end in letters.fields
        if any(letters.whole.find(shape, start, end) >= 0 for shape in shapes)
    )
