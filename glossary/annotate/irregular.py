"""Characters that cannot be folded with the whole text, but one by one, with what stands beside them."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, combining, decomposition, is_normalized


@cache
def irregular(ignored: str) -> re.Pattern[str]:
    """Return what finds runs of such characters, of those that a language ignores, and of those outside the basic plane."""
    return re.compile(f"[{_ranges([*joining(), *alone(), *ignored])}\U00010000-\U0010ffff]+")


@cache
def joining() -> frozenset[str]:
    """Return the characters that NFC may join to, or sort behind, the one before."""
    parts = (decomposition(chr(point)).split() for point in range(0xFFFF))
    second = {chr(int(each[1], 16)) for each in parts if len(each) == 2 and not each[0].startswith("<")}
    jamo = {chr(point) for point in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    return frozenset(second | jamo | {chr(point) for point in range(0xFFFF) if combining(chr(point))})


@cache
def alone() -> frozenset[str]:
    """Return the characters of the basic plane that ``str.casefold`` alone does not fold."""
    return frozenset(letter for letter in map(chr, range(0x80, 0x10000)) if _is_alone(letter)) - joining()


@cache
def unfolded() -> frozenset[str]:
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
