"""Requests over the limits, sent to the real server byte for byte: refused at once, at no cost in memory, with other readers
served meanwhile."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from random import Random

import pytest

from glossary.serving.server import LIMITS
from tests.conftest import lacking
from tests.machines import eventually
from tests.running import Running, serving

MEGABYTE = 1024 * 1024
MOST_MEMORY = 20 * MEGABYTE
SLOW = 100

_HOST = b"Host: x\r\n"
_CLOSE = b"Connection: close\r\n\r\n"


def _get(path: bytes, headers: bytes = b"") -> tuple[bytes, ...]:
    return (b"GET " + path + b" HTTP/1.1\r\n" + _HOST + headers + _CLOSE,)


def _with_body(method: bytes, path: bytes) -> Iterator[bytes]:
    yield method + b" " + path + b" HTTP/1.1\r\n" + _HOST + b"Content-Length: %d\r\n\r\n" % (10 * MEGABYTE)
    yield from repeat(bytes(65536), 160)


def _without_end() -> Iterator[bytes]:
    yield b"POST /v1/en/terms.json HTTP/1.1\r\n" + _HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    yield from repeat(b"10000\r\n" + bytes(65536) + b"\r\n", 1000)


def _headers(number: int, size: int) -> bytes:
    return b"".join(b"X-%d: %s\r\n" % (index, b"y" * size) for index in range(number))


REQUESTS: Mapping[str, tuple[Callable[[], Iterable[bytes]], set[int]]] = {
    "a body of 10 MB": (lambda: _with_body(b"POST", b"/v1/en/terms.json"), {0, 405}),
    "a body of 10 MB that nobody asked for": (lambda: _with_body(b"GET", b"/v1/en/search?q=a"), {0, 200, 413}),
    "a body of 10 MB to oEmbed": (lambda: _with_body(b"PUT", b"/oembed"), {0, 405}),
    "chunks without end": (_without_end, {0, 405}),
    "10,000 headers": (lambda: _get(b"/healthz", _headers(10_000, 10)), {0, 431}),
    "1 MB of headers": (lambda: _get(b"/healthz", _headers(64, 16384)), {0, 431}),
    "one header of 1 MB": (lambda: _get(b"/healthz", _headers(1, MEGABYTE)), {0, 431}),
    "a head of 64 kB": (lambda: _get(b"/healthz", _headers(1, 64_000)), {200}),
    "a head of 128 KiB": (lambda: _get(b"/healthz", _headers(1, 128 * 1024)), {0, 431}),
    "a query of 100 kB": (lambda: _get(b"/v1/en/search?q=" + b"a" * 100_000), {0, 414, 431}),
    "a query of 5 kB": (lambda: _get(b"/v1/en/search?q=" + b"a" * 5000), {400}),
    "a word of 5 kB on a page": (lambda: _get(b"/en/search?q=" + b"a" * 5000), {200}),
    "an address of 60 kB to oEmbed": (lambda: _get(b"/oembed?url=" + b"a" * 60_000), {404}),
    "20,000 parameters": (lambda: _get(b"/v1/en/search?" + b"q=a&" * 20_000), {0, 414, 431}),
    "900 parameters": (lambda: _get(b"/v1/en/search?" + b"q=a&" * 900), {400}),
    "a path of 60 kB": (lambda: _get(b"/v1/" + b"a" * 60_000), {414}),
    "a path of 200 kB": (lambda: _get(b"/v1/" + b"a" * 200_000), {0, 414, 431}),
    "a path of 400 folders": (lambda: _get(b"/a" * 400), {404}),
    "a method that there is none of": (lambda: (b"BREW / HTTP/1.1\r\n" + _HOST + _CLOSE,), {405}),
    "random bytes": (lambda: (Random(1).randbytes(65536),), {0, 400}),
    "a line without end": (lambda: repeat(b"A" * 65536, 160), {0, 431}),
    "HTTP/2": (lambda: (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",), {0}),
}
"""Requests, and the statuses that they may get. 0: the connection is closed without a word, or was while the client was still
sending, so that it missed the answer."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository, with what it needs to answer in memory."""
    if not Path("/proc/self/statm").exists():
        lacking("memory is measured in /proc, which this system does not have")
    with serving(tmp_path_factory.mktemp("limits")) as service:
        for path in ("/v1/en/search?q=a", "/en/search?q=a", "/v1/terms/csam", "/v1/en/terms.json", "/oembed"):
            service.get(path)
        yield service


@pytest.fixture(scope="module", autouse=True)
def slow(running: Running) -> Iterator[list[socket.socket]]:
    """Connections that begin to ask and never finish, while all else of this file goes on."""
    waiting = [socket.create_connection(("127.0.0.1", running.port), timeout=30) for _ in range(SLOW)]
    for connection in waiting:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHo")
    yield waiting
    for connection in waiting:
        connection.close()


