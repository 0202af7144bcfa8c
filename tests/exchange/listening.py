"""A server on loopback that notes what is asked of it: for what must never be fetched."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import TracebackType


class Listener:
    """While it is entered, it answers every request with an empty JSON object, and notes the path in ``asked``."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._server = HTTPServer(("127.0.0.1", 0), _handler(self.asked))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Listener:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(asked: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/ld+json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_of: object) -> None:
            pass

    return Handler
