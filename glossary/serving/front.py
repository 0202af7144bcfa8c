"""The layer in front of the application: answers from memory before routing is reached, the step from edition to edition.

Every answer passes through here, kept or not, so that keeping changes no byte. Kept are only answers with content to files
and to paths without a query string; errors, drafts and searches never are.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.test import create_environ

from glossary.serving import metrics
from glossary.serving.cache import CachedResponse, Headers, Store, coding_for
from glossary.serving.service import ENVIRON, ROUTE, Service

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_RANGE",
)


class _Current(NamedTuple):
    """A service and what was kept of its answers: exchanged in one step, so that no answer mixes two editions.

    ``midnight``: when its day ends, in seconds of Unix time.
    """

    service: Service
    store: Store
    midnight: float


class Front:
    """The application as the server sees it (PEP 3333)."""

    def __init__(self, application: WSGIApplication, service: Service) -> None:
        self.application = application
        self._clock = service.settings.clock
        self._turning = Lock()
        self.reload(service)

    @property
    def service(self) -> Service:
        """The service that answers requests that come now."""
        return self._state.service

    def reload(self, service: Service) -> None:
        """Answer from another edition from now on. Requests under way end with the one that they began with."""
        with self._turning:
            self._switch(service)

    def _switch(self, service: Service) -> None:
        self._state = _Current(service, Store(service.settings.cache_bytes), service.edition.support.midnight)
        metrics.reloaded(service)

    def _today(self) -> _Current:
        """Return what answers now. On a new day that is a renewed service: nothing is shown after it has expired, whether
        or not anything watches the content, and whether or not the content can be read."""
        if self._clock() >= self._state.midnight:
            with self._turning:
                if self._clock() >= self._state.midnight:
                    self._switch(self._state.service.renewed())
        return self._state

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, from memory if it can be."""
        service, store, _ = self._today()
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            environ[ENVIRON] = service
            return self.application(environ, start_response)
        path = environ.get("PATH_INFO", "")
        keepable = not environ.get("QUERY_STRING") or is_file(path)
        kept = answer = store.find(path, environ) if keepable else None
        if answer is None:
            answer = self._ask(environ, service)
            if keepable:
                store.keep(path, environ, answer)
        metrics.count(answer.route, answer.status, memory=kept is not None)
        return _send(answer, environ, method, start_response)

    def ask(self, path: str) -> CachedResponse:
        """Return the whole answer for a path, as the export needs it."""
        return self._ask(create_environ(path, self.service.settings.base_url), self.service)

    def _ask(self, environ: WSGIEnvironment, service: Service) -> CachedResponse:
        """Ask the application for the whole answer, whatever condition the client has set."""
        got: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, _problem: object = None) -> object:
            got.append((status, headers))
            return None

        plain = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        plain |= {"REQUEST_METHOD": "GET", ENVIRON: service}
        parts = self.application(plain, start)  # type: ignore[arg-type]
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return CachedResponse(*got[-1], body, plain.get(ROUTE, ""))


def is_file(path: str) -> bool:
    """Return whether a path is a file: the same bytes whatever its query string says."""
    return len(path) > 1 and (path.endswith("/") or "." in path.rsplit("/", 1)[1])


def _send(
    answer: CachedResponse, environ: WSGIEnvironment, method: str, start_response: StartResponse
) -> Iterable[bytes]:
    accepted, condition = environ.get("HTTP_ACCEPT_ENCODING"), environ.get("HTTP_IF_NONE_MATCH")
    form = answer.form(coding_for(accepted) if accepted else "")
    if condition and answer.good and (condition == form.tag or _matches(condition, form.tag)):
        start_response("304 Not Modified", form.short)
        return []
    start_response(answer.status, form.full)
    # Lists: Granian sends them at once, any other iterable piece by piece.
    return [] if method == "HEAD" else [form.body]


def _matches(condition: str, tag: str) -> bool:
    """Compare weakly, as If-None-Match does (RFC 9110 section 13.1.2)."""
    return condition.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in condition.split(","))
