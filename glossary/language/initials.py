"""Initials: abbreviations as people write them, with marks or spaces between the letters (``C.S.A.M.``, ``C-S-A-M``)."""

from __future__ import annotations

import re
from unicodedata import normalize

_LETTER = r"[^\W\d_]"

_MARK = r"[!-&(-/:-@[-`{-~·‐-―•]"
"""No apostrophe: of ``l'a`` each letter is a word."""

_MARKED = re.compile(rf"(?<!\w){_LETTER}(?:{_MARK}{_LETTER})+(?!\w)")

_IN_A_ROW = re.compile(rf"(?<!\w){_LETTER}(?:(?:\s|{_MARK}){{1,3}}{_LETTER}){{2,}}(?!\w)")
"""Three single letters or more: so many small words of one letter hardly follow each other."""

_NOTHING_ELSE = re.compile(rf"\W*{_LETTER}(?:(?:\s|{_MARK})+{_LETTER})+\W*")


def joined(text: str) -> str:
    """Return a text in which single letters that belong together are one word."""
    text = _MARKED.sub(_joined, normalize("NFC", text))
    return _joined(whole) if (whole := _NOTHING_ELSE.fullmatch(text)) else _IN_A_ROW.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[\W_]", "", match[0])


def single(word: str) -> bool:
    """Return whether a word is one letter of an alphabet, which says nothing where it stands inside other words."""
    return len(word) == 1 and word.upper() != word.lower()
