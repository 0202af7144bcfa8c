"""How SSH writes values as bytes (RFC 4251 section 5): every number is big-endian, a string has its length before it."""

from __future__ import annotations

STRING = -1
"""In ``unpacked``: a string, however long. Any other number is one of bytes."""


def string(data: bytes | str) -> bytes:
    """Return a string with its length, in four bytes, before it."""
    data = data.encode() if isinstance(data, str) else data
    return len(data).to_bytes(4) + data


def integer(number: int) -> bytes:
    """Return a positive number as an ``mpint``: a string of the fewest bytes, with a zero before a first bit that is set."""
    return string(number.to_bytes(number.bit_length() // 8 + 1))


def number(data: bytes) -> int:
    """Return the positive number in an ``mpint`` without its length. Raises ``ValueError`` for one that is written otherwise
    than ``integer`` writes it."""
    found = int.from_bytes(data)
    if not found or integer(found) != string(data):
        raise ValueError("a number in it is not written in the shortest form")
    return found


def unpacked(data: bytes, *lengths: int) -> tuple[bytes, ...]:
    """Return the values of which bytes are made, by their lengths. Raises ``ValueError`` where they are not exactly that."""
    values, at = [], 0
    for length in lengths:
        if length == STRING:
            length, at = int.from_bytes(data[at : at + 4]), at + 4
        values.append(data[at : at + length])
        at += length
        if at > len(data):
            raise ValueError("it is cut off")
    if at != len(data):
        raise ValueError("something stands after its end")
    return tuple(values)
