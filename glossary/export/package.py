"""The element as a package of npm's shape: the script, its types, its manifest. It is never published, only built."""

from __future__ import annotations

import gzip
import re
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from glossary.embed import element
from glossary.embed.element import Script

NAME = "glossary-term"
_FOLDER = "package"
"""The folder that every package of npm has at its top."""

_TEXTS = Path(element.__file__).parent / "npm"


def name() -> str:
    """Return the name of the file, as ``npm pack`` writes it."""
    return f"{NAME}-{element.current().version}.tgz"


def pack() -> bytes:
    """Return the package of the newest version of the element. The same content is the same bytes."""
    memory = BytesIO()
    with tarfile.open(fileobj=memory, mode="w", format=tarfile.USTAR_FORMAT) as file:
        for member, data in sorted(_files(element.current())):
            row = tarfile.TarInfo(f"{_FOLDER}/{member}")
            row.size, row.mode = len(data), 0o644
            file.addfile(row, BytesIO(data))
    return gzip.compress(memory.getvalue(), mtime=0)


def _files(script: Script) -> Iterator[tuple[str, bytes]]:
    auto = element.current(element.AUTO)
    yield element.ELEMENT, script.data
    yield element.AUTO, auto.data
    words = {"VERSION": script.version, "AUTO-INTEGRITY": auto.integrity, "INTEGRITY": script.integrity}
    for path in _TEXTS.iterdir():
        text = re.sub("|".join(words), lambda word: words[word[0]], path.read_text("utf-8"))
        yield path.name, text.encode()
