"""Words to avoid: whether a reader's query is one, or holds one.

1. Only a whole phrase counts, word for word and side by side: a word that merely begins one, or stands in one, is harmless by
   itself ("relationship", in "intimate relationship").
2. Each phrase is compared in the letters of its own language. English ones count in every language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from glossary.edition.names import Names
from glossary.language.letters import phrase
from glossary.language.tags import SOURCE

Asked = Mapping[str, str]
"""A query in the letters of each language whose words to avoid count, as ``phrase`` returns it."""


def asked(readings: Collection[str], language: str) -> Asked:
    """Return a query of a reader of a language, in all its readings, as ``Avoided`` compares it."""
    return {tag: "".join(phrase(reading, tag) for reading in readings) for tag in {language, SOURCE}}  # rule 2


class Avoided:
    """The words to avoid of an edition."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._phrases: dict[tuple[str, str], tuple[str, ...]] = {}

    def within(self, concept: str, query: Asked) -> bool:
        """Return whether a query is or holds words that a concept's term replaces."""
        known = self._phrases
        for tag, letters in query.items():  # loops: each hit of each search comes here
            for avoided in known.get((concept, tag)) or self._of(concept, tag):
                if avoided in letters:  # rule 1
                    return True
        return False

    def _of(self, concept: str, language: str) -> tuple[str, ...]:
        key = concept, language
        if key not in self._phrases:
            words = self._names.of(concept, [language])["avoid"]
            self._phrases[key] = tuple(letters for word in words if (letters := phrase(word, language)).strip())
        return self._phrases[key]
