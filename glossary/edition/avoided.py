"""Words to avoid: whether a reader's query is one, or holds one.

1. Only a whole phrase counts, word for word and side by side: a word that merely begins one, or stands in one, is harmless by
   itself ("relationship", in "intimate relationship").
2. Each phrase is compared in the letters of its own language. English ones count in every language.
"""

from __future__ import annotations

from glossary.edition.names import Names
from glossary.language.letters import fold
from glossary.language.tags import SOURCE


class Avoided:
    """The words to avoid of an edition."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._phrases: dict[tuple[str, str], tuple[str, ...]] = {}

    def within(self, concept: str, language: str, query: str) -> bool:
        """Return whether a query holds words that a concept's term replaces in a language or in English."""
        return any(
            f" {phrase} " in f" {fold(query, tag)} "  # rule 1
            for tag in {language, SOURCE}  # rule 2
            for phrase in self._of(concept, tag)
        )

    def _of(self, concept: str, language: str) -> tuple[str, ...]:
        key = concept, language
        if key not in self._phrases:
            folded = (fold(name, language) for name in self._names.of(concept, [language])["avoid"])
            self._phrases[key] = tuple(filter(None, folded))
        return self._phrases[key]
