"""The response cache: complete responses and their compressed representations, in memory up to a limit.

An edition never changes, so neither does a response made from it: status, headers and body are made once, and a compressed
representation when it is first requested.
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from math import inf
from threading import Lock

import brotli

Headers = list[tuple[str, str]]

MIN_COMPRESSED_BYTES = 256
"""Bodies of fewer bytes are not compressed: headers and framing would outweigh the gain."""

_EFFORTS: Mapping[float, Mapping[str, int]] = {
    16 * 1024: {"quality": 9, "lgwin": 16},
    2_000_000: {"quality": 10},
    inf: {"quality": 5},
}
"""Brotli's settings by the most bytes of a body. Quality 10 saves a tenth, which is 200 bytes of a page, and takes ten
times as long; of a whole large glossary in all its languages it saves a fifth, and takes half a minute. With a window of more
than 64 KiB, quality 9 would clear a table of megabytes for each body."""

_ONCE = {"quality": 5}
"""Those of a body that is sent once only: for a search more effort takes longer than the search."""

MAX_PREPARED_BYTES = 32 * 1024
"""Bodies of more bytes are not compressed before somebody asks."""

MAX_HEADER_VALUE = 256
"""Longest request header value that takes part in caching or compression, in characters. Browsers send fewer than a hundred;
without a limit, a client that makes values up could fill the memory with cache keys."""

MAX_CODINGS = 20
"""Most members of one Accept-Encoding header that are parsed."""

_TEXT = re.compile(r"(text/|application/(json|atom\+xml|ld\+json|problem\+json|xml)|image/svg)")

# These belong to one representation or to one moment; the cache sets them itself, and the server sets Date.
_PER_REPRESENTATION = frozenset({"content-length", "etag", "date", "content-encoding"})

# RFC 9110 section 15.4.5 names the headers that a 304 repeats. The CORS headers are needed too: a browser checks them on the
# 304 itself. Headers that describe a body (Content-Type, Content-Language) are left out.
_NOT_MODIFIED = frozenset(
    {
        "access-control-allow-origin",
        "access-control-expose-headers",
        "cache-control",
        "etag",
        "glossary-edition",  # a cache in front updates it, so its next purge spares what it has just revalidated
        "surrogate-key",
        "vary",
    }
)


class Representation:
    """A response in one content coding: its body, its entity tag (empty where it has none), and its headers."""

    def __init__(self, body: bytes, etag: str, headers: Headers) -> None:
        self.body = body
        self.etag = etag
        self.headers = headers

    @cached_property
    def not_modified(self) -> Headers:
        """The headers of its 304."""
        return [(name, value) for name, value in self.headers if name.lower() in _NOT_MODIFIED]


class CachedResponse:
    """A complete response, with a representation for each content coding."""

    def __init__(self, status: str, headers: Headers, body: bytes, route: str = "") -> None:
        """``status`` is as in ``200 OK``. ``route`` is the URL rule that matched, empty where none did.

        ``no_store``: no cache may store it (RFC 9111 section 5.2.2.5), because it shows drafts, a reader's search, or the
        state of the service.
        """
        self.status = status
        self.route = route
        self.body = body
        said = {name.lower(): value for name, value in headers}
        self.content_type = said.get("content-type", "")
        self.no_store = "no-store" in said.get("cache-control", "")
        self.headers = [(name, value) for name, value in headers if name.lower() not in _PER_REPRESENTATION]
        self.compressible = len(body) >= MIN_COMPRESSED_BYTES and bool(_TEXT.match(self.content_type))
        if self.compressible:
            self.headers = _varying(self.headers) if "vary" in said else [*self.headers, ("Vary", "Accept-Encoding")]
        self._digest = sha256(body).hexdigest()[:32]
        self._representations: dict[str, Representation] = {}

    @property
    def ok(self) -> bool:
        """Whether its status is 200: not an error, not a redirect, not empty."""
        return self.status.startswith("200")

    @property
    def vary(self) -> tuple[str, ...]:
        """The request headers that it depends on, without Accept-Encoding: each coding has its own representation."""
        value = next((value for name, value in self.headers if name.lower() == "vary"), "")
        return tuple(name for name in map(str.strip, value.split(",")) if name and name.lower() != "accept-encoding")

    @property
    def size(self) -> int:
        """The most bytes that its bodies can take: plain, gzip and Brotli, neither of which is larger than the plain one."""
        return 3 * len(self.body) if self.compressible else len(self.body)

    def representation(self, coding: str) -> Representation:
        """Return it in a content coding (RFC 9110 section 8.4.1): ``br``, ``gzip``, or empty for none.

        Each has a strong entity tag of its own, because its bytes differ (RFC 9110 section 8.8.3.3). A body that is not
        worth compressing comes in no coding, whichever is asked for.
        """
        representation = self._representations.get(coding)
        if representation is None:
            plain = coding and not self.compressible
            representation = self.representation("") if plain else self._encode(coding)
            self._representations[coding] = representation
        return representation

    def prepare(self, before: CachedResponse) -> None:
        """Make the representations that the response ``before`` had. Those of a large body are made when somebody asks, but
        where it is the same body."""
        for coding, made in tuple(before._representations.items()):
            if self.compressible and self.body == before.body:
                self._representations[coding] = self._encoded(coding, made.body)
            elif len(self.body) <= MAX_PREPARED_BYTES:
                self.representation(coding)

    def _encode(self, coding: str) -> Representation:
        return self._encoded(coding, {"": lambda: self.body, "gzip": self._gzip, "br": self._brotli}[coding]())

    def _encoded(self, coding: str, body: bytes) -> Representation:
        if not self.ok:
            # No tag, since no condition applies to an error or a redirect (RFC 9110 section 13.2.1).
            return Representation(body, "", [*self.headers, *_encoding(coding), ("Content-Length", str(len(body)))])
        etag = f'"{self._digest}{f"-{coding}" if coding else ""}"'
        headers = [*self.headers, *_encoding(coding), ("ETag", etag), ("Content-Length", str(len(body)))]
        return Representation(body, etag, headers)

    def _gzip(self) -> bytes:
        return gzip.compress(self.body, 6 if self.no_store else 9, mtime=0)

    def _brotli(self) -> bytes:
        effort = next(effort for most, effort in _EFFORTS.items() if len(self.body) <= most)
        data: bytes = brotli.compress(self.body, **(_ONCE if self.no_store else effort))
        return data


def _encoding(coding: str) -> Headers:
    return [("Content-Encoding", coding)] if coding else []


def _varying(headers: Headers) -> Headers:
    """Return the headers with Accept-Encoding added to Vary."""
    vary = [value for name, value in headers if name.lower() == "vary"]
    others = [(name, value) for name, value in headers if name.lower() != "vary"]
    return [*others, ("Vary", ", ".join([*vary, "Accept-Encoding"]))]


def coding_for(accepted: str) -> str:
    """Return the content coding for an Accept-Encoding header: Brotli, else gzip, else none (RFC 9110 section 12.5.3)."""
    return _coding_for(accepted) if len(accepted) <= MAX_HEADER_VALUE else ""


@lru_cache(maxsize=512)
def _coding_for(accepted: str) -> str:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(",")[:MAX_CODINGS]:
        match = re.fullmatch(r"\s*([a-z0-9*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", part)
        if match:
            weights[match[1]] = float(match[2] or 1)
    anything = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda coding: weights.get(coding, anything))
    return best if weights.get(best, anything) > 0 else ""


class ResponseCache:
    """The responses of one edition, by path and by the request headers that they vary on, or by what was chosen for them.

    ``limit`` bounds the bytes of their bodies; zero caches nothing.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._responses: OrderedDict[tuple[str, ...], CachedResponse] = OrderedDict()
        self._vary: dict[str, tuple[str, ...]] = {}
        self._bytes = 0
        self._lock = Lock()

    def get(self, path: str, environ: Mapping[str, str]) -> CachedResponse | None:
        """Return the cached response to a request, if there is one."""
        # Without the lock: it reads, and a response that another thread evicts meanwhile is still the right one.
        return self._responses.get(self._key(path, environ))

    def first(self, most: int) -> list[tuple[str, CachedResponse]]:
        """Return the responses that were cached first, of those that vary on nothing, with their paths."""
        with self._lock:
            rows = [(key[0], response) for key, response in self._responses.items() if len(key) == 1]
        return rows[:most]

    def chosen(self, key: tuple[str, ...]) -> CachedResponse | None:
        """Return the response for which this was chosen, if it is cached: many headers lead to one choice."""
        return self._responses.get(key)

    def add(self, path: str, environ: Mapping[str, str], response: CachedResponse) -> None:
        """Cache a response if it is a 200 that may be stored, and evict the oldest ones while the limit is exceeded. One that
        is larger than the limit evicts nothing."""
        if not self._storable(response):
            return
        with self._lock:
            if response.vary:
                self._vary[path] = tuple("HTTP_" + name.upper().replace("-", "_") for name in response.vary)
            if not self._overlong(path, environ):
                self._add(self._key(path, environ), response)

    def add_chosen(self, key: tuple[str, ...], response: CachedResponse) -> None:
        """Cache a response, as ``add`` does, by what was chosen for it. No path is the first part of ``key``."""
        if self._storable(response):
            with self._lock:
                self._add(key, response)

    def _storable(self, response: CachedResponse) -> bool:
        # An error or redirect is cheap to make, and there is one for every path that a client can invent.
        return response.ok and not response.no_store and response.size <= self.limit

    def _add(self, key: tuple[str, ...], response: CachedResponse) -> None:
        if key in self._responses:
            return
        self._responses[key] = response
        # Compressed representations are counted in advance: they are made later, where nothing checks the limit.
        self._bytes += response.size
        while self._bytes > self.limit:
            # By age, not by last use: then a hit writes nothing and needs no lock.
            self._bytes -= self._responses.popitem(last=False)[1].size

    def _overlong(self, path: str, environ: Mapping[str, str]) -> bool:
        """Return whether the key would hold an overlong header value: the limit counts bodies, not keys."""
        return any(len(environ.get(name, "")) > MAX_HEADER_VALUE for name in self._vary.get(path, ()))

    def _key(self, path: str, environ: Mapping[str, str]) -> tuple[str, ...]:
        vary = self._vary.get(path)
        return (path, *(environ.get(name, "") for name in vary)) if vary else (path,)
