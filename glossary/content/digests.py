"""Digests: what tells one text from every other."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson


def canonical(value: Any) -> bytes:
    """Return the one sequence of bytes that a JSON value's digest is made of: sorted keys, no white space, UTF-8.

    For objects with ASCII keys, arrays, strings, booleans and ``None`` this is RFC 8785 (JSON Canonicalization Scheme), so
    anyone can check a digest with a library for it; a ledger's record holds nothing else. Two things would differ: numbers,
    which the RFC writes as ECMAScript does (``1.0`` becomes ``1``), and keys outside ASCII, which it sorts by UTF-16 code
    units and orjson by UTF-8. Raises ``TypeError`` for what is not JSON and for a string with a lone surrogate.
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(value: Any) -> str:
    """Return ``sha256:`` and 64 hexadecimal digits: the SHA-256 of the value's canonical form. Raises ``TypeError`` for
    what is not JSON."""
    return "sha256:" + sha256(canonical(value)).hexdigest()


def paper_digest(text: str, source: str | None) -> str:
    """Return sixteen hexadecimal digits (64 bits) for a text and its English, given by their digests: few enough to copy by
    hand. ``source`` is ``None`` where the text is the English itself."""
    return digest([text, source]).removeprefix("sha256:")[:16]
