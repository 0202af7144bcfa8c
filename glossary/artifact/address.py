"""A file of an origin asked for over HTTP: whether it is new, up to so many bytes, and for so long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from time import monotonic
from typing import IO
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from glossary.artifact.origin import Answer, Unchanged

TIMEOUT = 5
"""Seconds without a byte after which an origin counts as not reached."""

PATIENCE = 120
"""Seconds that a file may take in all."""

_SECOND = timedelta(seconds=1)
_BLOCK = 256 * 1024


def get(address: str, most: int, tag: str) -> Answer:
    """Return the file at an address. Raises ``Unchanged`` where it is what it was when it had this ``tag``,
    ``FileNotFoundError`` where there is none, and ``OSError`` where that cannot be known."""
    request = Request(address, headers={"User-Agent": "glossary"})  # noqa: S310, settings allow http and https only
    if tag:
        request.add_header("If-None-Match" if tag.startswith(('"', "W/")) else "If-Modified-Since", tag)
    try:
        with build_opener(_Redirects).open(request, timeout=TIMEOUT) as answer:
            return Answer(_all(answer.read, most), _tag(answer.headers), _clock(answer.headers["Date"]))
    except HTTPError as error:
        if error.code == 304:
            raise Unchanged(_clock(error.headers["Date"])) from None
        if error.code in (404, 410):
            raise FileNotFoundError(address) from None
        raise
    except HTTPException as error:
        raise OSError(f"it does not speak HTTP: {type(error).__name__}") from None


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
