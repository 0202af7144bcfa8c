"""The scripts as published, with their versions, minified, each with its integrity value: the element, and the script that
links a whole page.

The bytes lie beside their source (``make embed``); those of version 1.0.0 of the element are made on demand.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha384
from pathlib import Path
from typing import NamedTuple

import tomli
from rjsmin import jsmin

_FOLDER = Path(__file__).parent

ELEMENT, AUTO = "glossary.js", "glossary-auto.js"
"""The scripts, by the name of their file."""

_TABLES = {ELEMENT: ("version", ""), AUTO: ("auto", "auto")}
"""Of each script, its table in ``versions.toml``, and the folder that has those of its versions."""


class Script(NamedTuple):
    """One version of a script: the bytes that browsers get, and their integrity value (W3C Subresource Integrity)."""

    version: str
    data: bytes
    integrity: str


@cache
def scripts(name: str = ELEMENT) -> tuple[Script, ...]:
    """Return every published version of a script, oldest first."""
    table, folder = _TABLES[name]
    rows = tomli.loads((_FOLDER / "versions.toml").read_text("utf-8"))[table]
    return tuple(_script(row["version"], _FOLDER / folder / row["version"] / name) for row in rows)


def current(name: str = ELEMENT) -> Script:
    """Return the newest version of a script."""
    return scripts(name)[-1]


def _script(version: str, source: Path) -> Script:
    published = source.with_suffix(".min.js")
    data = published.read_bytes() if published.exists() else jsmin(source.read_text("utf-8")).encode()
    return Script(version, data, "sha384-" + b64encode(sha384(data).digest()).decode())
