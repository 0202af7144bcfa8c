"""Digests: what tells one text from every other."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson


def canonical(value: Any) -> bytes:
    """Return a JSON value as the one sequence of bytes that its digest is made of (sorted keys, no spaces, UTF-8)."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def digest(value: Any) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of the value's canonical form."""
    return "sha256:" + sha256(canonical(value)).hexdigest()


def paper_digest(text: str, source: str | None) -> str:
    """Return sixteen hexadecimal digits for a text and its English, by their digests: few enough to copy by hand."""
    return digest([text, source]).removeprefix("sha256:")[:16]
