"""Where artifacts come from: a folder, or an address over HTTP.

An origin has ``content.json``, the files that it names or has named, and their signatures beside them. Nothing else is asked
for, and nothing that it sends is trusted for being sent by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from time import monotonic
from typing import IO
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from glossary.content import files
from glossary.errors import Refused

TIMEOUT = 5
"""Seconds without a byte after which an origin counts as not reached."""

PATIENCE = 120
"""Seconds that a file may take in all."""

_SECOND = timedelta(seconds=1)
_BLOCK = 256 * 1024


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
    ask = _asked if is_address(origin) else _read
    try:
        answer = ask(origin, name, most, tag)
    except FileNotFoundError:
        raise
    except (OSError, HTTPException) as error:
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
    request = Request(f"{origin}/{name}", headers={"User-Agent": "glossary"})  # noqa: S310, settings allow http and https only
    if tag:
        request.add_header("If-None-Match" if tag.startswith(('"', "W/")) else "If-Modified-Since", tag)
    try:
        with build_opener(_Redirects).open(request, timeout=TIMEOUT) as answer:
            return Answer(_all(answer.read, most), _tag(answer.headers), _clock(answer.headers["Date"]))
    except HTTPError as error:
        if error.code == 304:
            raise Unchanged(_clock(error.headers["Date"])) from None
        if error.code in (404, 410):
            raise FileNotFoundError(name) from None
        raise


def _all(read: Callable[[int], bytes], most: int) -> bytes:
    """Return what is read, up to one byte more than ``most``. Raises ``TimeoutError`` where that takes too long."""
    data, end = bytearray(), monotonic() + PATIENCE
    while len(data) <= most and (block := read(min(_BLOCK, most + 1 - len(data)))):
        data += block
        if monotonic() > end:
            raise TimeoutError("it sends too slowly")
    return bytes(data)


def _tag(headers: HTTPMessage) -> str:
    """Return by what to ask next time whether a file has changed: a day and time, which has no fractions of a second, only
    where the file can have no other version of the same second (RFC 9110 section 8.8.2.2)."""
    now, changed = _clock(headers["Date"]), _clock(headers["Last-Modified"])
    told = headers["Last-Modified"] if now and changed and now - changed > _SECOND else ""
    return headers["ETag"] or told


def _clock(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date).replace(tzinfo=UTC) if date else None  # always GMT (RFC 9110 section 5.6.7)
    except ValueError:
        return None


class _Redirects(HTTPRedirectHandler):
    """Follows redirects over HTTP, and from HTTPS to HTTPS only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if not newurl.startswith("https://" if req.type == "https" else ("https://", "http://")):
            raise HTTPError(req.full_url, code, "it leads away from HTTPS", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
