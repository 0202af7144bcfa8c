"""Where artifacts come from: a folder, or an address over HTTP.

An origin has ``content.json``, the files that it names or has named, and their signatures beside them. Nothing else is asked
for, and nothing that it sends is trusted for being sent by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from glossary.content import files
from glossary.errors import Refused


@dataclass(frozen=True)
class Answer:
    """What an origin sent: the bytes, by what to ask whether they are still the same (``tag``), and what its clock said."""

    data: bytes
    tag: str = ""
    clock: datetime | None = None


class Unchanged(Exception):
    """The origin still has what it had. ``clock`` is what its clock said."""

    def __init__(self, clock: datetime | None = None) -> None:
        self.clock = clock


def is_address(origin: str) -> bool:
    """Return whether an origin is an address; else it is a folder."""
    return origin.startswith(("https://", "http://"))


def displayed(origin: str) -> str:
    """Return an origin as messages show it."""
    return origin if is_address(origin) else files.displayed(Path(origin))


def get(origin: str, name: str, most: int, tag: str = "") -> Answer:
    """Return a file of an origin that has at most so many bytes.

    Raises ``Unchanged`` where it is what it was when it had this ``tag``, ``FileNotFoundError`` where there is none, and
    ``Refused`` where the origin cannot be reached, or sends more.
    """
    try:
        answer = _asked(origin, name, most, tag) if is_address(origin) else _read(origin, name, most, tag)
    except FileNotFoundError:
        raise
    except OSError as error:
        what = f"it cannot be reached ({getattr(error, 'reason', None) or error or type(error).__name__})"
        raise Refused(what, "see that it runs, and that this machine can reach it") from None
    if len(answer.data) > most:
        raise Refused(f"{name} has more than {most} bytes", "see what lies there")
    return answer


def _read(origin: str, name: str, most: int, tag: str) -> Answer:
    path = Path(origin) / name
    stat = path.stat()
    now = f"{stat.st_ino}-{stat.st_size}-{stat.st_mtime_ns}-{stat.st_ctime_ns}"
    if tag == now:
        raise Unchanged
    with path.open("rb") as file:
        return Answer(file.read(most + 1), now)


def _asked(origin: str, name: str, most: int, tag: str) -> Answer:
    from glossary.artifact import address  # with it comes ssl, which takes long to import

    return address.get(f"{origin}/{name}", most, tag)
