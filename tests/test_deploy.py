"""What is shipped for production, run as it is shipped: nginx, Varnish, the unit; nobody's request fails."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import brotli
import pytest

from glossary.serving.edges import PAUSES
from tests.conftest import ROOT, needs
from tests.machines import DEPLOY, NGINX, VCL, Readers, ask, eventually, nginx, replaced, varnish
from tests.running import Running, free_port, serving
from tests.world import World

ENTRY = "/v1/fr/terms/dove.json"
SHEET = "/static/site.css"
FRENCH = "est un oiseau de paix."


class Site(NamedTuple):
    """Two instances of the service, the port of what stands before them, and the port at which that is told what to evict."""

    port: int
    instances: list[Running]
    purge: int = 0


@pytest.fixture
def birds(french: World) -> World:
    """One concept, vetted in English and French."""
    french.approve("fr", "dove")
    return french


@contextmanager
def _instances(world: World, **environment: str) -> Iterator[list[Running]]:
    with ExitStack() as stack:
        folders = [world.root / name for name in ("one", "two")]
        for folder in folders:
            folder.mkdir()
        variables = {**world.environment(), "GLOSSARY_BASE_URL": "https://glossary.example.org", **environment}
        yield [stack.enter_context(serving(folder, variables)) for folder in folders]


@contextmanager
def _behind_nginx(world: World) -> Iterator[Site]:
    needs("nginx")
    with _instances(world) as instances:
        port = free_port()
        ports = {"127.0.0.1:8080": f"127.0.0.1:{port}"}
        ports |= {f"127.0.0.1:800{n}": f"127.0.0.1:{running.port}" for n, running in enumerate(instances, 1)}
        with nginx(world.root / "nginx", replaced(NGINX, ports), port):
            yield Site(port, instances)


@contextmanager
def _behind_varnish(world: World, vcl: str = VCL) -> Iterator[Site]:
    needs("varnishd")
    port, purge = free_port(), free_port()
    with ExitStack() as stack:
        edges = {"GLOSSARY_EDGES": f"http://127.0.0.1:{purge}", "GLOSSARY_WATCH_SECONDS": "1"}
        instances = stack.enter_context(_instances(world, **edges))
        ports = [running.port for running in instances]
        stack.enter_context(varnish(world.root / "varnish", port, ports, vcl, purge))
        yield Site(port, instances, purge)


def _workers(running: Running) -> list[int]:
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
    return [int(child) for child in children if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def _replaced(running: Running, before: list[int]) -> bool:
    """Whether other workers are there and answer."""
    try:
        return not set(_workers(running)) & set(before) and running.get("/readyz")[0].status == 200
    except OSError:
        return False


def test_no_request_fails_when_workers_are_killed_behind_nginx(birds: World) -> None:
    with _behind_nginx(birds) as site, Readers(site.port, ENTRY).reading() as readers:
        for running in site.instances:
            time.sleep(0.5)
            before = _workers(running)
            for worker in before:
                os.kill(worker, signal.SIGKILL)
            assert eventually(partial(_replaced, running, before))
        time.sleep(2)
    readers.check()


def test_no_request_fails_in_a_rolling_restart(birds: World) -> None:
    environment = {**birds.environment(), "GLOSSARY_BASE_URL": "https://glossary.example.org"}
    with _behind_nginx(birds) as site, ExitStack() as stack, Readers(site.port, ENTRY).reading() as readers:
        for number, running in enumerate(site.instances):
            time.sleep(0.5)
            running.process.send_signal(signal.SIGTERM)
            assert running.process.wait(20) == 0
            folder = birds.root / f"again-{number}"
            folder.mkdir()
            stack.enter_context(serving(folder, environment, port=running.port))
        time.sleep(0.5)
    readers.check()


def test_a_thousand_idle_and_slow_connections_keep_no_reader_waiting(birds: World) -> None:
    with _behind_nginx(birds) as site:
        with ExitStack() as stack:
            for number in range(1000):
                slow = stack.enter_context(socket.create_connection(("127.0.0.1", site.port)))
                if number % 2:
                    slow.sendall(b"GET /v1/fr/terms/dove.json HTTP/1.1\r\nHost: x\r\nX-Slow:")
            times = []
            for _ in range(100):
                begun = time.perf_counter()
                assert ask(site.port, ENTRY)[0].status == 200
                times.append(time.perf_counter() - begun)
        assert sorted(times)[50] < 1


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /v1/en/terms HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n" + b"x" * 5000,
        b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + b"a" * 40000 + b"\r\nConnection: close\r\n\r\n",
        b"NONSENSE\r\n\r\n",
    ],
    ids=["body", "address", "headers", "nonsense"],
)
def test_nginx_refuses_what_is_too_large_in_the_service_s_own_words(birds: World, request_: bytes) -> None:
    needs("nginx")
    port, answer = free_port(), b""
    alone = replaced(NGINX, {"127.0.0.1:8080": f"127.0.0.1:{port}"})
    with nginx(birds.root / "nginx", alone, port), socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(request_)
        while part := client.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert b"Access-Control-Allow-Origin: *" in head
    assert json.loads(body)["status"] == int(head.split()[1])
    assert 400 <= json.loads(body)["status"] < 500


def test_nginx_as_the_guide_has_it_for_texts_keeps_none_on_disk_and_opens_none_to_pages(birds: World) -> None:
    needs("nginx")
    birds.operator["annotate"] = 1
    guide, port, log = (ROOT / "docs" / "operating.md").read_text(), free_port(), birds.root / "warnings.log"
    block = re.findall(r"```nginx\n(.*?)```", guide.split("## Texts that programs send")[1], re.DOTALL)[0]
    with serving(birds.root, birds.environment()) as service:
        ports = dict.fromkeys(("127.0.0.1:8001", "127.0.0.1:8002"), f"127.0.0.1:{service.port}")
        text = replaced(NGINX, {"127.0.0.1:8080": f"127.0.0.1:{port}", **ports})
        text = replaced(
            text,
            {"        location / {": f"{block}        location / {{", "http {\n": f"http {{ error_log {log} warn;\n"},
        )
        with nginx(birds.root / "nginx", text, port):
            through = Running(service.process, port, service.log)
            headers = {"Content-Type": "text/plain", "Origin": "https://ngo.example.org"}
            for body, status in (("A dove. " * 30_000, 200), ("a" * 262_145, 413)):
                answer, document = through.get("/v1/en/annotate", "POST", {"Content-Type": "text/plain"}, body)
                assert (answer.status, answer.headers["Cache-Control"]) == (status, "no-store")
                assert json.loads(document).get("status", 200) == status
                assert "Access-Control-Allow-Origin" not in answer.headers
            for method in ("POST", "OPTIONS"):
                assert "Access-Control-Allow-Origin" not in through.get("/v1/en/annotate", method, headers)[0].headers
            assert ask(port, ENTRY)[0].headers["Access-Control-Allow-Origin"] == "*"
    assert "temporary file" not in log.read_text()


def test_nginx_without_the_service_says_so_as_a_problem(birds: World) -> None:
    needs("nginx")
    port = free_port()
    text = replaced(NGINX, {"127.0.0.1:8080": f"127.0.0.1:{port}"})
    for instance in ("8001", "8002"):
        text = text.replace(f"127.0.0.1:{instance}", f"127.0.0.1:{free_port()}")
    with nginx(birds.root / "nginx", text, port):
        answer, body = ask(port, ENTRY)
        assert (answer.status, json.loads(body)["status"]) == (503, 503)
        assert answer.headers["Retry-After"] == "5"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_edge_answers_as_the_service_does_and_keeps_each_form_once(birds: World) -> None:
    with _behind_varnish(birds) as site:
        for path in (ENTRY, "/v1/fr/bundle.json", "/fr/dove/", "/v1/index.json"):
            for coding in ("br", "gzip", "identity"):
                direct, body = ask(site.instances[0].port, path, Accept_Encoding=coding)
                for _ in range(2):
                    answer, data = ask(site.port, f"{path}?utm=1", Accept_Encoding=coding)
                    assert data == body
                    same = ("ETag", "Content-Type", "Cache-Control", "Content-Encoding", "Vary", "Glossary-Edition")
                    assert {name: answer.headers[name] for name in same} == {
                        name: direct.headers[name] for name in same
                    }
                    assert answer.headers["Surrogate-Key"] is None
                if coding != "identity" and direct.headers["Content-Encoding"] == "br":
                    brotli.decompress(data)
        again, _ = ask(site.port, ENTRY, If_None_Match=str(ask(site.port, ENTRY)[0].headers["ETag"]))
        assert again.status == 304
        seen = [running.log.read_text().count('"/v1/<lang>/terms/<id>.json"') for running in site.instances]
        assert sum(seen) <= 2 + 3  # one asked directly for each form makes one line, the edge at most one for each
        assert ask(site.port, "/metrics")[0].status == 404


def _post(port: int, path: str, query: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode({"q": query}), form)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("behind", [_behind_nginx, _behind_varnish])
def test_a_posted_search_of_any_length_is_answered_also_while_an_instance_is_away(
    birds: World, behind: Callable[[World], AbstractContextManager[Site]]
) -> None:
    with behind(birds) as site:
        for path in ("/v1/fr/search", "/fr/search"):
            for query in ("dove", "ა" * 200):
                answer = _post(site.port, path, query)
                assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store"), (path, query)
        assert _post(site.port, "/v1/fr/search", "d" * 9000).status in (400, 413)
        site.instances[0].process.send_signal(signal.SIGTERM)
        assert site.instances[0].process.wait(20) == 0
        assert {_post(site.port, "/v1/fr/search", "dove").status for _ in range(6)} == {200}


def test_a_withdrawn_definition_is_gone_from_the_edge_within_seconds(birds: World) -> None:
    with _behind_varnish(birds) as site:
        assert FRENCH in ask(site.port, ENTRY)[1].decode()
        tag = ask(site.port, "/v1/en/terms/dove.json")[0].headers["ETag"]
        assert birds.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
        paths = (ENTRY, "/v1/fr/terms.json", "/v1/fr/bundle.json", "/fr/dove/", "/v1/terms/dove.json")

        def gone() -> bool:
            return not any(FRENCH in ask(site.port, path)[1].decode() for path in paths)

        assert eventually(gone, 15)
        assert eventually(lambda: all("new edition" in running.log.read_text() for running in site.instances))
        time.sleep(PAUSES[1] + 0.5)  # the second telling takes away what an instance answered before it turned
        assert gone()
        assert ask(site.port, "/v1/en/terms/dove.json", If_None_Match=str(tag))[0].status in (200, 304)


def test_entries_stay_served_at_the_edge_when_every_worker_is_stopped(birds: World) -> None:
    with _behind_varnish(birds) as site:
        body, sheet = (ask(site.port, path)[1] for path in (ENTRY, SHEET))
        for running in site.instances:
            for process in (running.process.pid, *_workers(running)):
                os.kill(process, signal.SIGKILL)
        with Readers(site.port, ENTRY).reading() as readers:
            time.sleep(3)
        readers.check()
        assert readers.bodies == {body}
        assert (
            ask(site.port, SHEET)[1] == sheet
        )  # else a page that is kept comes without its looks, and without its exit
        answer, other = ask(site.port, "/v1/de/terms.json")
        assert (answer.status, json.loads(other)["status"]) == (503, 503)


def test_stale_answers_are_shown_for_a_day_while_nobody_answers(birds: World) -> None:
    """Six minutes are not waited for: what is kept is made to expire by shortening its life in the shipped file."""
    needs("varnishd")
    port = free_port()
    with _instances(birds) as instances:
        short = replaced(VCL, {"set req.grace = 60s;": "set req.grace = 0s;"})
        response = "sub vcl_backend_response {"
        short = replaced(short, {response: f"{response}\n    set beresp.ttl = 1s;"})
        with varnish(birds.root / "varnish", port, [running.port for running in instances], short):
            assert ask(port, ENTRY)[0].status == 200
            for running in instances:
                running.process.terminate()
                running.process.wait(20)
            time.sleep(1.2)
            for _ in range(5):
                assert ask(port, ENTRY)[0].status == 200
                time.sleep(0.3)


def test_a_concept_can_be_let_go_of_by_hand_and_only_by_the_listener_for_it(birds: World) -> None:
    with _behind_varnish(birds) as site:
        ask(site.port, ENTRY)
        for headers in ({"Surrogate_Key": "dove"}, {"Glossary_Edition": "0"}):
            assert ask(site.port, "/", "PURGE", **headers)[0].status == 405, "a reader comes from this machine too"
        time.sleep(3)
        assert int(str(ask(site.port, ENTRY)[0].headers["Age"])) >= 3
        assert ask(site.purge, "/", "PURGE", Surrogate_Key="dove")[0].status == 200
        assert int(str(ask(site.port, ENTRY)[0].headers["Age"])) < 3
        answer, body = ask(site.purge, "/", "PURGE", Surrogate_Key="dove|.*")
        assert (answer.status, json.loads(body)["status"]) == (400, 400)
        assert "Surrogate-Key" in json.loads(body)["title"]
        assert ask(site.purge, ENTRY)[0].status == 405


def _made(site: Site, route: str) -> int:
    """Return how many requests for a route the instances have answered themselves."""
    return sum(running.log.read_text().count(f'"{route}"') for running in site.instances)


def test_what_readers_type_is_passed_and_not_kept(birds: World) -> None:
    passed = {
        "/v1/fr/search?q=dove": "/v1/<lang>/search",
        "/v1/fr/%73earch?q=dove": "/v1/<lang>/search",
        "/v1/fr/suggest?q=do": "/v1/<lang>/suggest",
        "/v1/terms/dove?utm=1": "/v1/terms/<id>",
        "/v1/terms/dove?lang=fr&utm=1": "/v1/terms/<id>",
        "/v1/fr/terms?word=dove": "/v1/<lang>/terms",
    }
    with _behind_varnish(birds) as site:
        for path, route in passed.items():
            before = _made(site, route)
            for _ in range(2):
                assert ask(site.port, path)[0].status == 200
            assert _made(site, route) == before + 2, path
        before = _made(site, "/v1/terms/<id>")
        assert [ask(site.port, "/v1/terms/dove?lang=en")[0].status for _ in range(3)] == [200] * 3
        assert _made(site, "/v1/terms/<id>") == before + 1


def test_addresses_that_readers_make_up_evict_no_file_at_the_edge(birds: World) -> None:
    with _behind_varnish(birds) as site:
        for path in (ENTRY, "/v1/fr/bundle.json"):
            ask(site.port, path)
        time.sleep(1.1)
        for number in range(1500):  # four megabytes have room for fewer
            for path in (f"/v1/terms/dove?lang=fr-x-{number}", f"/v1/fr-x-{number}/bundle.json", f"/v1/{number}.json"):
                ask(site.port, path)
        for path in (ENTRY, "/v1/fr/bundle.json"):
            assert int(ask(site.port, path)[0].headers["Age"]) > 0, path
        assert ask(site.port, "/v1/fr-x-0/bundle.json")[0].headers["Age"] == "0"


def test_no_contact_outlives_its_day_at_the_edge(birds: World) -> None:
    birds.record("SE")
    deliver = "sub vcl_deliver {"
    told = replaced(VCL, {deliver: f"{deliver}\n    set resp.http.Lasts = obj.ttl + obj.grace;"})
    with _behind_varnish(birds, told) as site:
        for path in ("/v1/support/se.json", "/v1/support.json", "/fr/support/se/"):
            assert 3600 < float(str(ask(site.port, path)[0].headers["Lasts"])) <= 86_400, path
        assert float(str(ask(site.port, ENTRY)[0].headers["Lasts"])) > 86_400


@pytest.mark.parametrize("behind", [_behind_nginx, _behind_varnish])
def test_metrics_are_for_the_operator_only_however_their_address_is_written(
    birds: World, behind: Callable[[World], AbstractContextManager[Site]]
) -> None:
    with behind(birds) as site:
        assert ask(site.instances[0].port, "/%6detrics")[0].status == 200
        spellings = ("", "?a=b", "#a", "/", "/.", ";a", "%3f")
        paths = [
            f"{start}{end}" for start in ("/metrics", "//metrics", "/%6detrics", "/./metrics") for end in spellings
        ]
        for path in [*paths, "/%6d%65%74%72%69%63%73", "/x/../metrics", "/%2e/metrics", "http://glossary/metrics"]:
            answer, body = ask(site.port, path)
            assert answer.status in (400, 404), path
            assert b"glossary_requests" not in body, path


def test_one_address_has_two_hundred_requests_under_way_and_no_line_in_a_log(birds: World) -> None:
    waiting = b"POST /v1/fr/search HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    with _behind_nginx(birds) as site:
        with ExitStack() as stack:
            for _ in range(200):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", site.port)))
                client.sendall(waiting)
            assert eventually(lambda: ask(site.port, ENTRY)[0].status == 503, 4)
            answer, body = ask(site.port, ENTRY)
            assert (answer.headers["Retry-After"], json.loads(body)["status"]) == ("5", 503)
        assert eventually(lambda: ask(site.port, ENTRY)[0].status == 200)
    assert "127.0.0.1" not in (birds.root / "nginx" / "error.log").read_text()


def test_a_cache_that_can_not_be_reached_is_logged_and_harms_nothing(birds: World) -> None:
    environment = {**birds.environment(), "GLOSSARY_EDGES": f"http://127.0.0.1:{free_port()}"}
    with serving(birds.root, environment) as service:
        assert eventually(lambda: "edge not told" in service.log.read_text())
        assert service.get(ENTRY)[0].status == 200


def test_the_unit_passes_systemd_s_own_check_and_exposes_little(tmp_path: Path) -> None:
    needs("systemd-analyze")
    unit = tmp_path / "glossary@8001.service"
    unit.write_text((DEPLOY / "glossary@.service").read_text().replace("/opt/glossary", str(ROOT)))
    checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60)
    assert (checked.returncode, checked.stderr) == (0, "")
    scored = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert scored.returncode == 0, scored.stdout[-300:]


def test_systemd_never_gives_up_on_an_instance() -> None:
    unit = (DEPLOY / "glossary@.service").read_text()
    assert re.search(r"(?s)\[Unit\][^\[]*^StartLimitIntervalSec=0$", unit, re.MULTILINE)
    assert re.search(r"(?m)^Restart=always$", unit)


def test_what_is_not_run_here_says_so_in_its_first_line() -> None:
    assert "Not run" in (DEPLOY / "Dockerfile").read_text().splitlines()[0]


def test_the_container_has_no_address_of_its_own_and_says_that_it_needs_one() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    settings = [line for line in text.splitlines() if line.startswith("ENV ")]
    assert "GLOSSARY_HOST=0.0.0.0" in settings[0]
    assert not [line for line in settings if "GLOSSARY_BASE_URL" in line]
    assert "-e GLOSSARY_BASE_URL=https://" in text
