"""How the strict look spells texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from glossary.edition.vocabulary import BEHIND
from glossary.language.codes import END, coded
from glossary.language.letters import fold


class Spelling:
    """Letters for searching. A letter of a query that no text of the index has becomes ``BEHIND``, which matches nothing."""

    def __init__(self, language: str, codes: Mapping[int, str]) -> None:
        """``codes`` are those of the letters of the index."""
        self._language = language
        self._codes = {" ": " ", **{chr(letter): code for letter, code in codes.items()}}

    def query(self, text: str) -> str:
        """Return what to look for."""
        return "".join([self._codes.get(letter, BEHIND) for letter in fold(text, self._language)])


def spelt(language: str, texts: Iterable[str]) -> tuple[Spelling, list[str]]:
    """Return the spelling of an index, and the letters of its texts, which are as ``coded`` takes them."""
    letters, codes = coded(END.join(texts), language)
    return Spelling(language, codes), letters.split(END)
