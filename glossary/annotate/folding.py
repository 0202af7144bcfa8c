"""A text in the letters in which it is compared (``glossary.language.mentions``), and the places of these in the text.

1. ``guess`` folds a text as a whole, at the speed of ``str.lower``. That is right but for a few characters, and these are
   still there in what it returns: they are signs, looked for together with the forms, at no cost. Where one is found,
2. ``fold`` folds piece by piece, with care, and remembers where the text becomes longer or shorter: letters with marks that
   NFC joins to them, what nobody sees, ligatures, characters outside the basic plane, runs of white space.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from unicodedata import category, combining, decomposition, is_normalized, normalize

from glossary.annotate.addresses import TELLING
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


class Shifts:
    """Where a text that was changed in places is longer or shorter than it was. ``after`` are the places behind which the
    ``shift`` counts, as numbers in which a place has two: its own, and one more for what follows something that is gone."""

    def __init__(self) -> None:
        self.after, self.shift = [-1], [0]

    def add(self, at: int, new: int, old: int) -> None:
        """Note that ``old`` characters became ``new`` ones, which end at a place of the changed text."""
        self.after.append(2 * at + (new == 0))
        self.shift.append(self.shift[-1] + old - new)

    def start(self, at: int) -> int:
        """Return where something that begins at a place of the changed text began."""
        return at + self.shift[bisect_right(self.after, 2 * at + 1) - 1]

    def end(self, at: int) -> int:
        """Return where something that ends at a place of the changed text ended."""
        return at + self.shift[bisect_right(self.after, 2 * at) - 1]


class Folded:
    """A folded text, and the way back: ``layers`` of shifts, the last first, and the places in the text of characters that
    take two units of UTF-16."""

    def __init__(self, text: str, letters: str, layers: list[Shifts], wide: list[int]) -> None:
        self.text, self.letters, self._layers, self._wide = text, letters, layers, wide
        self.plain = not layers and not wide

    def start(self, at: int) -> int:
        """Return where in the text something begins."""
        for layer in self._layers:
            at = layer.start(at)
        return at

    def end(self, at: int) -> int:
        """Return where in the text something ends."""
        for layer in self._layers:
            at = layer.end(at)
        return at

    def utf16(self, at: int) -> int:
        """Return a place of the text in units of UTF-16."""
        return at + bisect_left(self._wide, at)


class Folder:
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
            *_joining(),
            *_alone(),
            *_unfolded(),
            *self._rules.ignored,
            *_RARE_SPACES,
            "  ",
            "\r",
            "\u2029",
            *TELLING,
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
        for found in _irregular(self._rules.ignored).finditer(text):
            start = found.start() - (found.start() > done and found[0][0] not in _alone())
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
        while seen(text[place], by) and end < len(text) and (text[end] in by.ignored or text[end] in _joining()):
            end += 1
        yield _piece(text[place:end], by), end - place
        place = end


def _piece(text: str, by: Rules) -> str:
    letters = (letter for letter in normalize("NFC", text) if seen(letter, by))
    return "".join("\ufffd" if category(letter) == "Cs" else folded(letter, by) for letter in letters)


@cache
def _irregular(ignored: str) -> re.Pattern[str]:
    return re.compile(f"[{_ranges([*_joining(), *_alone(), *ignored])}\U00010000-\U0010ffff]+")


@cache
def _joining() -> frozenset[str]:
    """Return the characters that NFC may join to, or sort behind, the one before."""
    parts = (decomposition(chr(point)).split() for point in range(0xFFFF))
    second = {chr(int(each[1], 16)) for each in parts if len(each) == 2 and not each[0].startswith("<")}
    jamo = {chr(point) for point in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    return frozenset(second | jamo | {chr(point) for point in range(0xFFFF) if combining(chr(point))})


@cache
def _alone() -> frozenset[str]:
    """Return the characters of the basic plane that ``str.casefold`` alone does not fold."""
    return frozenset(letter for letter in map(chr, range(0x80, 0x10000)) if _is_alone(letter)) - _joining()


@cache
def _unfolded() -> frozenset[str]:
    """Return the small letters of the basic plane that have another folded form."""
    small = (letter for letter in map(chr, range(0x80, 0xD800)) if letter.lower() == letter != letter.casefold())
    return frozenset(small) - {"ς"}


def _is_alone(letter: str) -> bool:
    return category(letter) in ("Cf", "Cs") or not is_normalized("NFC", letter) or len(letter.casefold()) != 1


def _ranges(letters: list[str]) -> str:
    """Return characters as the inside of a class of a regular expression."""
    points, ranges = sorted(map(ord, letters)), list[list[int]]()
    for point in points:
        if ranges and point <= ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
