"""What may happen to a service that runs: nothing of it ends the service, or empties it."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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
    with serving(tmp_path, {**birds.environment(), **WATCHING}) as service:
        birds.vet("fr", "dove", "heron", "subject", "--withdraw")
        birds.approve("en", "owl")
        assert eventually(lambda: bool(answers(service, "/v1/en/terms/owl.json")))
        with broken(birds.terms / "dove.toml"):
            kill(service, 1)
            assert eventually(lambda: bool(answers(service, "/v1/en/terms/owl.json")))
            assert eventually(lambda: b"withdrawn" in answers(service, ENTRY))


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