def _memory(service: Running) -> int:
    """Return the resident memory of the server and its workers, in bytes."""
    main = service.process.pid
    workers = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in [str(main), *workers])


def _send(service: Running, parts: Iterable[bytes]) -> int:
    """Send a request until the server has had enough; return the status of its answer, 0 where it says nothing."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # it has answered and closed
        try:
            answer = connection.recv(65536)
        except ConnectionResetError:
            return 0
    return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_over_a_limit_is_refused_at_once_and_costs_no_memory(running: Running, name: str) -> None:
    make, statuses = REQUESTS[name]
    before, began = _memory(running), time.monotonic()
    status = _send(running, make())
    assert status in statuses
    assert time.monotonic() - began < 8  # where it waited for a body, it would wait for ever
    assert _memory(running) - before < MOST_MEMORY
    assert running.get("/v1/en/terms.json")[0].status == 200


FLOODS: Mapping[str, Callable[[int], tuple[str, Mapping[str, str]]]] = {
    "languages": lambda number: ("/v1/terms/csam", {"Accept-Language": f"fr;q=0.{number}, {'x' * 50_000}"}),
    "short languages": lambda number: ("/v1/terms/csam", {"Accept-Language": f"fr;q=0.{number}, {'x' * 200}"}),
    "encodings": lambda number: ("/v1/en/terms.json", {"Accept-Encoding": f"br;q=0.{number}, {'x' * 50_000}"}),
    "conditions": lambda number: ("/v1/en/terms.json", {"If-None-Match": f"{number}, {'x,' * 25_000}"}),
    "paths": lambda number: (f"/v1/{number}{'a' * 50_000}?x", {}),
    "queries of a file": lambda number: (f"/v1/en/terms.json?{number}{'a' * 50_000}", {}),
    "words": lambda number: (f"/v1/en/search?q={number}{'a' * 190}", {}),
    "tags": lambda number: (f"/v1/de-x-a{number}/search?q=a", {}),
    "addresses": lambda number: (f"/oembed?url={number}{'a' * 50_000}", {}),
}


@pytest.mark.parametrize("name", FLOODS)
def test_nothing_that_a_reader_may_choose_is_remembered_at_length(
    running: Running, name: str, counted: Callable[[str], None]
) -> None:
    """Five hundred values of 50 kB would be 25 MB, and a day of them all the memory that there is."""
    before = _memory(running)
    statuses = {running.get(path, headers=headers)[0].status for path, headers in map(FLOODS[name], range(500))}
    assert statuses <= {200, 400, 404, 414}
    grown = _memory(running) - before
    assert grown < MOST_MEMORY
    counted(f"500 {name} of the longest sort: {grown / MEGABYTE:+.1f} MB in the server")


def test_connections_that_never_finish_asking_are_closed_and_hold_nobody_up(
    running: Running, slow: list[socket.socket], counted: Callable[[str], None]
) -> None:
    patience, times = LIMITS.header_read_timeout / 1000, list[float]()
    while not times or len(select.select(slow, [], [], 0.1)[0]) < SLOW:
        asked = time.monotonic()
        assert running.get("/v1/en/terms.json")[0].status == 200
        times.append(time.monotonic() - asked)
        assert sum(times) + 0.1 * len(times) < patience + 15, "they were not closed"
    assert all(connection.recv(100) == b"" for connection in slow)
    assert max(times) < patience / 2, "somebody had to wait for them"
    counted(f"{SLOW} connections that never finish asking were closed, {len(times)} other requests answered meanwhile")


def _sending(service: Running, path: bytes) -> socket.socket:
    """Begin to send a form, and go no further."""
    connection = socket.create_connection(("127.0.0.1", service.port), timeout=30)
    head = b"POST " + path + b" HTTP/1.1\r\n" + _HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
    connection.sendall(head + b"Content-Length: 100\r\n\r\nq=a")
    return connection


@pytest.mark.parametrize("path", ["/v1/en/search", "/en/search"])
def test_bodies_that_never_end_leave_a_thread_to_readers(running: Running, path: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with ExitStack() as stack:
        for _ in range(6):
            stack.enter_context(_sending(running, path.encode()))
            time.sleep(0.05)
        began = time.monotonic()
        assert running.get("/v1/en/search?q=a")[0].status == 200
        refused, _ = running.get(path, "POST", form, "q=a")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
        assert time.monotonic() - began < 8  # where it waited for a body, it would wait for ever
    assert eventually(lambda: running.get(path, "POST", form, "q=a")[0].status == 200)


def test_a_form_of_no_stated_length_is_refused_where_it_is_too_long_and_never_read_in_part(running: Running) -> None:
    chunk = b"q=a&x=" + b"a" * 4_000
    head = b"POST /v1/en/search HTTP/1.1\r\n" + _HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
    frame = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
    assert running.raw(head + frame % (len(chunk), chunk)).startswith(b"HTTP/1.1 413 ")
    assert running.raw(head + frame % (3, b"q=a")).startswith(b"HTTP/1.1 200 ")
