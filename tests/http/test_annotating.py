"""A text that is sent to be searched for words: what comes back, what is refused, and that nothing of it stays."""

from __future__ import annotations

import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from glossary.annotate import annotator
from glossary.annotate.finder import Finder
from glossary.errors import BadSetting
from glossary.http import annotating
from glossary.serving.front import Front
from glossary.serving.logs import Lines
from glossary.serving.watch import Watch
from glossary.settings import read
from tests.conftest import ROOT
from tests.running import Running, serving
from tests.world import World, processes

SECRET = "hummingword"
TEXT = {"Content-Type": "text/plain"}
PAGE = {"Content-Type": "text/html"}
LINKS = {**PAGE, "Accept": "text/html"}


def _glossary(root: Path) -> World:
    world = World(root)
    world.term("dove", forms="doves", avoid="pigeon", avoid_reason="It insults.")
    ask = world.term("swift")
    ask.write_text(ask.read_text().replace('autolink = "safe"', 'autolink = "ask"'))
    world.approve("en", "dove", "swift")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau."})
    world.approve("fr", "dove")
    world.catalog("de", {"dove.term": "Taube", "dove.definition": "ist ein Vogel."})
    world.operator["annotate"] = 1
    return world


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Birds in English and French, in German as drafts only."""
    return _glossary(tmp_path_factory.mktemp("birds"))


@pytest.fixture(scope="module")
def client(birds: World) -> FlaskClient:
    """A client of a service that takes texts."""
    return birds.client()


@pytest.fixture(scope="module")
def running(birds: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The same over HTTP."""
    with serving(tmp_path_factory.mktemp("running"), birds.environment()) as service:
        yield service


def _send(client: FlaskClient, text: str | bytes, path: str = "/v1/en/annotate", **options: Any) -> TestResponse:
    return client.post(path, data=text, **{"headers": TEXT, **options})


def _found(answer: TestResponse) -> list[tuple[str, int, int]]:
    assert answer.status_code == 200, answer.text
    return [(match["form"], match["start"], match["end"]) for match in answer.get_json()["matches"]]


def _refused(answer: TestResponse, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    problem = answer.get_json(force=True)
    assert problem["status"] == status
    return str(problem["detail"])


def test_a_text_is_answered_with_each_of_its_words_and_where_it_stands(client: FlaskClient) -> None:
    answer = _send(client, "\U0001f600 A dove is no pigeon.")
    document = answer.get_json()
    assert (document["requested_language"], document["language"]) == ("en", "en")
    dove, pigeon = document["matches"]
    assert dove == {
        "concept": "dove",
        "form": "Dove",
        "start": 4,
        "end": 8,
        "start_utf16": 5,
        "end_utf16": 9,
        "language": "en",
        "direction": "ltr",
        "usage": "term",
        "instead": None,
        "reason": None,
        "link": "http://127.0.0.1:8000/en/dove/",
    }
    assert [pigeon[name] for name in ("form", "usage", "instead", "reason")] == [
        "pigeon",
        "avoid",
        "Dove",
        "It insults.",
    ]


def test_a_page_is_answered_with_places_in_its_source(client: FlaskClient) -> None:
    source = '<p lang=fr>\U0001f600 Une&nbsp;colombe</p><h2>Doves</h2><p>a pigeon, <a href="/">a dove</a>'
    document = _send(client, source, headers=PAGE).get_json()
    assert [source[match["start"] : match["end"]] for match in document["matches"]] == ["colombe", "pigeon"]
    units = source.encode("utf-16-le")
    found = [
        units[2 * match["start_utf16"] : 2 * match["end_utf16"]].decode("utf-16-le") for match in document["matches"]
    ]
    assert found == ["colombe", "pigeon"]
    assert [match["language"] for match in document["matches"]] == ["fr", "en"]


def test_a_page_comes_back_byte_for_byte_with_links_where_html_is_preferred(client: FlaskClient) -> None:
    page = b"\xef\xbb\xbf<P CLASS=x>A dove,\r\n a dove<br/>and no pigeon &amp; <unknown>"
    answer = _send(client, page, headers=LINKS)
    opening = b'<a class="glossary-auto" href="http://127.0.0.1:8000/en/dove/" referrerpolicy="no-referrer">'
    assert answer.data == page.replace(b"dove", opening + b"dove</a>", 1)
    assert answer.content_type == "text/html; charset=utf-8"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    browser = {**PAGE, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert _send(client, page, headers=browser).data == answer.data
    assert _send(client, page, headers={**PAGE, "Accept": "*/*"}).is_json


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?per=section", 2), ("?per=page", 1), ("?per=all", 3), ("?markup=data&headings=true", 2)],
)
def test_what_is_wanted_of_a_page_is_said_in_the_query(client: FlaskClient, query: str, count: int) -> None:
    page = "<p>A dove, a dove.</p><h2>Doves</h2><p>A dove.</p>"
    answer = _send(client, page, f"/v1/en/annotate{query}", headers=LINKS)
    assert answer.text.count("</a>") == count
    assert answer.text.count("data-glossary-term") == (count if "markup" in query else 0)


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("", ["Dove", "pigeon", "pigeon"]),
        ("?headings=true", ["doves", "Dove", "pigeon", "pigeon"]),
        ("?quotations=true&per=page", ["Dove", "pigeon", "pigeon"]),
        ("?ask=true", ["Dove", "pigeon", "Swift", "pigeon"]),
        ("?quotations=true", ["Dove", "pigeon", "pigeon", "Dove"]),
    ],
)
def test_words_to_avoid_are_all_named_whatever_is_wanted(client: FlaskClient, query: str, forms: list[str]) -> None:
    page = "<h1>Doves</h1><p>A dove, a pigeon, a swift, a pigeon.</p><q>A dove</q>"
    answer = _send(client, page, f"/v1/en/annotate{query}", headers=PAGE)
    assert [form for form, _, _ in _found(answer)] == forms


