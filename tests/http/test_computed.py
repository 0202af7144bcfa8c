"""Computed answers take a short way past Flask, and are byte for byte what the app would have answered."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glossary.content.model import Status
from glossary.serving.front import Front
from tests.world import World

Asked = tuple[str, str, str, dict[str, str]]
"""A request: method, path, query string as it is sent, headers."""

PATHS = st.one_of(
    st.sampled_from(
        ["dove", "owl", "heron", "dodo", "pigeon", "none", "DOVE", "search", "a" * 2000, "dove/", "d\u00f6ve", ""]
    ).map("/v1/terms/{}".format),
    st.tuples(
        st.sampled_from(
            ["fr", "en", "fr-CA", "FR", "de", "zh-Hant", "xx", "terms", "french", "f", "sr", "x-a", "fr ", "-"]
        ),
        st.sampled_from(["search", "suggest", "terms", "search/", "search.json"]),
    ).map(lambda parts: "/v1/{}/{}".format(*parts)),
)
NAMES = ["q", "limit", "lang", "status", "group", "utm_source", "q%20", "Q", "%71"]
VALUES = [
    "dove", "colombe", "Colom", "oiseau+de+paix", "hunter", "b%C3%A4r", "b\u00e4r", "%ff", "%00", "a%0Ab", "", " ", "+", "%",
    "a&b", "x" * 201, "1", "0", "20", "100", "101", "007", "+5", "1.0", "1e1", "%31", "\u0661", "fr", "fr-CA", "pt-BR", "xx",
    "french", "draft", "vetted", "reviewed", "<script>", "\u00ad", "C.S.A.M.", "y" * 4001,
]  # fmt: skip
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=3).map(
    lambda pairs: "&".join(map("=".join, pairs))
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(
            [
                "*/*",
                "application/json",
                "text/turtle",
                "text/turtle;q=0.5, */*",
                "application/ld+json",
                "text/html",
                "a",
                "",
            ]
        ),
        "Accept-Language": st.sampled_from(
            [
                "fr",
                "fr-CA, en;q=0.5",
                "de, fr;q=0.9",
                "en;q=0.1, fr;q=0.2",
                "*",
                "xx, fr",
                "sr",
                "",
                "fr;q=2",
                "x" * 300,
            ]
        ),
        "Accept-Encoding": st.sampled_from(["gzip", "br, gzip", "identity", "*;q=0", ""]),
        "If-None-Match": st.sampled_from(["*", '"x"']),
        "If-Modified-Since": st.just("Sun, 29 Nov 2026 00:00:00 GMT"),
        "Range": st.just("bytes=0-9"),
        "Origin": st.just("https://partner.example.org"),
    },
)


@pytest.fixture
def birds(world: World) -> World:
    """Concepts that are vetted in two languages, in English only, retired, and renamed."""
    for name in ("dove", "owl", "dodo", "pigeon"):
        world.term(
            name, definition=f"is the bird with number {len(name)}.", avoid=f"{name} hunter", avoid_reason="It harms."
        )
        world.approve("en", name)
    world.term("heron", related=("dove",))  # nobody has approved it
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est l’oiseau au numéro 4."})
    world.approve("fr", "dove")
    with (world.terms / "dodo.toml").open("a") as file:
        file.write('\n[retired]\non = 2026-11-01\nreplaced_by = "dove"\n')
    world.rename("pigeon", "rock-pigeon")
    return world


def _answer(client: FlaskClient, asked: Asked) -> tuple[object, ...]:
    method, path, query, headers = asked
    raw = {"QUERY_STRING": query.encode().decode("latin-1")}
    with client.open(path, method=method, headers=headers, environ_overrides=raw) as answer:
        return answer.status, list(answer.headers), answer.data


def _front(client: FlaskClient) -> Front:
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    return front


def _by_the_app(client: FlaskClient) -> FlaskClient:
    _front(client)._short = lambda *_: None
    return client


SERVICES: list[dict[str, Any]] = [{}, {"cache_bytes": 0}, {"edges": ("http://127.0.0.1:9",)}, {"minimum": Status.DRAFT}]
"""As it is by default; without a cache; with caches in front; a preview."""


def test_every_answer_is_byte_for_byte_that_of_the_app(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.serving.edges.announce", lambda *_: None)
    pairs = [(birds.client(**chosen), _by_the_app(birds.client(**chosen))) for chosen in SERVICES]

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.tuples(st.sampled_from(["GET", "GET", "HEAD"]), PATHS, QUERIES, HEADERS))
    @example(("GET", "/v1/terms/dove", "", {"Accept-Language": "fr"}))
    @example(("GET", "/v1/terms/dove", "lang=fr-CA", {"Accept-Encoding": "br"}))
    @example(("GET", "/v1/fr/search", "q=colombe", {}))
    @example(("GET", "/v1/fr/search", "q=dove+hunter&limit=2", {"Accept-Encoding": "gzip"}))
    @example(("GET", "/v1/fr/suggest", "q=col", {}))
    def holds(asked: Asked) -> None:
        for short, app in pairs:
            assert _answer(short, asked) == _answer(app, asked)

    holds()


USUAL: list[Asked] = [
    ("GET", "/v1/terms/dove", "", {"Accept": "*/*", "Accept-Language": "fr-CA, en;q=0.5"}),
    ("HEAD", "/v1/terms/dove", "lang=de&utm_source=x", {}),
    ("GET", "/v1/terms/dove", "lang=fr", {"Accept": "application/json", "Accept-Encoding": "br"}),
    ("GET", "/v1/fr/search", "q=colombe&limit=20", {}),
    ("GET", "/v1/de/suggest", "q=d", {}),
]


def test_a_usual_request_never_reaches_the_app(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = birds.client(cache_bytes=0)
    monkeypatch.setattr(_front(client), "application", lambda *_: 1 / 0)
    assert [_answer(client, asked)[0] for asked in USUAL] == ["200 OK"] * len(USUAL)


def test_an_entry_is_kept_once_for_all_headers_that_choose_it(birds: World) -> None:
    client = birds.client()
    for number in range(50):
        for tag in ("fr", "de"):
            answer = client.get("/v1/terms/dove", headers={"Accept-Language": f"{tag}, en;q=0.{number}"})
            assert answer.json["requested_language"] == tag  # type: ignore[index]
            assert answer.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert len(_front(client)._state.cache._responses) == 2
    assert client.get("/v1/terms/dove?lang=fr").headers["Vary"] == "Accept, Accept-Encoding"


def test_a_failure_on_the_short_way_is_answered_and_logged_by_the_app(
    birds: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = birds.client()
    monkeypatch.setattr("glossary.contract.search.hits", lambda *_: 1 / 0)
    answer = client.get("/v1/fr/search?q=dove")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["failure"]
