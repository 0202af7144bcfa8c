"""The element as a package of npm's shape: the script, its types, its manifest. It is never published, only built."""

from __future__ import annotations

import gzip
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
    yield "glossary.js", script.data
    for path in _TEXTS.iterdir():
        text = path.read_text("utf-8").replace("VERSION", script.version).replace("INTEGRITY", script.integrity)
        yield path.name, text.encode()