def test_the_first_in_a_plain_text_is_the_first_of_all(client: FlaskClient) -> None:
    text = "Doves, a dove, a pigeon, a pigeon."
    assert [form for form, _, _ in _found(_send(client, text, "/v1/en/annotate?per=section"))] == [
        "doves",
        "pigeon",
        "pigeon",
    ]
    assert len(_found(_send(client, text))) == 4


@pytest.mark.parametrize(
    ("tag", "language", "found"),
    [("en-GB", "en", ["Dove"]), ("FR", "fr", ["Colombe"]), ("de", None, []), ("tlh", None, []), ("x-dove", None, [])],
)
def test_words_of_another_language_are_never_looked_for_and_the_answer_says_which_were(
    client: FlaskClient, tag: str, language: str | None, found: list[str]
) -> None:
    answer = _send(client, "Dove, colombe, Taube.", f"/v1/{tag}/annotate")
    assert answer.get_json()["language"] == language
    assert [form for form, _, _ in _found(answer)] == found
    assert answer.headers["Content-Language"] == (language or "und")


@pytest.mark.parametrize("headers", [TEXT, PAGE])
@pytest.mark.parametrize(
    ("sent", "byte"), [(b"A dove\xff", 7), (b"dove \xed\xa0\xbd dove", 6), (b"\xc3", 1), (b"dove\xf0\x9f\x98", 5)]
)
def test_what_is_no_utf_8_half_a_surrogate_too_is_refused_with_its_place(
    client: FlaskClient, headers: dict[str, str], sent: bytes, byte: int
) -> None:
    assert f"byte {byte} of the" in _refused(_send(client, sent, headers=headers), 400).lower()


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (b"\0dove\0pigeon\0", 2),
        (b"a" * 262_144, 0),
        (b"<p>dove" + b"<b>" * 500 + b" dove", 2),
        (b"<p>dove<!-- dove", 1),
        (b"", 0),
        ("\u202eевod dove עברית".encode(), 1),
    ],
)
def test_a_text_of_any_shape_is_answered(client: FlaskClient, sent: bytes, found: int) -> None:
    assert len(_found(_send(client, sent, headers=PAGE if b"<" in sent else TEXT))) == found


def test_ten_thousand_nested_elements_are_refused_with_the_line(client: FlaskClient) -> None:
    assert "line 2" in _refused(_send(client, b"dove\n" + b"<div>" * 10_000, headers=PAGE), 400)


def test_a_page_in_another_encoding_is_refused_by_what_it_says(client: FlaskClient) -> None:
    page = '<meta charset="windows-1252"><p>d\xf6ve'.encode("latin-1")
    assert "UTF-8" in _refused(_send(client, page, headers=PAGE), 400)


@pytest.mark.parametrize(
    ("headers", "remedy"),
    [
        ({"Content-Type": "application/json"}, "text/plain or text/html"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "text/plain or text/html"),
        ({}, "text/plain or text/html"),
        ({"Content-Type": "text/plain; charset=utf-16"}, "UTF-8"),
        ({"Content-Type": "text/plain", "Content-Encoding": "gzip"}, "not compressed"),
    ],
)
def test_another_kind_of_body_is_refused_and_the_problem_says_what_to_send(
    client: FlaskClient, headers: dict[str, str], remedy: str
) -> None:
    assert remedy in _refused(_send(client, "dove", headers=headers), 415)


