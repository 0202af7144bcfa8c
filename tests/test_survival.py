"""What may happen to a service that runs: nothing of it ends the service, or empties it."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import lacking, needs
from tests.machines import eventually
from tests.running import Running, serving
from tests.world import World

FRENCH = b"est un oiseau de paix."
ENTRY = "/v1/fr/terms/dove.json"
WATCHING = {"GLOSSARY_WATCH_SECONDS": "1"}


@pytest.fixture
def birds(french: World) -> World:
    """One concept, vetted in English and French."""
    french.approve("fr", "dove")
    return french


def workers(service: Running) -> list[int]:
    """Return the process ids of a service's workers."""
    main = service.process.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [int(child) for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def answers(service: Running, path: str) -> bytes:
    """Return the body of a good answer; nothing where there is none."""
    try:
        answer, body = service.get(path)
    except OSError:
        return b""
    return body if answer.status == 200 else b""


def problems(service: Running) -> list[str]:
    """Return what ``readyz`` lists, as files and problems; one question mark where nobody answers."""
    body = answers(service, "/readyz")
    return [f"{each['file']}: {each['problem']}" for each in json.loads(body)["problems"]] if body else ["?"]


def kill(service: Running, number: int) -> None:
    """Kill the workers, and see so many others in their place that answer."""
    before = workers(service)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: len(set(workers(service)) - set(before)) == number), service.log.read_text()
    assert eventually(lambda: bool(answers(service, "/healthz"))), service.log.read_text()


def kept(temporary: Path) -> str:
    """Return the English ledger of the copy that counts."""
    copy = next(temporary.glob("glossary-*/kept/current")).resolve()
    return "".join(file.read_text() for file in copy.rglob("en/approvals/*.jsonl"))


@contextmanager
def broken(path: Path) -> Iterator[None]:
    """Cut a file in half until the block ends."""
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    yield
    path.write_bytes(good)


@pytest.mark.parametrize(("number", "damaged"), [(1, "ledger"), (2, "term")])
def test_workers_that_die_while_content_is_broken_are_replaced_and_serve_the_last_good(
    birds: World, tmp_path: Path, number: int, damaged: str
) -> None:
    path = {"ledger": birds.ledger("fr"), "term": birds.terms / "dove.toml"}[damaged]
    with serving(tmp_path, {**birds.environment(), **WATCHING}, workers=number) as service:
        before = answers(service, ENTRY)
        assert FRENCH in before
        with broken(path):
            kill(service, number)
            assert eventually(lambda: answers(service, ENTRY) == before)
            assert eventually(lambda: path.name in problems(service)[0])
        assert eventually(lambda: problems(service) == [])
        assert answers(service, ENTRY) == before


def test_the_last_good_content_is_the_last_that_was_served_not_that_of_the_start(birds: World, tmp_path: Path) -> None:
    birds.term("owl")
    with serving(tmp_path, {**birds.environment(), **WATCHING, "TMPDIR": str(tmp_path)}) as service:
        birds.vet("fr", "dove", "heron", "subject", "--withdraw")
        birds.approve("en", "owl")
        assert eventually(lambda: bool(answers(service, "/v1/en/terms/owl.json")))
        assert eventually(lambda: '"owl"' in kept(tmp_path))  # a moment after it is served
        with broken(birds.terms / "dove.toml"):
            kill(service, 1)
            assert eventually(lambda: bool(answers(service, "/v1/en/terms/owl.json")))
            assert eventually(lambda: b"withdrawn" in answers(service, ENTRY))


def test_a_withdrawal_that_is_lost_while_content_is_broken_is_known_to_workers_that_start_then(
    birds: World, tmp_path: Path
) -> None:
    with serving(tmp_path, {**birds.environment(), **WATCHING}) as service:
        before = birds.ledger("fr", "heron").read_bytes()
        with broken(birds.terms / "dove.toml"):
            birds.vet("fr", "dove", "heron", "subject", "--withdraw")
            assert eventually(lambda: b"withdrawn" in answers(service, ENTRY))
            birds.ledger("fr", "heron").write_bytes(before)
            kill(service, 1)
            assert eventually(lambda: bool(answers(service, ENTRY)))
            assert b"withdrawn" in answers(service, ENTRY)
        assert eventually(lambda: "its text is online again" in problems(service)[0])
        assert b"withdrawn" in answers(service, ENTRY)


