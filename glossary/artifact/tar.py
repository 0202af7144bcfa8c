"""The file of an artifact: a tar (POSIX.1-2001, pax) whose bytes follow from its members alone.

It is read strictly, because it comes from elsewhere:

1. Only plain files, each below a folder of content or one of the three files beside them, none twice.
2. No path that leads out of the folder, and none that is hidden.
3. No file larger than content can be, and no more of them than a glossary has.
4. Nothing behind the last file: at a head that is damaged ``tarfile`` ends as if there were no more.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from glossary.artifact import statement
from glossary.artifact.statement import Statement
from glossary.content import figures, files, identity, sources, wording
from glossary.errors import Refused

FOLDERS = ("terms", sources.FOLDER, figures.FOLDER, "support", "translations")
BESIDE = (identity.FILE, identity.PICTURE, wording.FILE)

MAX_FILES = 500_000
"""Most files of an artifact. A log of a million records has four thousand, a glossary two for each concept and language."""

_PATH = re.compile(
    rf"(?:(?:{'|'.join(FOLDERS)})(?:/(?!\.)[^/\\\x00-\x1f\x7f]+){{1,9}}|{'|'.join(map(re.escape, BESIDE))})"
)
_REMEDY = "write it with “glossary pack”"


def write(said: Statement, members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the file. The same statement and the same members are the same bytes."""
    memory = BytesIO()
    with tarfile.open(fileobj=memory, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as file:
        for path, data in [(statement.INSIDE, said.data), *sorted(members)]:
            row = tarfile.TarInfo(path)
            row.size, row.mode = len(data), 0o644
            file.addfile(row, BytesIO(data))
    return memory.getvalue()


def is_place(path: str) -> bool:
    """Return whether a path is one that a file of an artifact can have (rules 1 and 2)."""
    return _PATH.fullmatch(path) is not None and path.isprintable()


def unpack(data: bytes, folder: Path) -> None:
    """Write the members of an artifact into a folder. Raises ``Refused`` for what we would not write, and ``OSError``."""
    for name, content in _members(data):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("xb") as file:
            file.write(content)


def said(data: bytes) -> Statement:
    """Return what an artifact says of itself. Raises ``Refused``."""
    for _, first in _members(data):
        return statement.read(first)
    raise Refused("it is empty", _REMEDY)


def members(data: bytes) -> dict[str, bytes]:
    """Return what an artifact holds, by path, without its statement. Raises ``Refused``."""
    return {name: content for name, content in _members(data) if name != statement.INSIDE}


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    seen = set[str]()
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:", encoding="utf-8", errors="strict") as file:
            for row in file:
                _require(row, seen)
                seen.add(row.name)
                reader = file.extractfile(row)
                content = reader.read() if reader else b""
                if len(content) != row.size:
                    raise Refused("it is torn: its last file is shorter than it says", _REMEDY)
                yield row.name, content
            if data[file.offset :].strip(b"\0"):  # Rule 4
                raise Refused("it is damaged behind its first files", _REMEDY)
    except (tarfile.TarError, ValueError, EOFError) as error:
        raise Refused(f"it is no tar file that could be an artifact ({error})", _REMEDY) from None


def _require(row: tarfile.TarInfo, seen: set[str]) -> None:
    first = not seen
    if row.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or row.issparse():
        raise Refused(f"“{row.name}” in it is no plain file", _REMEDY)  # Rule 1
    if row.name != statement.INSIDE if first else not is_place(row.name):
        raise Refused(f"“{row.name}” is no place for a file of an artifact", _REMEDY)  # Rules 1 and 2
    if row.name in seen:
        raise Refused(f"“{row.name}” is in it twice", _REMEDY)  # Rule 1
    if row.size > files.MAX_BYTES or len(seen) >= MAX_FILES:
        raise Refused(f"“{row.name}” is larger, or one more, than content can be", _REMEDY)  # Rule 3
