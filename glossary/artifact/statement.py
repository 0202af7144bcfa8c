"""What an artifact says of itself, and what an origin says of the one that it offers.

An artifact is a tar file. Its first member, ``edition.json``, is its statement. Beside it at an origin, ``content.json``
names the file with its digest: that is what instances ask for, and the only file there that ever changes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from glossary.content.model import ID
from glossary.errors import Refused

INSIDE = "edition.json"
"""The first member of an artifact."""

POINTER = "content.json"
"""The file at an origin that names the artifact which it offers."""

FORMAT = 1
"""The version of both files. A later one may add fields; what this one has keeps its meaning."""

MAX_BYTES = 512 * 1024 * 1024
"""Largest artifact, in bytes; that of ten thousand texts has about forty megabytes."""

SIGNATURE_BYTES = 16 * 1024
"""Largest signature that is read."""

PURPOSE = "glossary-content@v1"
"""What a signature of an artifact is for; the glossary's id follows."""

_WHEN = "%Y-%m-%dT%H:%M:%SZ"
_FORMS = {
    "edition": re.compile(r"[0-9a-f]{16,64}"),
    "glossary": ID,
    "file": re.compile(r"content-[0-9a-f]{16}\.tar"),
    "sha256": re.compile(r"[0-9a-f]{64}"),
}
_REMEDY = "write it with “glossary pack”"


@dataclass(frozen=True)
class Statement:
    """What an artifact says: the edition that it was made from, of which glossary, when it was packed, and whether the
    content is that of the package (``package``), to which the baseline of a release counts."""

    edition: str
    glossary: str
    packed_at: datetime
    package: bool

    @property
    def data(self) -> bytes:
        """The file."""
        return _written(self.edition, self.packed_at, glossary=self.glossary, package=self.package)


@dataclass(frozen=True)
class Offer:
    """What an origin offers: a file, of so many bytes, with this digest, and what it says of itself."""

    edition: str
    packed_at: datetime
    file: str
    size: int
    sha256: str

    @property
    def data(self) -> bytes:
        """The file."""
        return _written(self.edition, self.packed_at, file=self.file, bytes=self.size, sha256=self.sha256)


def name(sha256: str) -> str:
    """Return the name of an artifact, by its digest: another content never has the same."""
    return f"content-{sha256[:16]}.tar"


def signature(file: str, who: str) -> str:
    """Return the name of somebody's signature of an artifact."""
    return f"{file}.{who}.sig"


def _written(edition: str, packed_at: datetime, **more: Any) -> bytes:
    values = {"format": FORMAT, "edition": edition, "packed_at": packed_at.strftime(_WHEN), **more}
    return (json.dumps(values) + "\n").encode()


def read(data: bytes) -> Statement:
    """Return what an artifact says. Raises ``Refused``."""
    values = _values(data, INSIDE, edition=str, glossary=str, packed_at=str, package=bool)
    return Statement(values["edition"], values["glossary"], values["packed_at"], values["package"])


def offer(data: bytes) -> Offer:
    """Return what an origin offers. Raises ``Refused``."""
    values = _values(data, POINTER, edition=str, packed_at=str, file=str, bytes=int, sha256=str)
    if not 0 < values["bytes"] <= MAX_BYTES or values["file"] != name(values["sha256"]):
        raise _refused(POINTER, "it names no file that could be an artifact")
    return Offer(values["edition"], values["packed_at"], values["file"], values["bytes"], values["sha256"])


def _values(data: bytes, name: str, /, **kinds: type) -> dict[str, Any]:
    try:
        values = json.loads(data)
    except ValueError:
        raise _refused(name, "it is torn, or no JSON") from None
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise _refused(name, f"its format is not {FORMAT}; a later release of this program may read it")
    for key, kind in kinds.items():
        if type(values.get(key)) is not kind or (key in _FORMS and not _FORMS[key].fullmatch(values[key])):
            raise _refused(name, f"“{key}” is missing, or has a value that it cannot have")
    try:
        values["packed_at"] = datetime.strptime(values["packed_at"], _WHEN).replace(tzinfo=UTC)
    except ValueError:
        raise _refused(name, f"“packed_at” is not written as {_WHEN.replace('%', '')}") from None
    return values


def _refused(file: str, what: str) -> Refused:
    return Refused(f"{file}: {what}", _REMEDY)
