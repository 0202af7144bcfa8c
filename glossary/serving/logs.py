"""Structured log lines, one JSON object each. Nothing in them is about the reader: no address, no query, no user agent, and
no path but its route, because which word was opened is nobody's business but the reader's."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from flask import Flask, Response, g, got_request_exception, request

from glossary.serving.state import ROUTE

_log = logging.getLogger("glossary")


class Lines(logging.Formatter):
    """Formats a log record as one line of JSON: ``time`` (UTC), ``level``, ``event``, and the values of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        values = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage()}
        values |= getattr(record, "values", {})
        if record.exc_info:
            values["error"] = self.formatException(record.exc_info)
        return json.dumps(values, ensure_ascii=False)


_STDERR = {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}
_TO_STDERR = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": Lines}},
    "handlers": {"stderr": _STDERR},
    "loggers": {"_granian": _TO_STDERR, "glossary": _TO_STDERR, "api": _TO_STDERR},
}


def answered(method: str, route: str | None, language: str | None, status: int, begun: float) -> None:
    """Log a request for which a response was made, since ``begun`` (of ``time.perf_counter``)."""
    milliseconds = round((time.perf_counter() - begun) * 1000, 2)
    values = {"method": method, "route": route, "language": language, "status": status, "ms": milliseconds}
    if _log.isEnabledFor(logging.INFO):
        # Not ``info``: to look for the caller and the thread, which no line has, takes as long as all the rest.
        _log.handle(_log.makeRecord(_log.name, logging.INFO, "", 0, "request", (), None, extra={"values": values}))


def register(app: Flask) -> None:
    """Log every request that reaches the app. Those for cached responses do not."""

    def begin() -> None:
        g.begun = time.perf_counter()

    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else None
        request.environ[ROUTE] = route or ""
        begun = g.get("begun", time.perf_counter())
        answered(request.method, route, response.headers.get("Content-Language"), response.status_code, begun)
        return response

    register_failures(app)
    app.before_request(begin)
    app.after_request(end)


def register_failures(app: Flask) -> None:
    """Log what nobody foresaw, with the route."""

    def failed(_app: Flask, exception: BaseException, **_: object) -> None:
        values = {"method": request.method, "route": request.url_rule.rule if request.url_rule else None}
        _log.error("failure", exc_info=exception, extra={"values": values})

    app.logger.disabled = True  # Flask logs a failure with the path, and so with the word that was opened
    got_request_exception.connect(failed, app, weak=False)
