"""The layer in front of the application: responses from the cache before routing is reached, the switch between editions.

Every response passes through here, cached or not, so that caching changes no byte. Only responses with content to files and
to paths without a query string are cached; errors, drafts and searches never are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.test import create_environ

from glossary.serving import metrics
from glossary.serving.cache import CachedResponse, Headers, ResponseCache, coding_for
from glossary.serving.state import ENVIRON, ROUTE, Service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger("glossary")

_CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)


HARDLY = 0.05
"""Seconds that are spent on responses before a new edition is switched to."""

DAY = 86_400
"""Seconds of a day; Unix time has no leap seconds."""


class _Current(NamedTuple):
    """A service and the cache of its responses, replaced together, so that no response mixes two editions.

    They hold for the service's day, which is over at ``midnight``, in seconds of Unix time. A clock that was ahead and is set
    back is on an earlier day.
    """

    service: Service
    cache: ResponseCache
    begin: float
    midnight: float


Answered = tuple[CachedResponse, bool]
"""A response, and whether it came from memory."""

Short = Callable[["WSGIEnvironment", Service, ResponseCache], Answered | None]
"""What answers a GET without the application, byte for byte as it would; ``None`` where it leaves the request to it."""


class Front:
    """The application as the server sees it (PEP 3333)."""

    def __init__(self, application: WSGIApplication, service: Service, short: Short = lambda *_: None) -> None:
        self.application = application
        self._short = short
        self._clock = service.settings.clock
        self._switching = Lock()
        self.reload(service)

    @property
    def service(self) -> Service:
        """The service that new requests are served from."""
        return self._state.service

    def reload(self, service: Service, again: int = 0) -> None:
        """Serve every new request from this service. Requests under way end with the service that they began with. Before
        that, so many of the files that are cached are made ``again``, as far as that takes hardly any time."""
        cache = ResponseCache(service.settings.cache_bytes)
        try:
            if again:
                self._make_again(self._state.cache.first(again), service, cache)
        except Exception:  # whatever it is, readers get the new edition; the request itself will tell
            _log.exception("responses could not be made for the new edition")
        with self._switching:
            self._switch(service, cache)

    def _make_again(self, cached: Iterable[tuple[str, CachedResponse]], service: Service, cache: ResponseCache) -> None:
        end = monotonic() + HARDLY
        for path, before in cached:
            if monotonic() >= end:
                return
            environ = create_environ(path, service.settings.base_url)
            response = self._request(environ, service)
            response.prepare(before)
            cache.add(path, environ, response)

    def _switch(self, service: Service, cache: ResponseCache) -> None:
        # One assignment, so a request sees either both of the new or both of the old; the old cache goes with its edition.
        midnight = service.edition.support.midnight
        self._state = _Current(service, cache, midnight - DAY, midnight)
        metrics.reloaded(service)

    def _renewed(self) -> _Current:
        """Return the current state on a new day, with the service renewed and an empty cache."""
        with self._switching:
            state = self._state
            if (
                not state.begin <= self._clock() < state.midnight
            ):  # unless another thread has switched while this one waited
                renewed = state.service.renewed()
                self._switch(renewed, ResponseCache(renewed.settings.cache_bytes))
        return self._state

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Respond to a request, from the cache if it can be."""
        state = self._state
        # At midnight UTC contacts of help may expire. A request checks the clock itself, because the thread that watches the
        # content may be switched off, and because the content on disk may be unreadable: neither may keep a number alive.
        if not state.begin <= self._clock() < state.midnight:
            state = self._renewed()
        method = environ["REQUEST_METHOD"]
        if method == "POST":  # a reader's own words, as those of a query are: counted and compressed, never cached
            posted = self._request(environ, state.service)
            metrics.count(posted.route, posted.status, memory=False)
            return _send(posted, environ, method, start_response)
        if method not in ("GET", "HEAD"):
            environ[ENVIRON] = state.service
            return self.application(environ, start_response)
        response, memory = self._respond(environ, state.service, state.cache)
        metrics.count(response.route, response.status, memory=memory)
        return _send(response, environ, method, start_response)

    def _respond(self, environ: WSGIEnvironment, service: Service, cache: ResponseCache) -> Answered:
        path = environ.get("PATH_INFO", "")
        # A file ignores its query string. Any other query is a reader's own words: not cached, and unbounded in number.
        cacheable = not environ.get("QUERY_STRING") or is_file(path)
        if cacheable and (cached := cache.get(path, environ)):
            return cached, True
        if short := self._short(environ, service, cache):
            return short
        if (file := service.file(path)) != path:
            path = environ["PATH_INFO"] = file  # the same bytes at many addresses are cached once
            if cached := cache.get(path, environ):
                return cached, True
        response = self._request(environ, service)
        if cacheable:
            cache.add(path, environ, response)
        return response, False

    def ask(self, path: str) -> CachedResponse:
        """Return the complete response to ``GET path``, as the export needs it. Errors are responses too."""
        return self._request(create_environ(path, self.service.settings.base_url), self.service)

    def _request(self, environ: WSGIEnvironment, service: Service) -> CachedResponse:
        """Send the application the request, unconditional and a GET where it is a HEAD; return its complete response."""
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, _problem: object = None) -> object:
            started.append((status, headers))
            return None

        # Only a complete 200 can be cached for everyone. Conditions and Range are taken out, or Flask would answer with a 304
        # or 206, which fit this client alone. HEAD becomes GET, or the next GET would be sent an empty body. ``_send`` then
        # applies If-None-Match and HEAD for each client; a server may ignore Range (RFC 9110 section 14.2).
        unconditional = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        unconditional |= {"REQUEST_METHOD": method, ENVIRON: service}
        chunks = self.application(unconditional, start)  # type: ignore[arg-type]
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        # The last: PEP 3333 lets an application start again after an error, and what it started first does not count.
        status, headers = started[-1]
        return CachedResponse(status, headers, body, unconditional.get(ROUTE, ""))


def is_file(path: str) -> bool:
    """Return whether a path is a file: the same bytes whatever its query string says."""
    return len(path) > 1 and (path.endswith("/") or "." in path.rsplit("/", 1)[1])


def _send(
    response: CachedResponse, environ: WSGIEnvironment, method: str, start_response: StartResponse
) -> Iterable[bytes]:
    accepted = environ.get("HTTP_ACCEPT_ENCODING")
    condition = environ.get("HTTP_IF_NONE_MATCH") if method in ("GET", "HEAD") else None
    representation = response.representation(coding_for(accepted) if accepted else "")
    # The plain comparison first: clients send back the one tag that they received, and it is the cheaper one.
    if condition and response.ok and (condition == representation.etag or _matches(condition, representation.etag)):
        start_response("304 Not Modified", representation.not_modified)
        return []
    start_response(response.status, representation.headers)
    # Lists: Granian sends them at once, any other iterable piece by piece.
    return [] if method == "HEAD" else [representation.body]


def _matches(condition: str, etag: str) -> bool:
    """Compare weakly, as If-None-Match does (RFC 9110 section 13.1.2)."""
    return condition.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in condition.split(","))
