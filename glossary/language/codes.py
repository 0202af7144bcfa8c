"""Long texts in the letters of a language, each letter one code point so low that Python stores most in one byte.

A letter is what ``letters.fold`` makes of one: a primary collation weight (Unicode TR 10). A text is told letter by letter,
which is many times as quick as word by word, where both give the same:

1. Its scripts sort words by their letters one after the other.
2. No mark in it makes another letter of the one before it.
3. Letters that the language sorts as one, such as the Czech ``ch``, are looked for first: from the left, the longest.
4. Its kinds of characters are so few that a byte tells which it is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from unicodedata import category

import icu

from glossary.language import locales
from glossary.language.letters import letters, letters_of, words

BREAK, END = "\n", "\0"
"""What stands for itself: the end of a line, and of a piece of a text. Between these and words there is a space."""

_KEPT = f"{END}{BREAK} "

_ASCII = _KEPT + "".join(map(chr, range(0x21, 0x7F)))

_SCRIPTS = frozenset({"Latn", "Grek", "Cyrl", "Arab", "Hebr", "Armn", "Geor", "Zyyy", "Zinh"})
"""Scripts of rule 1 (ISO 15924), and what belongs to all scripts."""

_MOST = 240
"""So many kinds of characters leave room in a byte for what stands for several."""

_MOST_SEVERAL = 64
"""Where more are sorted as several letters, or several as one, words are told as quickly."""

_AHEAD = 4096
"""So many characters are looked at where a new kind is met."""

_STANDING = 0xE000
"""From here on characters for private use, which no text may hold, stand for letters while a text is coded."""


class Codes(dict[int, str]):
    """The code of each letter, by its code point in the form that ``fold`` gives: the lowest one that is free when the letter
    is first seen."""

    def __missing__(self, letter: int) -> str:
        code = len(self) + 1  # 0 is an end
        code += code >= ord(BREAK)
        code += code >= ord(" ")
        self[letter] = chr(code)
        return self[letter]


class Coded(NamedTuple):
    """A text in codes."""

    text: str
    codes: Codes


def coded(text: str, language: str) -> Coded:
    """Return a text in the letters of a language, one space between two words. Breaks and ends stay as they are."""
    return by_letter(text, language) or by_word(text, language)


def by_word(text: str, language: str) -> Coded:
    """Return what ``coded`` returns, with each word told as a whole."""
    pieces, codes = text.split(" "), Codes()
    found = {piece: words(piece) for piece in set(pieces) if piece.strip(_KEPT)}
    distinct = list(set(chain.from_iterable(found.values())))
    told = {
        word: some.translate(codes) for word, some in zip(distinct, letters_of(distinct, language), strict=True) if some
    }
    spelt = {piece: " ".join([told[word] for word in some if word in told]) for piece, some in found.items()}
    return Coded(" ".join([some for piece in pieces if (some := spelt.get(piece, piece))]), codes)


def by_letter(text: str, language: str) -> Coded | None:
    """Return what ``by_word`` returns, or ``None`` where the letters of a text may not be those of its words."""
    data, kinds = _told(text)
    weights = _weights(kinds, language)
    if data is None or not weights or _attached(text, weights, language):  # rules 1, 2 and 4
        return None
    several = {kind: some for kind, some in weights.items() if len(some) > 1 and kind in text}
    hidden = [kind for kind in kinds if category(kind) == "Cf" and kind in text]
    for kind in hidden:
        text = text.replace(kind, "")
    several |= {
        joint: letters(joint, language) for joint in _joints(language) if _within(joint, weights, text)
    }  # rule 3
    if len(several) > _MOST_SEVERAL:
        return None
    if several or hidden:
        standing = {
            letter: chr(_STANDING + place) for place, letter in enumerate(sorted(set("".join(several.values()))))
        }
        weights |= {stand: letter for letter, stand in standing.items()}
        table = str.maketrans(standing)
        data, kinds = _told(_replaced(text, {one: some.translate(table) for one, some in several.items()}))
    return _written(data, kinds, weights) if data is not None else None


def _told(text: str) -> tuple[bytes | None, str]:
    """Return a text in bytes, each the place of its character among the kinds of them, and these; no bytes where the kinds
    are too many (rule 4)."""
    kinds = _ASCII
    while len(kinds) <= _MOST:
        try:
            return codecs.charmap_encode(text, "strict", codecs.charmap_build(kinds))[0], kinds
        except UnicodeEncodeError as error:
            kinds += "".join(sorted(set(text[error.start : error.start + _AHEAD]).difference(kinds)))
    return None, kinds


def _weights(kinds: str, language: str) -> dict[str, str]:
    """Return the letters of those characters that are of words; none at all where a script is not of those of rule 1."""
    of_words = [kind for kind in kinds if category(kind)[0] in "LMN"]
    known = all(icu.Script.getScript(kind).getShortName() in _SCRIPTS for kind in of_words)
    return dict(zip(of_words, letters_of(of_words, language), strict=True)) if known else {}


def _attached(text: str, weights: Mapping[str, str], language: str) -> bool:
    """Return whether a mark of a text may make another letter of one before it."""
    marks = [kind for kind in weights if category(kind)[0] == "M" and kind in text]
    both = [(kind, mark) for mark in marks for kind in weights]
    return letters_of(["".join(pair) for pair in both], language) != [
        weights[kind] + weights[mark] for kind, mark in both
    ]


@lru_cache(maxsize=32)
def _joints(language: str) -> tuple[str, ...]:
    """Return what a language sorts as one letter and is written as several characters."""
    tailored = icu.UnicodeSet()
    collator = icu.Collator.createInstance(locales.locale(language))
    return tuple(str(each) for each in icu.UnicodeSetIterator(collator.getTailoredSet(tailored)) if len(str(each)) > 1)


def _within(joint: str, weights: Mapping[str, str], text: str) -> bool:
    return all(kind in weights for kind in joint) and joint in text


def _replaced(text: str, standing: Mapping[str, str]) -> str:
    """Return a text in which what stands for its letters takes their place."""
    joints = sorted((one for one in standing if len(one) > 1), key=len, reverse=True)  # rule 3
    if joints:
        text = re.sub("|".join(map(re.escape, joints)), lambda match: standing[match[0]], text)
    for one in standing.keys() - set(joints):
        text = text.replace(one, standing[one])
    return text


def _written(data: bytes, kinds: str, weights: Mapping[str, str]) -> Coded:
    """Return a text in codes, one space between two words."""
    codes, table = Codes(), bytearray(b" " * 256)
    for place, kind in enumerate(kinds):
        letter = weights.get(kind, "")
        table[place] = ord(kind) if kind in _KEPT else ord(codes[ord(letter)]) if len(letter) == 1 else ord(" ")
    text = data.translate(table, bytes(place for place, kind in enumerate(kinds) if weights.get(kind) == ""))
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return Coded(text.decode("latin-1"), codes)
