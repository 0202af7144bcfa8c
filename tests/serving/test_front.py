"""Answers from memory: the same bytes as without, in every form; and new content without a restart."""

from __future__ import annotations

import gzip
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from glossary.settings import Settings
from tests.machines import eventually
from tests.running import Running, serving
from tests.world import World

PATHS = [
    "/v1/index.json", "/v1/languages.json", "/v1/fr/terms.json", "/v1/fr/terms/dove.json", "/v1/terms/dove.json",
    "/v1/terms.ttl", "/v1/terms.jsonld", "/v1/terms.tbx", "/v1/fr/glossary.po", "/v1/fr/terms.csv",
    "/v1/fr/bundle.json", "/v1/openapi.json", "/v1/terms/dove", "/v1/fr/terms", "/fr/", "/fr/dove/", "/en/privacy/",
    "/embed/fr/dove/", "/embed/glossary.js", "/embed/glossary-embed.zip", "/fragment/fr/dove.html", "/static/site.css",
    "/docs",
]  # fmt: skip
FORMS = ["", "gzip", "br", "gzip, br", "identity", "br;q=0, gzip;q=0.5", "*", "deflate"]


@pytest.fixture
def birds(french: World) -> World:
    """One concept, vetted in English and French."""
    french.approve("fr", "dove")
    return french


def _all(client: FlaskClient) -> Iterator[tuple[object, ...]]:
    for path in PATHS:
        for form in FORMS:
            for method in ("GET", "GET", "HEAD"):
                with client.open(
                    path, method=method, headers={"Accept-Encoding": form, "Accept-Language": "fr"}
                ) as answer:
                    yield path, form, method, answer.status, sorted(answer.headers), answer.data


def test_keeping_answers_changes_no_byte(birds: World) -> None:
    cached, uncached = list(_all(birds.client())), list(_all(birds.client(cache_bytes=0)))
    assert cached == uncached


def test_a_kept_answer_is_not_made_again(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = birds.client()
    before = client.get("/v1/fr/terms/dove.json").data
    monkeypatch.setattr("glossary.contract.answers.of_entry", lambda *_: 1 / 0)
    assert client.get("/v1/fr/terms/dove.json?utm=1").data == before
    assert client.get("/v1/fr/terms/dove.json", headers={"Accept-Encoding": "br"}).status_code == 200
    assert client.get("/v1/terms/dove?lang=fr").status_code == 500


@pytest.mark.parametrize("path", ["/v1/fr/terms/dove.json", "/fr/dove/", "/embed/glossary.js"])
def test_compressed_forms_are_the_same_content_with_tags_of_their_own(birds: World, path: str) -> None:
    client = birds.client()
    plain = client.get(path)
    tags = {plain.headers["ETag"]}
    for coding, expand in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        answer = client.get(path, headers={"Accept-Encoding": coding})
        assert answer.headers["Content-Encoding"] == coding
        assert expand(answer.data) == plain.data
        assert len(answer.data) < len(plain.data)
        again = client.get(
            path, headers={"Accept-Encoding": coding, "If-None-Match": f'"x", W/{answer.headers["ETag"]}'}
        )
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])
        tags.add(answer.headers["ETag"])
    assert len(tags) == 3
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304
    assert "Content-Encoding" not in plain.headers


def test_what_is_sent_once_is_compressed_with_less_effort_than_what_is_cached(birds: World) -> None:
    client = birds.client()
    small, once = {"quality": 9, "lgwin": 16}, {"quality": 5}
    for path, effort in (("/v1/fr/terms/dove.json", small), ("/v1/fr/search?q=dove", once)):
        plain, coded = (client.get(path, headers={"Accept-Encoding": coding}).data for coding in ("identity", "br"))
        assert coded == brotli.compress(plain, **effort)


def test_languages_are_kept_apart(birds: World) -> None:
    client = birds.client()
    for _ in range(2):
        for header, language in (("fr", "fr"), ("en", "en"), ("", "en"), ("fr-CA", "fr")):
            answer = client.get("/v1/terms/dove", headers={"Accept-Language": header}).json
            assert answer is not None
            assert answer["language"] == language


def test_a_graph_and_plain_json_at_one_address_are_kept_apart(birds: World) -> None:
    client = birds.client()
    for _ in range(2):
        for accept, language, kind in (
            ("text/turtle", "fr", "text/turtle"),
            ("*/*", "fr", "application/json"),
            ("application/ld+json", "fr", "application/ld+json"),
            ("*/*", "en", "application/json"),
        ):
            answer = client.get("/v1/terms/dove", headers={"Accept": accept, "Accept-Language": language})
            assert answer.mimetype == kind
            assert kind != "application/json" or answer.json["language"] == language  # type: ignore[index]


def test_errors_drafts_and_searches_are_not_kept(birds: World) -> None:
    client = birds.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    for path in (
        "/v1/none",
        "/v1/fr/terms/none.json",
        "/v1/fr/search?q=dove",
        "/v1/terms/dove?status=draft",
        "/readyz",
        "/fr",
    ):
        client.get(path)
    assert front._state.cache._responses == {}


def test_a_posted_search_is_compressed_as_one_in_an_address_is_and_not_kept(birds: World) -> None:
    client, coded = birds.client(), {"Accept-Encoding": "gzip"}
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    got = client.get("/v1/fr/search", query_string={"q": "dove"}, headers=coded)
    posted = client.post("/v1/fr/search", data={"q": "dove"}, headers={**coded, "If-None-Match": got.headers["ETag"]})
    assert (posted.status_code, posted.headers["Content-Encoding"], posted.data) == (200, "gzip", got.data)
    assert front._state.cache._responses == {}


