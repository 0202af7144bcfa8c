"""The element as published: its versions, minified, each with its integrity value.

The bytes of version 1.1.0 and later lie beside their source (``make embed``). Those of 1.0.0 are made on demand.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha384
from pathlib import Path
from typing import NamedTuple

import tomli
from rjsmin import jsmin

_FOLDER = Path(__file__).parent


class Script(NamedTuple):
    """One version of the element: the bytes that browsers get, and their integrity value (W3C Subresource Integrity)."""

    version: str
    data: bytes
    integrity: str


@lru_cache(maxsize=1)
def scripts() -> tuple[Script, ...]:
    """Return every published version, oldest first."""
    rows = tomli.loads((_FOLDER / "versions.toml").read_text("utf-8"))["version"]
    return tuple(_script(row["version"]) for row in rows)


def current() -> Script:
    """Return the newest version."""
    return scripts()[-1]


def _script(version: str) -> Script:
    source, published = (_FOLDER / version / name for name in ("glossary.js", "glossary.min.js"))
    data = published.read_bytes() if published.exists() else jsmin(source.read_text("utf-8")).encode()
    return Script(version, data, "sha384-" + b64encode(sha384(data).digest()).decode())
