"""Mentions: how the words of a term may stand in a sentence of a language, and in which letters they are compared.

The rules of a language are in ``mentions.toml``. In a folded text:

1. It is in NFC. What nobody sees (general category Cf), and what the language takes no notice of, is not there.
2. A letter that the language reads as another one is that one; any other is in its case-folded form.
3. A run of white space is one space, every apostrophe is ``'``, every hyphen ``-``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import tomli

APOSTROPHES = "'\u2019\u02bc"
HYPHENS = "-\u2010\u2011"
MARKS: Mapping[str, str] = dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-")
"""Rule 3: what stands for each apostrophe and hyphen."""

_MARKS = str.maketrans(dict(MARKS))
_LISTS = ("before", "after", "endings")
_TABLES = tomli.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@dataclass(frozen=True)
class Rules:
    """What ``mentions.toml`` says of a language. A language that is not in it has the rules that are the same everywhere."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    ignored: str = ""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Rules:
        """Make rules of a document such as ``document`` returns; what it lacks is empty."""
        lists = {name: tuple(document.get(name, ())) for name in _LISTS}
        return cls(**lists, letters=dict(document.get("letters", {})), ignored=document.get("ignored", ""))

    @property
    def document(self) -> dict[str, Any]:
        """The rules as they stand in ``forms.json``."""
        lists = {name: list(getattr(self, name)) for name in _LISTS}
        return {**lists, "letters": dict(self.letters), "ignored": self.ignored}


@cache
def rules(language: str) -> Rules:
    """Return the rules of a language, by the first part of its tag."""
    return Rules.of(_TABLES.get(language.split("-")[0].lower(), {}))


def fold(text: str, by: Rules) -> str:
    """Return a form in the letters in which it is compared, without white space around it."""
    letters = (letter for letter in normalize("NFC", text) if seen(letter, by))
    return " ".join("".join(folded(letter, by) for letter in letters).split())


def seen(letter: str, by: Rules) -> bool:
    """Return whether a character counts (rule 1)."""
    return letter not in by.ignored and category(letter) != "Cf"


def folded(letter: str, by: Rules) -> str:
    """Return one character as it is compared (rules 2 and 3)."""
    return by.letters.get(letter) or letter.casefold().translate(_MARKS)


def spelt(text: str, by: Rules) -> list[str]:
    """Return the words of a text (general categories L, M, N) in the letters that they are written with (rules 1 and 3)."""
    letters = (MARKS.get(letter, letter) for letter in normalize("NFC", text) if seen(letter, by))
    return "".join(letter if category(letter)[0] in "LMN" else " " for letter in letters).split()


def is_name(word: str) -> bool:
    """Return whether a word is an abbreviation or a name: it has a capital behind its first letter."""
    return any(letter != letter.lower() for letter in word[1:])
