"""Complete answers and their compressed forms, kept in memory while they fit.

An edition never changes, so an answer of it never does: its status, headers and body are made once, a compressed form when it
is first asked for.
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

import brotli

Headers = list[tuple[str, str]]

MIN_COMPRESSED_BYTES = 256
"""Bodies of fewer bytes are not compressed: there is nothing to gain."""

MAX_HEADER_VALUE = 256
"""Longest value of a request's header that is looked at, in characters; those of real browsers have fewer than a hundred.
What is kept for longer ones would be kept for attackers."""

_TEXT = re.compile(r"(text/|application/(json|problem\+json|xml)|image/svg)")
_PER_REQUEST = frozenset({"content-length", "etag", "date", "content-encoding"})
_NOT_MODIFIED = frozenset(
    {
        "access-control-allow-origin",
        "access-control-expose-headers",
        "cache-control",
        "glossary-edition",  # a cache that asked again keeps what it has, as part of this edition
        "surrogate-key",
        "vary",
    }
)


class Form(NamedTuple):
    """One form of a body: as it is, or compressed. ``full`` and ``short`` are the headers of a 200 and of a 304."""

    body: bytes
    tag: str
    full: Headers
    short: Headers


class CachedResponse:
    """A complete answer, with its forms by content coding, made when they are first asked for."""

    def __init__(self, status: str, headers: Headers, body: bytes, route: str = "") -> None:
        """``route`` is the rule that made it; empty where none did."""
        self.status = status
        self.route = route
        self.body = body
        self.kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        self.headers = [(name, value) for name, value in headers if name.lower() not in _PER_REQUEST]
        self.compressible = len(body) >= MIN_COMPRESSED_BYTES and bool(_TEXT.match(self.kind))
        if self.compressible:
            self.headers = _varying(self.headers)
        self._digest = sha256(body).hexdigest()[:32]
        self._forms: dict[str, Form] = {}

    @property
    def good(self) -> bool:
        """Whether it is an answer with content, and not an error, a redirect or nothing."""
        return self.status.startswith("200")

    @property
    def private(self) -> bool:
        """Whether nobody may keep it: it shows drafts, or the state of the service."""
        return any(name.lower() == "cache-control" and "no-store" in value for name, value in self.headers)

    @property
    def vary(self) -> tuple[str, ...]:
        """The request headers that it depends on, but for the encoding, which has its own forms."""
        named = next((value for name, value in self.headers if name.lower() == "vary"), "")
        return tuple(name for name in map(str.strip, named.split(",")) if name and name.lower() != "accept-encoding")

    @property
    def size(self) -> int:
        """The bytes that it holds, compressed forms included; they are never larger than the body."""
        return 3 * len(self.body) if self.compressible else len(self.body)

    def form(self, coding: str) -> Form:
        """Return its form in a content coding (RFC 9110 section 8.4.1), with a strong tag of its own."""
        found = self._forms.get(coding)
        if found is None:
            found = self._forms[coding] = self._make(coding) if self.compressible or not coding else self.form("")
        return found

    def _make(self, coding: str) -> Form:
        body = {"": lambda: self.body, "gzip": self._gzip, "br": self._brotli}[coding]()
        if not self.good:
            return Form(body, "", [*self.headers, *_encoding(coding), ("Content-Length", str(len(body)))], [])
        tag = f'"{self._digest}{f"-{coding}" if coding else ""}"'
        full = [*self.headers, *_encoding(coding), ("ETag", tag), ("Content-Length", str(len(body)))]
        short = [(name, value) for name, value in self.headers if name.lower() in _NOT_MODIFIED]
        return Form(body, tag, full, [*short, ("ETag", tag)])

    def _gzip(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    def _brotli(self) -> bytes:
        data: bytes = brotli.compress(self.body, quality=10)
        return data


def _encoding(coding: str) -> Headers:
    return [("Content-Encoding", coding)] if coding else []


def _varying(headers: Headers) -> Headers:
    """Add the encoding to what the answer depends on."""
    named = [value for name, value in headers if name.lower() == "vary"]
    rest = [(name, value) for name, value in headers if name.lower() != "vary"]
    return [*rest, ("Vary", ", ".join([*named, "Accept-Encoding"]))]


def coding_for(accepted: str) -> str:
    """Return the content coding for an Accept-Encoding header: Brotli, else gzip, else none (RFC 9110 section 12.5.3)."""
    return _coding_for(accepted) if len(accepted) <= MAX_HEADER_VALUE else ""


@lru_cache(maxsize=512)
def _coding_for(accepted: str) -> str:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(",")[:20]:
        match = re.fullmatch(r"\s*([a-z0-9*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", part)
        if match:
            weights[match[1]] = float(match[2] or 1)
    anything = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda coding: weights.get(coding, anything))
    return best if weights.get(best, anything) > 0 else ""


class Store:
    """The answers of one edition, by what they depend on. ``limit`` is how many bytes are kept at most; zero keeps none."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._kept: OrderedDict[tuple[str, ...], CachedResponse] = OrderedDict()
        self._vary: dict[str, tuple[str, ...]] = {}
        self._bytes = 0
        self._lock = Lock()

    def find(self, path: str, environ: Mapping[str, str]) -> CachedResponse | None:
        """Return what was kept for a request, if it was."""
        return self._kept.get(self._key(path, environ))

    def keep(self, path: str, environ: Mapping[str, str], answer: CachedResponse) -> None:
        """Keep an answer, if it is one with content that may be kept, and let the oldest go where it takes too much."""
        if not answer.good or answer.private:
            return
        with self._lock:
            if answer.vary:
                self._vary[path] = tuple("HTTP_" + name.upper().replace("-", "_") for name in answer.vary)
            key = self._key(path, environ)
            if key in self._kept or self._overlong(path, environ):
                return
            self._kept[key] = answer
            self._bytes += answer.size
            while self._bytes > self.limit:
                self._bytes -= self._kept.popitem(last=False)[1].size

    def _overlong(self, path: str, environ: Mapping[str, str]) -> bool:
        return any(len(environ.get(name, "")) > MAX_HEADER_VALUE for name in self._vary.get(path, ()))

    def _key(self, path: str, environ: Mapping[str, str]) -> tuple[str, ...]:
        named = self._vary.get(path)
        return (path, *(environ.get(name, "") for name in named)) if named else (path,)
