"""Structured log lines, one JSON object each. Nothing in them is about the reader: no address, no query, no user agent,
and of the path only the route, because which word was opened is the reader's own affair."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from flask import Flask, Response, g, got_request_exception, request

from glossary.serving.service import ROUTE

_log = logging.getLogger("glossary")


class Lines(logging.Formatter):
    """Formats a record as one line of JSON."""

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


def register(app: Flask) -> None:
    """Log every request of the app."""

    def begin() -> None:
        g.begun = time.perf_counter()

    def end(answer: Response) -> Response:
        values = {
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "language": answer.headers.get("Content-Language"),
            "status": answer.status_code,
            "ms": round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 2),
        }
        request.environ[ROUTE] = values["route"] or ""
        _log.info("request", extra={"values": values})
        return answer

    def failed(_app: Flask, exception: BaseException, **_: object) -> None:
        values = {"method": request.method, "route": request.url_rule.rule if request.url_rule else None}
        _log.error("failure", exc_info=exception, extra={"values": values})

    app.logger.disabled = True  # Flask's own line for a failure has the path, and so the word
    got_request_exception.connect(failed, app, weak=False)
    app.before_request(begin)
    app.after_request(end)
