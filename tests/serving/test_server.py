"""The service as it runs in production: Granian, workers, signals, raw bytes, log lines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.running import Running, serving
from tests.test_promises import QUOTED
from tests.world import World


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository."""
    with serving(tmp_path_factory.mktemp("running")) as service:
        yield service


def test_the_definition_of_the_source_page_is_served_word_for_word(running: Running) -> None:
    for concept, quoted in QUOTED.items():
        answer, body = running.get(f"/v1/en/terms/{concept}.json")
        entry = json.loads(body)
        assert answer.status == 200
        assert {name: entry[name] for name in quoted} == quoted
        assert entry["vetting"]["status"] == "vetted"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/v1/terms/%00", 400),
        (b"/v1/terms/%ff%fe", 400),
        (b"/v1/en/terms/caf\xc3\xa9.json", 404),
        (b"/v1/en/search?q=%ff", 400),
        (b"/v1/terms/" + b"a" * 5000, 414),
        (b"/v1/terms/..%2f..%2fetc%2fpasswd", 404),
        (b"/docs/..%2f..%2f__init__.py", 404),
        (b"/v1//index.json", 404),
    ],
)
def test_raw_bytes_get_a_problem_document_with_cors(running: Running, path: bytes, status: int) -> None:
    request = b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    head, _, body = running.raw(request).partition(b"\r\n\r\n")
    assert f" {status} ".encode() in head.split(b"\r\n")[0]
    assert b"access-control-allow-origin: *" in head.lower()
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == status
    assert b"Traceback" not in body


def test_what_is_no_http_is_refused_and_the_service_lives_on(running: Running) -> None:
    running.raw(b"NONSENSE\r\n\r\n")
    assert running.get("/healthz")[0].status == 200


def test_log_lines_are_json_and_say_nothing_about_the_reader(running: Running) -> None:
    reader = {"User-Agent": "SecretBrowser", "Referer": "https://school.example.org/"}
    running.get("/v1/en/search?q=secretword", headers=reader)
    running.get("/v1/en/terms/grooming.json", headers=reader)
    running.get("/v1/terms/secretid", headers=reader)
    lines = [json.loads(line) for line in running.log.read_text().splitlines() if line.startswith("{")]
    seen = [line for line in lines if line["event"] == "request"]
    assert {"time", "level", "event", "method", "route", "language", "status", "ms"} == set(seen[-1])
    assert seen[-1]["route"] == "/v1/terms/<id>"
    text = running.log.read_text().split("Started worker")[1]
    assert not any(
        secret in text for secret in ("SecretBrowser", "school", "secretword", "secretid", "grooming", "127.0.0.1")
    )


def test_it_prints_three_addresses_worth_opening(running: Running) -> None:
    addresses = [line.strip() for line in running.log.read_text().splitlines() if line.startswith("  http")]
    assert len(addresses) == 3
    for address in addresses:
        assert address.startswith(f"http://127.0.0.1:{running.port}/")
        assert running.get(address.split(str(running.port))[1])[0].status == 200


def test_a_second_service_on_the_same_port_does_not_start(running: Running) -> None:
    variables = {**os.environ, "PORT": str(running.port), "PYTHONPATH": str(ROOT)}
    second = subprocess.run(
        [sys.executable, "-m", "glossary", "serve"],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert f"another process listens on port {running.port} of 127.0.0.1" in second.stderr
    assert f"PORT={running.port + 1}" in second.stderr


def test_a_host_that_is_not_known_is_named_with_its_remedy() -> None:
    variables = {
        **os.environ,
        "GLOSSARY_HOST": "no-such-host.invalid",
        "GLOSSARY_BASE_URL": "https://glossary.example.org",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "glossary", "serve"],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "GLOSSARY_HOST is “no-such-host.invalid”" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_workers_answer_alike_and_stop_gracefully(tmp_path: Path) -> None:
    with serving(tmp_path, workers=2) as service:
        answers = {service.get("/v1/en/terms.json")[1] for _ in range(20)}
        assert len(answers) == 1
        statuses: list[int] = []
        threads = [threading.Thread(target=lambda: statuses.append(service.get("/docs")[0].status)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(20) == 0
    assert statuses == [200] * 8


def test_preview_listens_on_this_machine_only_and_marks_its_drafts(tmp_path: Path) -> None:
    with serving(tmp_path, {"GLOSSARY_HOST": "0.0.0.0"}, "preview") as service:
        answer, body = service.get("/v1/fr/terms/csam.json")
        entry = json.loads(body)
        assert (entry["language"], entry["vetting"]["status"], entry["fallback"]) == ("fr", "draft", None)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "http://127.0.0.1" in service.log.read_text()
        assert "0.0.0.0" not in service.log.read_text()


def test_a_broken_catalog_starts_and_a_broken_ledger_does_not(french: World, tmp_path: Path) -> None:
    french.approve("fr", "dove")
    french.catalog("fr").write_bytes(b"\xff")
    with serving(tmp_path, french.environment()) as service:
        entry = json.loads(service.get("/v1/fr/terms/dove.json")[1])
        assert entry["definition"] == "est un oiseau de paix."
        problems = json.loads(service.get("/readyz")[1])["problems"]
        assert problems[0]["problem"] == "the byte 0xFF is not UTF-8"
    french.ledger("fr").write_text("{}\n")
    french.term("dove", term="")
    result = french.run("serve")
    assert result.exit_code == 1
    assert "dove.toml" in result.output
    assert "approvals/otter.jsonl:1" in result.output


def test_the_start_says_how_much_is_vetted_and_that_the_rest_waits(french: World, tmp_path: Path) -> None:
    french.term("new")
    with serving(tmp_path, french.environment()) as service:
        said = service.log.read_text()
    assert "Vetted: 1 of 2 concepts in English, and 0 texts in 1 other language." in said
    assert "All other texts are drafts, which wait for reviewers." in said


def test_the_start_speaks_of_drafts_only_where_there_are_some(french: World, tmp_path: Path) -> None:
    french.approve("fr", "dove")
    with serving(tmp_path, french.environment()) as service:
        said = service.log.read_text()
    assert "Vetted: 1 of 1 concept in English, and 1 text in 1 other language.\n" in said