@pytest.mark.parametrize(
    ("headers", "kinds"),
    [
        ({**TEXT, "Accept": "text/html"}, "application/json"),
        ({**TEXT, "Accept": "image/png, application/json;q=0"}, "application/json"),
        ({**PAGE, "Accept": "text/plain"}, "application/json or text/html"),
    ],
)
def test_a_form_that_there_is_not_is_refused_and_the_problem_says_which_there_are(
    client: FlaskClient, headers: dict[str, str], kinds: str
) -> None:
    assert kinds in _refused(_send(client, "dove", headers=headers), 406)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("ask=1", "ask: it must be true or false"),
        ("headings=", "headings: it must be true or false"),
        ("per=word", "per: "),
        ("markup=bold", "markup: "),
        ("per=page&per=all", "per: it is given more than once"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(client: FlaskClient, query: str, detail: str) -> None:
    assert _refused(_send(client, "dove", f"/v1/en/annotate?{query}"), 400).startswith(detail)
    assert "is not a language tag" in _refused(_send(client, "dove", f"/v1/e_n/annotate?{query[:0]}"), 400)


@pytest.mark.parametrize("size", [262_145, 1_000_000])
def test_a_longer_text_is_refused(client: FlaskClient, size: int) -> None:
    assert "262,144 bytes" in _refused(_send(client, b"a" * size), 413)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://ngo.example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_page_of_any_origin_is_refused_and_could_not_read_the_answer(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert "glossary-auto.js" in _refused(_send(client, "dove", headers={**TEXT, **headers}), 403)
    preflight = {**headers, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for method in ("OPTIONS", "GET", "PUT"):
        answer = client.open("/v1/en/annotate", method=method, headers=preflight)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")], method
    assert client.options("/v1/en/terms.json", headers=preflight).headers["Access-Control-Allow-Origin"] == "*"


def test_it_is_off_and_not_described_until_somebody_switches_it_on(birds: World) -> None:
    off = birds.client(annotate=False)
    for method in ("POST", "GET", "OPTIONS"):
        answers = [
            off.open(path, method=method, data="dove", headers=TEXT) for path in ("/v1/en/annotate", "/v1/en/none")
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].data == answers[1].data
    assert "/v1/{lang}/annotate" not in off.get("/v1/openapi.json").get_json()["paths"]
    described = birds.client().get("/v1/openapi.json").get_json()["paths"]["/v1/{lang}/annotate"]["post"]
    assert described["operationId"] == "annotateText"
    assert set(described["requestBody"]["content"]) == {"text/plain", "text/html"}


def test_a_setting_that_cannot_be_used_is_named() -> None:
    for name, value in (("GLOSSARY_ANNOTATE", "yes"), ("GLOSSARY_ANNOTATE_AT_ONCE", "4")):
        with pytest.raises(BadSetting, match=f"{name} is “{value}”"):
            read({name: value})
    assert read({"GLOSSARY_ANNOTATE": "1"}).annotate
    assert not read({"GLOSSARY_ANNOTATE": "0"}).annotate


_WITHOUT = """
import sys
sys.modules["ahocorasick_rs"] = None
from api import create_app
from glossary.settings import read
import os
answer = create_app(read(os.environ)).test_client().post("/v1/en/annotate", data="dove", content_type="text/plain")
print(answer.status_code, answer.text)
"""


def test_where_the_extra_is_not_installed_the_service_runs_and_says_how_to_install_it(birds: World) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT], cwd=ROOT, env=processes(birds), capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("501 ")
    assert "pip install" in json.loads(done.stdout[4:])["detail"]


def test_texts_above_the_limit_are_refused_until_a_place_is_free(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client, held = birds.client(annotate_at_once=1), Barrier(2, timeout=30)

    def slow(self: Finder, text: str) -> tuple[()]:
        held.wait()
        held.wait()
        return ()

    monkeypatch.setattr(Finder, "find", slow)
    first = Thread(target=lambda: _send(birds.client(), "dove"))
    first.start()
    held.wait()
    answer = _send(client, "dove")
    held.wait()
    first.join()
    assert "again in a second" in _refused(answer, 503)
    assert answer.headers["Retry-After"] == "1"
    monkeypatch.undo()
    assert len(_found(_send(client, "dove"))) == 1


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages of all finders that are made."""
    languages: list[str] = []

    def counted(self: Finder, words: Any, ask: bool = False) -> None:
        languages.append(words.language)
        make(self, words, ask)

    make = Finder.__init__
    monkeypatch.setattr(Finder, "__init__", counted)
    return languages


def test_words_follow_the_edition_and_each_finder_is_made_once(tmp_path: Path, made: list[str]) -> None:
    world = _glossary(tmp_path)
    application = create_app(world.settings())
    client, front = application.test_client(), application.wsgi_app
    assert isinstance(front, Front)
    for _ in range(3):
        assert len(_found(_send(client, "A dove, a rook."))) == 1
        assert len(_found(_send(client, "<p>A dove", headers=PAGE))) == 1
    assert made == ["en"]
    world.term("rook")
    world.approve("en", "rook")
    Watch(front).look()
    assert len(_found(_send(client, "A dove, a rook."))) == 2
    assert world.vet("en", "dove", "heron", "subject", "--withdraw").exit_code == 0
    Watch(front).look()
    assert [form for form, _, _ in _found(_send(client, "A dove, a rook."))] == ["Rook"]
    assert made == ["en"] * 3


def test_finders_of_few_forms_are_kept_and_the_one_used_longest_ago_goes(
    birds: World, monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    client = birds.client()
    for most, expected in ((50_000, ["en", "fr"]), (2, ["fr", "en", "fr"])):
        monkeypatch.setattr(annotator, "MOST_FORMS", most)
        for tag in ("en", "fr", "fr", "en", "en", "fr"):
            assert len(_found(_send(client, "dove colombe", f"/v1/{tag}/annotate"))) == 1
        assert made[-len(expected) :] == expected
    assert len(made) <= 5


def test_nothing_of_a_text_is_kept_or_logged(running: Running, birds: World) -> None:
    text = f"A dove, {SECRET}, a pigeon."
    refused = [
        (f"/v1/en/annotate?per={SECRET}", TEXT, text),
        (f"/v1/x-{SECRET[:8]}/annotate", TEXT, text),
        ("/v1/en/annotate", {**TEXT, "Origin": f"https://{SECRET}.example.org"}, text),
        ("/v1/en/annotate", {"Content-Type": f"text/{SECRET}"}, text),
        ("/v1/en/annotate", PAGE, f"<meta charset={SECRET}>é{text}"),
    ]
    for path, headers, body in [("/v1/en/annotate", TEXT, text), ("/v1/en/annotate", LINKS, text), *refused]:
        answer, _ = running.get(path, "POST", headers, body.encode())  # type: ignore[arg-type]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers
    places = [running.log.read_text(), running.get("/metrics")[1].decode(), running.get("/readyz")[1].decode()]
    assert "/v1/<lang>/annotate" in places[0]
    assert not any(SECRET[:8] in place for place in places)
    assert not any(SECRET.encode() in path.read_bytes() for path in birds.root.rglob("*") if path.is_file())


def test_a_failure_that_nobody_foresaw_is_logged_without_what_it_quotes(
    birds: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(self: Finder, text: str) -> tuple[()]:
        raise ValueError(text)

    logging.getLogger("glossary").propagate = True
    monkeypatch.setattr(Finder, "find", failing)
    answer = _send(birds.client(), SECRET)
    assert answer.status_code == 500
    lines = [Lines().format(record) for record in caplog.records]
    assert any("ValueError" in line and "in failing" in line for line in lines)
    assert not any(SECRET in part for part in (*lines, answer.text))


@pytest.mark.parametrize("chunked", [False, True])
def test_a_text_arrives_whole_however_it_is_sent(running: Running, chunked: bool) -> None:
    def sent(body: bytes) -> bytes:
        length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % len(body)
        framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if chunked else body
        head = b"POST /v1/en/annotate HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nConnection: close\r\n"
        return running.raw(head + length + b"\r\n\r\n" + framed)

    assert b'"concept":"dove"' in sent(b"A dove.")
    assert sent(b"a" * (annotating.MAX_TEXT + 1)).startswith(b"HTTP/1.1 413 ")


def test_a_text_that_ends_before_its_stated_length_is_not_answered_as_if_it_were_whole(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as connection:
        head = b"POST /v1/en/annotate HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 60\r\n\r\n"
        connection.sendall(head + b"A dove")
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"The body ends before its stated length" in answer


def test_the_page_of_the_api_shows_what_is_answered(shipped: World) -> None:
    section = (ROOT / "docs" / "api.md").read_text().split("## Words in a text of yours")[1].split("\n## ")[0]
    text = re.findall(r'-d "(.*)"', section)[0]
    shown = json.loads(re.findall(r"```json\n(.*?)```", section, re.DOTALL)[0])
    answered = _send(shipped.client(annotate=True), text).get_json()
    assert answered == shown
    assert list(answered["matches"][0]) == list(shown["matches"][0])
