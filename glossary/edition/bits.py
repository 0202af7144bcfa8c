"""Sets of small whole numbers as the bits of one number: a thousand of them are joined or compared in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits(numbers: Iterable[int]) -> int:
    """Return a set of numbers as bits."""
    every = set(numbers)
    digits = bytearray(b"0") * (max(every, default=0) + 1)
    for number in every:
        digits[~number] = 0x31  # one, as a digit
    return int(digits, 2)


def numbers(bits: int) -> Iterator[int]:
    """Yield the numbers that bits stand for, the lowest first."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
