"""Bare letters: text as somebody types it who has no accents on the keyboard, for a search that forgives.

``letters.fold`` keeps apart what a language keeps apart; this module does not.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import category, normalize

import tomli

from glossary.language.letters import REMEMBERED, spaced

_LETTERS = {
    "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ø": "o", "æ": "a", "œ": "o", "ı": "i", "þ": "th", "ŧ": "t", "ŋ": "n",
    "ə": "e", "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "є": "е", "ґ": "г", "ё": "е",
}  # fmt: skip
"""Letters that Unicode does not decompose, as people write them who do not have them (``æ`` as ``ae``, see below)."""

_SPELT_OUT = re.compile("(?<=[aou])e|(?<=a)a|(?<=s)s")
"""``ä``, ``ö``, ``ü``, ``å`` and ``ß`` are typed as ``ae``, ``oe``, ``ue``, ``aa`` and ``ss`` too. Whether a word has the one
or the other is not known, so the second letter goes everywhere, in names and in queries alike."""

_TABLES = tomli.loads(Path(__file__).with_name("small_words.toml").read_text("utf-8"))


class _Bases(dict[int, "int | str | None"]):
    """A table for ``str.translate``: no nonspacing marks (Unicode general category Mn)."""

    def __missing__(self, point: int) -> int | str | None:
        translated = None if category(chr(point)) == "Mn" else point
        if len(self) < REMEMBERED:
            self[point] = translated
        return translated


_BASES = _Bases({ord(letter): plain for letter, plain in _LETTERS.items()})


def bare(text: str) -> str:
    """Return the words of a text in small letters without accents, with one space between them."""
    return bare_lines(text.replace("\n", " "))


def bare_lines(text: str) -> str:
    """Return each line of a text in bare letters. All at once takes a third of the time of one by one."""
    text = f"\n{spaced(text.casefold())}\n"
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n")[1:-1]
    if not text.isascii():
        text = normalize("NFKD", text).translate(_BASES)
    return _SPELT_OUT.sub("", text)


def telling(query: list[str], language: str) -> list[str]:
    """Return those words of a query that say what is looked for: without the small words of the language and of English."""
    small = _small(language) | _small("en")
    # All at once takes less time than one by one, and each word is a line.
    return [
        word for word, plain in zip(query, bare_lines("\n".join(query)).split("\n"), strict=False) if plain not in small
    ]


@cache
def _small(language: str) -> frozenset[str]:
    """``language`` is a tag of the table; of any other there are none."""
    return frozenset(bare(_TABLES.get(language, "")).split())
