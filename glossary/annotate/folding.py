"""A text in the letters in which it is compared (``glossary.language.mentions``), and the places of these in the text.

1. ``guess`` folds a text as a whole, at the speed of ``str.lower``. That is right but for a few characters, and these are
   still there in what it returns: they are signs, looked for together with the forms, at no cost. Where one is found,
2. ``fold`` folds piece by piece, with care, and remembers where the text becomes longer or shorter: letters with marks that
   NFC joins to them, what nobody sees, ligatures, characters outside the basic plane, runs of white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from unicodedata import category, normalize

from glossary.annotate.folded import Folded, Shifts
from glossary.annotate.irregular import alone, irregular, joining, unfolded
from glossary.language.mentions import MARKS, Rules, folded, seen

BARRIER = "\0"
"""What stands for a blank line: no form has it."""

_SPACES = "\t\xa0\u2009\u202f"
_RARE_SPACES = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u205f\u3000\u200a" + "".join(map(chr, range(0x2000, 0x2009)))
"""White space, but for spaces, line breaks and the separator of paragraphs."""

_BLANK_LINE = re.compile("\n *\n")
_RUN = re.compile("  +")
RUN = "  "
"""The beginning of a run of white space, which is a sign too, if it is no blank line: across that, nothing is found."""

OUTSIDE = "\U00010000"
"""The first character that takes two units of UTF-16."""


class Folding:
    """Folds texts by the rules of a language."""

    def __init__(self, by: Rules) -> None:
        self._rules = by
        self._piece = lru_cache(maxsize=4096)(lambda piece: tuple(_pieces(piece, by)))
        others = {mark: plain for mark, plain in MARKS.items() if mark != plain}
        self._letters = [*by.letters.items(), *others.items()]

    @cached_property
    def signs(self) -> list[str]:
        """What is in a guess that is wrong, beside characters outside the basic plane."""
        return [
            *joining(),
            *alone(),
            *unfolded(),
            *self._rules.ignored,
            *_RARE_SPACES,
            "  ",
            "\r",
            "\u2029",
        ]

    def guess(self, text: str) -> Folded:
        """Return a text folded as a whole (rule 1)."""
        letters, shifts = self._alike(text), []
        if "ß" in letters:
            letters, shifts = letters.replace("ß", "ss"), [_sharp_s(text)]
        return Folded(text, _spaced(letters, _SPACES + "\n").lower().replace("ς", "σ"), shifts, [])

    def fold(self, text: str) -> Folded:
        """Return a text folded with care (rule 2)."""
        shifts, wide = Shifts(), list[int]()
        letters = self._alike(self._regular(text, shifts, wide)).casefold()
        letters, runs = _collapsed(_lined(_spaced(letters, _SPACES + _RARE_SPACES)))
        return Folded(text, letters, [each for each in (runs, shifts) if len(each.after) > 1], wide)

    def _alike(self, text: str) -> str:
        """Return a text with one character for those that are read as the same."""
        for letter, other in self._letters:
            text = text.replace(letter, other)
        return text

    def _regular(self, text: str, shifts: Shifts, wide: list[int]) -> str:
        """Return the text with what is irregular in it folded, piece by piece."""
        parts, done, length = list[str](), 0, 0
        for found in irregular(self._rules.ignored).finditer(text):
            start = found.start() - (found.start() > done and found[0][0] not in alone())
            parts.append(text[done:start])
            length, done = length + start - done, start
            for piece, old in self._piece(text[start : found.end()]):
                parts.append(piece)
                length += len(piece)
                if len(piece) != old:
                    shifts.add(length, len(piece), old)
                wide += (at for at in range(done, done + old) if text[at] >= OUTSIDE)
                done += old
        return "".join([*parts, text[done:]])


def blank(guess: Folded, at: int) -> bool:
    """Return whether a run of white space that begins at a place of a guess has a blank line in it."""
    start = guess.start(at)
    return "\n\n" in guess.text[start : start + 4]


def _sharp_s(text: str) -> Shifts:
    shifts, length = Shifts(), 0
    for part in text.split("ß")[:-1]:
        length += len(part) + 2
        shifts.add(length, 2, 1)
    return shifts


def _spaced(text: str, spaces: str) -> str:
    for space in spaces:
        text = text.replace(space, " ")
    return text


def _lined(text: str) -> str:
    """Return a text with spaces for its line breaks, and barriers for blank lines."""
    text = text.replace("\u2029", BARRIER)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    text = text.replace("\n\n", 2 * BARRIER)
    if "\n" in text:
        text = _BLANK_LINE.sub(lambda found: BARRIER * len(found[0]), text).replace("\n", " ")
    return text


def _collapsed(text: str) -> tuple[str, Shifts]:
    """Return a text with one space for each run of spaces."""
    shifts = Shifts()
    if "  " not in text:
        return text, shifts
    parts, done, length = list[str](), 0, 0
    for found in _RUN.finditer(text):
        start, end = found.span()
        parts += text[done:start], " "
        length += start - done + 1
        shifts.add(length, 1, end - start)
        done = end
    return "".join([*parts, text[done:]]), shifts


def _pieces(text: str, by: Rules) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a short text that are folded each for itself, and how many characters each has there."""
    place = 0
    while place < len(text):
        end = place + 1
        while seen(text[place], by) and end < len(text) and (text[end] in by.ignored or text[end] in joining()):
            end += 1
        yield _piece(text[place:end], by), end - place
        place = end


def _piece(text: str, by: Rules) -> str:
    letters = (letter for letter in normalize("NFC", text) if seen(letter, by))
    return "".join("\ufffd" if category(letter) == "Cs" else folded(letter, by) for letter in letters)