def test_a_copy_that_has_lost_a_file_is_not_served_and_is_made_anew(birds: World, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(tmp_path, {**birds.environment(), **WATCHING, "TMPDIR": str(temporary)}) as service:
        (copy,) = temporary.glob("*/*/current")
        (kept,) = copy.resolve().rglob("otter.jsonl")
        kept.unlink()
        with broken(birds.terms / "dove.toml"):
            kill(service, 1)
            assert eventually(lambda: FRENCH in answers(service, ENTRY))
        assert eventually(lambda: problems(service) == [])
        assert list(copy.resolve().rglob("otter.jsonl"))


def test_a_worker_that_dies_again_and_again_within_a_second_ends_nothing(birds: World, tmp_path: Path) -> None:
    with serving(tmp_path, birds.environment()) as service:
        began = time.monotonic()
        for _ in range(3):
            for worker in workers(service):
                os.kill(worker, signal.SIGKILL)
            time.sleep(0.4)
        assert time.monotonic() - began < 2
        assert eventually(lambda: FRENCH in answers(service, ENTRY)), service.log.read_text()
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(20) == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk for temporary folders."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=100", "tmpfs", str(path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        lacking("no disk can be mounted here, so none can be full")
    yield path
    subprocess.run(["umount", str(path)], check=True)


def fill(disk: Path) -> None:
    """Leave no byte on a disk."""
    with (disk / "ballast").open("wb", buffering=0) as file:
        for size in (4096, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))


def test_a_temporary_folder_that_fills_up_stops_nothing(birds: World, tmp_path: Path, disk: Path) -> None:
    birds.term("owl")
    with serving(tmp_path, {**birds.environment(), **WATCHING, "TMPDIR": str(disk)}, workers=2) as service:
        fill(disk)
        birds.approve("en", "owl")
        assert eventually(lambda: "could not be kept" in service.log.read_text())
        assert eventually(lambda: bool(answers(service, "/v1/en/terms/owl.json")))
        kill(service, 2)
        for number in range(200):
            assert service.get(f"/v1/{number}")[0].status == 404
        assert FRENCH in answers(service, ENTRY)
        assert b"glossary_requests_total" in answers(service, "/metrics")
        with broken(birds.terms / "dove.toml"):
            kill(service, 2)
            assert eventually(lambda: FRENCH in answers(service, ENTRY))


def test_a_start_without_a_temporary_folder_says_so_and_serves(birds: World, tmp_path: Path, disk: Path) -> None:
    for number in range(97):
        (disk / str(number)).touch()
    with serving(tmp_path, {**birds.environment(), **WATCHING, "TMPDIR": str(disk)}) as service:
        assert "there is no temporary folder to use (No space left on device)" in service.log.read_text()
        service.process.send_signal(signal.SIGHUP)
        assert FRENCH in answers(service, ENTRY)
        with broken(birds.terms / "dove.toml"):
            kill(service, 1)
            assert eventually(lambda: FRENCH in answers(service, ENTRY))


def test_a_clock_that_jumps_ahead_and_back_takes_nothing_away_for_good(birds: World) -> None:
    birds.record("SE", expires_in=90)
    now = time.time()
    moment = [now]
    client = birds.client(clock=lambda: moment[0])

    def shown() -> tuple[bool, bool]:
        entry, help_ = client.get(ENTRY), client.get("/v1/support/se.json")
        assert (entry.status_code, help_.status_code) == (200, 200)
        return FRENCH in entry.data, b"555 123" in help_.data

    assert shown() == (True, True)
    for jump, expected in ((13_000, (True, False)), (0, (True, True)), (-3, (True, True)), (40, (True, True))):
        moment[0] = now + jump * 86_400
        assert shown() == expected, jump


def test_a_worker_that_starts_on_a_clock_that_was_set_back_serves_the_last_good(birds: World, tmp_path: Path) -> None:
    """To that clock the days in the content lie ahead, and a day that lies ahead is an error."""
    kept, now = tmp_path / "kept", time.time()
    kept.mkdir()
    assert FRENCH in birds.client(kept=str(kept), clock=lambda: now).get(ENTRY).data
    client = birds.client(kept=str(kept), clock=lambda: now - 3 * 86_400)
    assert FRENCH in client.get(ENTRY).data
    assert "future" in client.get("/readyz").text


CROWD = 2500
CROWDS = {
    "idle": b"",
    "slow": b"GET /v1/fr/terms.json HTTP/1.1\r\nHost: x\r\nX-Slow:",
    "not reading": b"GET /docs HTTP/1.1\r\nHost: x\r\n\r\n" * 40,
}


@contextmanager
def many_files() -> Iterator[int]:
    """Let this process open as many files as it may, which is more than a crowd needs; yield how many those are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * CROWD:
        lacking(f"{hard} open files are too few for a crowd")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def crowd(service: Running, sent: bytes) -> Iterator[None]:
    """Hold a crowd of connections open that have sent this and read nothing."""
    with ExitStack() as stack:
        for _ in range(CROWD):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.connect(("127.0.0.1", service.port))
            client.sendall(sent)
        yield


def test_crowds_of_slow_clients_keep_nobody_out_with_nothing_in_front(birds: World, tmp_path: Path) -> None:
    """A shell allows 1,024 open files, as Granian does connections."""
    needs("prlimit")
    with many_files() as most:
        program = ("prlimit", f"--nofile=1024:{most}", sys.executable, "-m", "glossary")
        with serving(tmp_path, birds.environment(), program=program) as service:
            for kind, sent in CROWDS.items():
                with crowd(service, sent):
                    began = time.perf_counter()
                    for _ in range(10):
                        assert service.get(ENTRY)[0].status == 200, kind
                    assert time.perf_counter() - began < 10, kind
