"""What a reader asks: the words of a query, and those of them that say what is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from glossary.language.bare import bare, telling
from glossary.language.initials import joined
from glossary.language.letters import words

LONGEST = 200
"""Characters of a query; one may stand for eighteen others."""


@dataclass(frozen=True)
class Question:
    """A query of a reader of a language. ``readings``: itself and, where its single letters are one word, as it was typed."""

    text: str
    language: str
    typed: str

    @property
    def readings(self) -> tuple[Question, ...]:
        """What may be meant, the likeliest first."""
        return (self,) if self.text == self.typed else (self, Question(self.typed, self.language, self.typed))

    @cached_property
    def words(self) -> list[str]:
        """All words."""
        return words(self.text)

    @cached_property
    def content(self) -> list[str]:
        """The words without the small ones of the language and of English."""
        return telling(self.words, self.language)

    @property
    def several(self) -> bool:
        """Whether there are several words."""
        return len(self.words) > 1

    @property
    def shorter(self) -> bool:
        """Whether there are small words."""
        return len(self.content) < len(self.words)

    @property
    def told(self) -> str:
        """What remains without small words."""
        return " ".join(self.content)

    @property
    def plain(self) -> Question:
        """The same without small words."""
        return Question(self.told, self.language, self.told)

    @cached_property
    def phrases(self) -> tuple[str, str]:
        """All words, and those that are not small, in bare letters."""
        whole = bare(self.text)
        return whole, bare(self.told) if self.shorter else whole


def question(query: str, language: str) -> Question:
    """Return what a query asks, no longer than ``LONGEST`` when its characters are written out."""
    written = normalize("NFKC", query)
    query = written[:LONGEST] if len(written) > LONGEST else query
    return Question(joined(query), language, normalize("NFC", query))