def test_what_is_kept_is_bounded_in_bytes(birds: World) -> None:
    client = birds.client(cache_bytes=20_000)
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    for number in range(200):
        client.get("/v1/terms/dove", headers={"Accept-Language": f"x{'abcdefghij'[number % 10]}-{number:04}"})
    cached = front._state.cache._responses.values()
    assert 0 < sum(response.size for response in cached) <= 20_000


def test_a_response_larger_than_the_cache_evicts_nothing(birds: World) -> None:
    client = birds.client(cache_bytes=8_000)
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    client.get("/v1/fr/terms/dove.json")
    kept = list(front._state.cache._responses)
    assert len(kept) == 1
    assert client.get("/v1/terms.jsonld").status_code == 200
    assert list(front._state.cache._responses) == kept


def _watched(world: World) -> tuple[FlaskClient, Watch]:
    app = create_app(Settings(terms=world.terms, translations=world.translations, support=world.support))
    front = app.wsgi_app
    assert isinstance(front, Front)
    return app.test_client(), Watch(front)


def test_good_new_content_is_turned_to_and_tags_change_exactly_when_bytes_do(birds: World) -> None:
    birds.term("owl")
    birds.approve("en", "owl")
    client, watch = _watched(birds)
    paths = ["/v1/en/terms/owl.json", "/v1/en/terms/dove.json", "/v1/fr/terms/dove.json"]
    before = {path: client.get(path) for path in paths}
    birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    watch.look()
    after = {path: client.get(path) for path in paths}
    for path in paths:
        assert (before[path].data == after[path].data) == (before[path].headers["ETag"] == after[path].headers["ETag"])
    assert before[paths[0]].data == after[paths[0]].data
    assert after[paths[2]].json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]
    assert after[paths[2]].headers["Glossary-Edition"] != before[paths[2]].headers["Glossary-Edition"]


@pytest.mark.parametrize("broken", ["ledger", "term", "policy"])
def test_broken_new_content_changes_nothing_and_readyz_lists_it_until_it_is_mended(birds: World, broken: str) -> None:
    client, watch = _watched(birds)
    path = {
        "ledger": birds.ledger("fr"),
        "term": birds.terms / "dove.toml",
        "policy": birds.translations / "policy.toml",
    }[broken]
    good, before = path.read_bytes(), client.get("/v1/fr/terms/dove.json").data
    path.write_bytes(good[: len(good) // 2])
    watch.look()
    assert client.get("/v1/fr/terms/dove.json").data == before
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert problems
    assert path.name in problems[0]["file"]
    path.write_bytes(good)
    watch.look()
    assert client.get("/readyz").json["problems"] == []  # type: ignore[index]
    assert client.get("/v1/fr/terms/dove.json").data == before


def test_content_that_changes_while_it_is_read_is_read_again(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    load = loading.load

    def slow(*folders: Any) -> Edition:
        edition = load(*folders)
        birds.vet("fr", "dove", "heron", "subject", "--withdraw")
        return edition

    monkeypatch.setattr(loading, "load", slow)
    app = create_app(Settings(terms=birds.terms, translations=birds.translations, support=birds.support))
    monkeypatch.undo()
    assert isinstance(app.wsgi_app, Front)
    assert app.test_client().get("/v1/fr/terms/dove.json").json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]


def test_sighup_is_a_reason_to_look_at_once_and_stops_nothing(birds: World, tmp_path: Path) -> None:
    with serving(tmp_path, {**birds.environment(), "GLOSSARY_WATCH_SECONDS": "0"}) as service:
        birds.vet("fr", "dove", "heron", "subject", "--withdraw")
        time.sleep(1)
        assert b"withdrawn" not in service.get("/v1/fr/terms/dove.json")[1]
        birds.ledger("fr").write_bytes(birds.ledger("fr").read_bytes() + b"cut")
        service.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: b"withdrawn" in service.get("/v1/fr/terms/dove.json")[1]), service.log.read_text()
        assert b"cut off" in service.get("/readyz")[1]
        birds.ledger("fr").write_bytes(birds.ledger("fr").read_bytes()[:-3])
        service.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: b"cut off" not in service.get("/readyz")[1]), service.log.read_text()


def test_the_running_service_takes_new_content_in_under_load_without_a_failed_request(
    birds: World, tmp_path: Path
) -> None:
    failures: list[object] = []
    stop = threading.Event()

    def read(service: Running) -> None:
        while not stop.is_set():
            answer, body = service.get("/v1/fr/terms/dove.json")
            if answer.status != 200 or not body.endswith(b"}\n"):
                failures.append((answer.status, body))

    with serving(tmp_path, {**birds.environment(), "GLOSSARY_WATCH_SECONDS": "1"}, workers=2) as service:
        threads = [threading.Thread(target=read, args=(service,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            birds.vet("fr", "dove", "heron", "subject", "--withdraw")
            for _ in range(100):
                answers = {b"withdrawn" in service.get("/v1/fr/terms/dove.json")[1] for _ in range(10)}
                if answers == {True}:
                    break
                time.sleep(0.1)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert answers == {True}
    assert failures == []
