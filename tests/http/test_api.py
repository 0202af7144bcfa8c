"""The contract over HTTP: paths, shapes, headers, errors."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.world import World

FIELDS = [
    "id", "language", "direction", "requested_language", "fallback", "term", "abbreviation", "definition", "plain", "note",
    "forms", "usage", "autolink", "avoid", "group", "related", "broader", "formerly", "sources", "rights", "vetting",
    "languages", "content_notice", "links",
]  # fmt: skip


def _json(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return dict(answer.json)


@pytest.fixture
def two(french: World) -> World:
    """Two related concepts; the first is vetted in French too."""
    french.term("dove", definition="is a bird of peace.", abbreviation="DV", related=("owl",))
    french.term("owl", group="night", related=("dove",))
    french.approve("en", "owl")
    french.approve("fr", "dove")
    return french


def test_an_entry_has_every_field_in_the_order_of_the_contract(two: World) -> None:
    entry = _json(two.get("/v1/fr/terms/dove.json"))
    assert list(entry) == FIELDS
    assert list(entry["vetting"]) == ["status", "approved_on", "review_due_on", "source_current", "approvals"]
    assert list(entry["sources"][0]) == ["title", "url", "locator", "kind", "as_of", "state", "published", "seen"]
    assert entry["languages"] == ["en", "fr"]
    base = "http://127.0.0.1:8000"
    assert entry["links"] == {
        "self": f"{base}/v1/fr/terms/dove.json",
        "page": f"{base}/fr/dove/",
        "embed": f"{base}/embed/fr/dove/",
        "evidence": f"{base}/v1/fr/terms/dove.evidence.json",
        "version": entry["links"]["version"],
    }
    assert re.fullmatch(base + r"/v1/fr/terms/dove/[0-9a-f]{64}\.json", entry["links"]["version"])
    assert [(act["by"], act["role"]) for act in entry["vetting"]["approvals"]] == [
        ("otter", "language"),
        ("heron", "subject"),
    ]


def test_a_related_term_is_in_the_entrys_language_or_not_there(two: World) -> None:
    assert _json(two.get("/v1/fr/terms/dove.json"))["related"] == [{"id": "owl", "term": None}]
    assert _json(two.get("/v1/en/terms/dove.json"))["related"] == [{"id": "owl", "term": "Owl"}]


def test_the_list_has_every_entry_with_its_definition_in_the_languages_order(world: World) -> None:
    for concept, term in (("a", "Öl"), ("b", "Zebra"), ("c", "Ål"), ("d", "Apa"), ("e", "Hund")):
        world.term(f"w-{concept}", term=f"English {concept}")
        world.approve("en", f"w-{concept}")
        world.catalog("sv", {f"w-{concept}.term": term, f"w-{concept}.definition": "är något."})
        world.run("sync")
    world.catalog("sv", {f"w-{c}.term": t for c, t in zip("abcd", ["Öl", "Zebra", "Ål", "Apa"], strict=True)})
    world.catalog("sv", {f"w-{c}.definition": "är något." for c in "abcd"})
    world.approve("sv", *(f"w-{c}" for c in "abcd"))
    answer = _json(world.get("/v1/sv/terms.json"))
    assert [entry["term"] for entry in answer["entries"]] == ["Apa", "English e", "Zebra", "Ål", "Öl"]
    assert all(entry["definition"] for entry in answer["entries"])


def test_one_concept_in_every_language_that_it_is_vetted_in(two: World) -> None:
    answer = _json(two.get("/v1/terms/dove.json"))
    assert answer["languages"] == ["en", "fr"]
    assert [(entry["language"], entry["term"]) for entry in answer["entries"]] == [("en", "Dove"), ("fr", "Colombe")]


def test_languages_count_concepts_by_status(two: World) -> None:
    two.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on lintu."})
    two.vet("fi", "dove", "otter", "language")
    languages = {language["language"]: language for language in _json(two.get("/v1/languages.json"))["languages"]}
    assert list(languages) == ["en", "fi", "fr"]
    assert languages["fi"]["concepts"] == {"vetted": 0, "reviewed": 1, "draft": 0, "missing": 1}
    assert languages["fr"]["concepts"] == {"vetted": 1, "reviewed": 0, "draft": 0, "missing": 1}
    assert (languages["fi"]["name"], languages["fi"]["english_name"], languages["fi"]["direction"]) == (
        "suomi",
        "Finnish",
        "ltr",
    )


def test_the_front_page_lists_what_there_is(two: World) -> None:
    index = _json(two.get("/v1/index.json"))
    assert (index["languages"], index["concepts"], index["groups"]) == (
        ["en", "fr"],
        ["dove", "owl"],
        ["material", "night"],
    )
    for link in index["links"].values():
        assert two.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


@pytest.mark.parametrize(
    ("query", "header", "language", "requested", "reason"),
    [
        ("", None, "en", "en", None),
        ("?lang=fr", None, "fr", "fr", None),
        ("?lang=fr-CA", "en", "fr", "fr-CA", None),
        ("", "fr-CA,en;q=0.5", "fr", "fr-CA", None),
        ("", "sr, en", "en", "sr", "unknown_language"),
        ("", "fi, fr;q=0.5", "fr", "fi", "not_translated"),
        ("?lang=fi", "fr", "en", "fi", "not_translated"),
        ("", "garbage;;q=1,*", "en", "en", None),
    ],
)
def test_fallback_rules_1_and_5_the_parameter_decides_then_the_header_then_english(
    two: World, query: str, header: str | None, language: str, requested: str, reason: str | None
) -> None:
    two.catalog("fi")
    answer = two.get(f"/v1/terms/dove{query}", headers={"Accept-Language": header} if header else {})
    entry = _json(answer)
    assert (entry["language"], entry["requested_language"]) == (language, requested)
    assert entry["fallback"] == (None if reason is None else {"reason": reason})
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == (
        "Accept, Accept-Encoding" if query else "Accept, Accept-Language, Accept-Encoding"
    )


def test_fallback_rule_1_a_brazilian_is_served_portuguese_and_a_serb_never_croatian(french: World) -> None:
    for language in ("pt", "hr"):
        french.catalog(language, {"dove.term": language, "dove.definition": "é."})
        french.approve(language, "dove")
    for tag, served in (("pt-BR", "pt"), ("sr", "en"), ("sr-Latn-RS", "en"), ("hr-BA", "hr")):
        assert _json(french.get("/v1/terms/dove", headers={"Accept-Language": tag}))["language"] == served
        assert _json(french.get(f"/v1/terms/dove?lang={tag}"))["language"] == served


def test_fallback_rule_4_a_list_shows_texts_of_lower_status_only_when_asked_and_by_group(two: World) -> None:
    two.catalog("fr", {"owl.term": "Hibou", "owl.definition": "est un oiseau."})
    two.run("sync")
    two.catalog("fr", {"owl.term": "Hibou", "owl.definition": "est un oiseau."})

    def terms(query: str) -> list[tuple[str, str]]:
        entries = _json(two.get(f"/v1/fr/terms{query}"))["entries"]
        return [(entry["term"], entry["vetting"]["status"]) for entry in entries]

    assert terms("") == [("Colombe", "vetted"), ("Owl", "vetted")]
    assert terms("?status=draft") == [("Colombe", "vetted"), ("Hibou", "draft")]
    assert terms("?group=night") == [("Owl", "vetted")]
    assert terms("?group=nothing") == []
    two.vet("fr", "owl", "otter", "language")
    assert terms("?status=reviewed") == [("Colombe", "vetted"), ("Hibou", "reviewed")]


def test_fallback_rules_3_and_4_a_newer_draft_is_shown_as_a_draft_and_only_when_asked_for(two: World) -> None:
    two.catalog("fr", {"dove.definition": "est un autre oiseau."})
    assert _json(two.get("/v1/terms/dove?lang=fr"))["definition"] == "est un oiseau de paix."
    answer = two.get("/v1/terms/dove?lang=fr&status=draft")
    draft = _json(answer)
    assert (draft["definition"], draft["vetting"]["status"]) == ("est un autre oiseau.", "draft")
    assert draft["vetting"]["approvals"] == []
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_preview_shows_drafts_in_files_too_marked_and_never_cached(french: World) -> None:
    answer = french.preview("/v1/fr/terms/dove.json")
    assert (_json(answer)["term"], _json(answer)["vetting"]["status"]) == ("Colombe", "draft")
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")


FILES = ["/v1/index.json", "/v1/languages.json", "/v1/fr/terms.json", "/v1/fr/terms/dove.json", "/v1/terms/dove.json"]
COMPUTED = ["/v1/terms/dove", "/v1/fr/terms", "/v1/fr/search?q=dove", "/v1/fr/suggest?q=do"]


@pytest.mark.parametrize("path", FILES + COMPUTED)
def test_every_answer_has_its_headers_and_answers_a_conditional_request(two: World, path: str) -> None:
    client = two.client()
    answer = client.get(path)
    headers = answer.headers
    assert answer.status_code == 200
    assert headers["ETag"].startswith('"')
    assert ("no-store" if "?q=" in path else "public, max-age=") in headers["Cache-Control"]
    assert headers["Content-Language"]
    assert headers["Glossary-Edition"] == _json(client.get("/v1/index.json"))["edition"]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
    assert "Origin" not in headers.get("Vary", "")
    again = client.get(path, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == headers["ETag"]
    assert again.headers["Cache-Control"] == headers["Cache-Control"]
    head = client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", headers["ETag"])


def test_a_preflight_is_answered_for_any_origin(two: World) -> None:
    asked = {"Origin": "https://ngo.example.org", "Access-Control-Request-Method": "GET"}
    answer = two.client().options("/v1/fr/terms/dove.json", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", FILES)
def test_a_file_ignores_its_query_string(two: World, path: str) -> None:
    plain = two.get(path)
    for query in ("?utm_source=x", "?lang=en&lang=fi&status=draft", "?q=%ff%00", "?" + "a" * 9000):
        answer = two.get(path + query)
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (200, plain.data, plain.headers["ETag"])


def test_a_computed_path_ignores_parameters_that_it_does_not_know(two: World) -> None:
    plain = two.get("/v1/terms/dove?lang=fr")
    assert two.get("/v1/terms/dove?fbclid=1&lang=fr&fbclid=2").data == plain.data


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/v1/FR/terms/dove.json", "/v1/fr/terms/dove.json"),
        ("/v1/fr-CA/terms/dove.json?x=1", "/v1/fr/terms/dove.json"),
        ("/v1/en-GB/terms.json", "/v1/en/terms.json"),
    ],
)
def test_a_tag_that_resolves_to_an_offered_one_is_redirected_to_it(two: World, path: str, target: str) -> None:
    for base in ("http://127.0.0.1:8000", "https://example.org/glossary"):
        answer = two.client(base_url=base).get(path, headers={"Host": "evil.example.org"})
        assert answer.status_code == 308
        assert (
            answer.headers["Location"]
            == base.removeprefix("https://example.org").removeprefix("http://127.0.0.1:8000") + target
        )
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_links_come_from_the_base_url_never_from_the_host_header(two: World) -> None:
    client = two.client(base_url="https://example.org/g")
    for path in FILES + COMPUTED:
        answer = client.get(path, headers={"Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org"})
        assert "evil" not in answer.text
    assert _json(client.get("/v1/fr/terms/dove.json"))["links"]["self"] == "https://example.org/g/v1/fr/terms/dove.json"


@pytest.mark.parametrize(
    ("path", "status", "kind", "words"),
    [
        ("/v1/fr/terms/duve.json", 404, "unknown-concept", "no concept “duve”"),
        ("/v1/terms/duve.json", 404, "unknown-concept", "no concept “duve”"),
        ("/v1/terms/DOVE", 404, "unknown-concept", "no concept “DOVE”"),
        ("/v1/sr/terms/dove.json", 404, "unknown-language", "does not offer the language “sr”"),
        ("/v1/f_r/terms/dove.json", 400, "bad-language-tag", "“f_r” is not a language tag; write one such as"),
        ("/v1/f_r/terms", 400, "bad-language-tag", "is not a language tag"),
        ("/v1/terms/dove?lang=f_r", 400, "bad-parameter", "lang: it is not a language tag; write one such as"),
        ("/v1/terms/dove?lang=", 400, "bad-parameter", "lang: "),
        ("/v1/terms/dove?lang=fr&lang=en", 400, "bad-parameter", "lang: it is given more than once"),
        ("/v1/terms/dove?status=good", 400, "bad-parameter", "status: Must be one of: draft, reviewed, vetted"),
        ("/v1/terms/gone", 410, "retired-concept", "Use “dove” instead"),
        ("/v1/fr/terms/gone.json", 410, "retired-concept", "has left this glossary"),
        ("/v1/fr/terms/new.json", 404, "not-vetted", "No text of “new” is vetted yet"),
        ("/v1/nothing", 404, None, "/v1/index.json lists what there is"),
        ("/v1/fr/terms/", 404, None, "There is nothing at this address"),
        ("/v1/terms/%00", 400, None, "a control character"),
        ("/v1/terms/" + "a" * 1000, 414, None, "too long"),
    ],
)
def test_an_error_is_a_problem_document_that_helps(
    two: World, path: str, status: int, kind: str | None, words: str
) -> None:
    two.term("new")
    retired = two.term("gone")
    retired.write_text(retired.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "dove"\n')
    answer = two.get(path)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json(force=True)
    assert list(problem)[:4] == ["type", "title", "status", "detail"]
    assert problem["type"] == (f"urn:glossary:problem:{kind}" if kind else "about:blank")
    assert problem["status"] == status
    assert words in problem["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Language"] == "en"
    assert "Traceback" not in answer.text
    if kind in ("unknown-concept", "unknown-language"):
        assert problem["suggestions"]
    if kind == "retired-concept":
        assert problem["replaced_by"] == "dove"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "BREW"])
def test_a_wrong_method_says_which_are_right(two: World, method: str) -> None:
    answer = two.client().open("/v1/fr/terms/dove.json", method=method)
    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_failure_of_the_service_is_a_problem_document_without_a_trace(
    two: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = two.client()
    monkeypatch.setattr("glossary.contract.answers.of_entry", lambda *_: 1 / 0)
    answer = client.get("/v1/fr/terms/dove.json")
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in caplog.text
    assert not any("dove" in f"{record.getMessage()} {vars(record).get('values')}" for record in caplog.records)


def test_what_is_retired_is_in_no_list(two: World) -> None:
    path = two.term("owl")
    two.term("dove", definition="is a bird of peace.", abbreviation="DV")
    path.write_text(path.read_text() + "[retired]\non = 2026-01-31\n")
    assert [entry["id"] for entry in _json(two.get("/v1/en/terms.json"))["entries"]] == ["dove"]
    assert _json(two.get("/v1/index.json"))["concepts"] == ["dove"]


def test_health_and_readiness_are_never_cached(two: World) -> None:
    for path in ("/healthz", "/readyz"):
        answer = two.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"


def test_documentation_makes_no_request_to_another_host(two: World) -> None:
    client = two.client()
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("</html>", "")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self' http://127.0.0.1:8000;" in policy
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"):
        assert f"/docs/{name}" in page.text
        with client.get(f"/docs/{name}") as asset:
            assert asset.status_code == 200
            assert asset.headers["ETag"]
    with client.get("/static/docs.js") as script:
        assert "validatorUrl: null" in script.get_data(as_text=True)


def test_an_entry_says_its_broader_concept_and_whether_it_may_be_linked(two: World) -> None:
    path = two.terms / "dove.toml"
    path.write_text('broader = "owl"\n' + path.read_text().replace('autolink = "safe"', 'autolink = "ask"'))
    entry = _json(two.get("/v1/en/terms/dove.json"))
    assert (entry["autolink"], entry["broader"]) == ("ask", {"id": "owl", "term": "Owl"})
    assert _json(two.get("/v1/en/terms/owl.json"))["broader"] is None
