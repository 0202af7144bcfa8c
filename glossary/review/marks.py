"""Marks of a translation: the final one, and those that stand in pairs, as each language writes them.

The marks that end a sentence are those of which Unicode says so (Sentence_Terminal), in a script of the text. What Unicode
does not say, such as that a Greek question seems to end with a semicolon, is in tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import category, east_asian_width, name, normalize

import icu

from glossary.review import addresses

_BRACKETS = re.compile(r"(?<!\w)(?:\w|\d{2,3})\)|[()\[\]{}]")
"""Brackets. One after a single letter or a short number may close a pair or belong to an enumeration, as in “lettera c)” and
“σημείο 60)”."""

STOP, QUESTION, EXCLAMATION, ELLIPSIS, NONE, UNKNOWN = (
    "a full stop",
    "a question mark",
    "an exclamation mark",
    "an ellipsis",
    "no final mark",
    "an unknown mark",
)
_FINAL = {".": STOP, "?": QUESTION, "!": EXCLAMATION, "…": ELLIPSIS}
OWN: Mapping[str, Mapping[str, str]] = {
    "el": {";": QUESTION, "\u037e": QUESTION},
    **dict.fromkeys(["bo", "dz"], dict.fromkeys("།༎༏༐༑", STOP)),
}
"""Final marks of a language that Unicode does not call one."""

UNMARKED = frozenset({"th", "lo"})
"""Languages in which a sentence ends without a mark."""

_INSIDE = ",;:،؛、，；：-–—"
"""Marks that never end a sentence."""

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BEHIND = _SPACES + "\u061c\u200e\u200f\"'’”“»«›)]}）】」』"
"""What may stand behind a final mark: closing quotation marks and brackets, marks of direction."""

PAIRS = {"(": ")", "[": "]", "{": "}"}
QUOTES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(["bg", "cs", "de", "et", "hr", "hu", "is", "lt", "pl", "ro", "sk", "sl", "sr"], ("„", "“”")),
    **dict.fromkeys(["el", "fr", "it", "pt", "es", "uk", "ru", "ar", "nb"], ("«", "»")),
    **dict.fromkeys(["da", "fi", "sv"], ("”", "”")),
    **dict.fromkeys(["en", "ga", "mt", "nl"], ("“", "”")),
}
"""A language's outer quotation marks: the opening one, and the ones that may close it."""


def base(language: str) -> str:
    """Return the first part of a tag: ``pt`` of ``pt-BR``."""
    return language.split("-")[0]


def final(source: str, text: str, language: str) -> str | None:
    """Find a final mark of another kind than the English one, or none where the English has one."""
    english, ending = _ending(source, "en"), _ending(text, language)
    if english == ending or UNKNOWN in (english, ending) or (ending == NONE and base(language) in UNMARKED):
        return None
    return f"it ends with {ending}, the English {'without one' if english == NONE else f'with {english}'}"


def unknown(source: str, text: str, language: str) -> str | None:
    """Find a final mark of which nothing is known, where the English ends with one."""
    if _ending(text, language) == UNKNOWN and _ending(source, "en") not in (NONE, UNKNOWN):
        return f"it ends with “{text.rstrip(_BEHIND)[-1]}”, which is not known to end a sentence in this language"
    return None


@lru_cache(maxsize=16384)
def _ending(text: str, language: str) -> str:
    """Return the kind of a text's final mark. It is cached because every language is compared with the same English."""
    words = text.rstrip(_BEHIND)
    last = words[-1:]
    if kind := OWN.get(base(language), {}).get(last) or _FINAL.get(last):
        return kind
    if not last or last in _INSIDE or category(last)[0] != "P":
        return NONE
    return _kind(last) if any(_together(last, letter) for letter in set(words)) else UNKNOWN


@lru_cache(maxsize=1024)
def _kind(mark: str) -> str:
    """Return the kind of a mark by what Unicode says of it."""
    if not icu.Char.hasBinaryProperty(ord(mark), icu.UProperty.S_TERM):
        return _FINAL.get(normalize("NFKC", mark), UNKNOWN)
    words = name(mark, "")
    return QUESTION if "QUESTION" in words else EXCLAMATION if "EXCLAMATION" in words else STOP


@lru_cache(maxsize=16384)
def _together(mark: str, letter: str) -> bool:
    """Return whether a mark is used with a letter's script (Unicode's Script_Extensions; a wide form with wide letters)."""
    if not letter.isalpha():
        return False
    wide = east_asian_width(mark) == "F" and east_asian_width(letter) == "W"
    return wide or bool(icu.Script.hasScript(ord(mark), icu.Script.getScript(letter).getScriptCode()))


def french_spaces(_source: str, text: str, language: str) -> str | None:
    """Find a missing no-break space in French."""
    if base(language) != "fr":
        return None
    prose = addresses.without(text)
    if match := re.search(r"(?<![\u00a0\u202f:;!?])[:;!?»]|«(?![\u00a0\u202f])", prose):
        return f"a no-break space (U+00A0) is missing beside “{match[0]}”"
    return None


def paired(_source: str, text: str, _language: str) -> str | None:
    """Find a bracket without the other one of its pair."""
    stack = []
    for mark in _BRACKETS.findall(text):
        if mark in PAIRS:
            stack.append(PAIRS[mark])
        elif stack and stack[-1] == mark[-1]:
            stack.pop()
        elif len(mark) == 1:
            return f"“{mark}” closes nothing"
    return f"“{stack[-1]}” is missing" if stack else None


def quotes(_source: str, text: str, language: str) -> str | None:
    """Find quotation marks that are straight, or not in pairs."""
    if '"' in text:
        return "it has a straight quotation mark"
    opening, closing = QUOTES.get(base(language), ("", ""))
    opened, closed = text.count(opening) if opening else 0, sum(map(text.count, closing))
    if opening in closing:
        return "a quotation mark is missing" if closed % 2 else None
    return "a quotation mark is missing" if opened != closed else None
