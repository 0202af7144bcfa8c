"""One test for each promise of the project (docs/architecture.md, “Promises”)."""

from __future__ import annotations

import json
import logging
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.contract import answers
from glossary.edition import entries, loading
from glossary.errors import BadContent
from tests.world import World

QUOTED = {
    "csam": {
        "term": "Child sexual abuse material",
        "abbreviation": "CSAM",
        "definition": "visually depicts a child or person appearing to be a child engaged in sexually explicit conduct, and "
        "can be exchanged, shared and sold online. It can refer to pictures, videos, screenshots of live-streamed abuse, as "
        "well as digitally created material, and deepfake material, created with artificial intelligence (AI), sometimes "
        "using the faces/bodies of real children.",
    },
    "grooming": {
        "term": "Grooming",
        "definition": "happens when an adult intentionally starts and establishes a relationship with a child for the "
        "purpose of facilitating sexual contact between them.",
    },
}
"""The two definitions of the publisher's page, as they stand there."""


def _texts(value: Any) -> list[dict[str, Any]]:
    """Return every entry in an answer."""
    if isinstance(value, dict):
        inner = [entry for member in value.values() for entry in _texts(member)]
        return [value, *inner] if "definition" in value else inner
    return [entry for member in value for entry in _texts(member)] if isinstance(value, list) else []


def _served(world: World) -> bytes:
    """Return what is served for the French entry, read anew from the files."""
    edition = loading.load(world.terms, world.translations)
    return json.dumps(answers.of_entry(edition, entries.entry(edition, "dove", ("fr",)), "")).encode()


@pytest.mark.parametrize("part", range(4))
def test_promise_1_no_changed_byte_of_a_catalog_is_ever_served_as_vetted(french: World, part: int) -> None:
    french.approve("fr", "dove")
    path = french.catalog("fr")
    good, dice, served = path.read_bytes(), random.Random(part), _served(french)
    for position in range(part, len(good), 4):
        path.write_bytes(good[:position] + bytes([good[position] ^ dice.randrange(1, 256)]) + good[position + 1 :])
        assert _served(french) == served
    path.write_bytes(good[: len(good) // 2])
    assert _served(french) == served
    path.unlink()
    assert _served(french) == served


@pytest.mark.parametrize("part", range(4))
def test_promise_1_no_changed_byte_of_a_ledger_is_ever_served_as_vetted(french: World, part: int) -> None:
    french.approve("fr", "dove")
    path, dice = french.ledger("fr"), random.Random(part)
    good = path.read_bytes()
    for position in range(part, len(good), 4):
        path.write_bytes(good[:position] + bytes([good[position] ^ dice.randrange(1, 256)]) + good[position + 1 :])
        with pytest.raises(BadContent, match=r"fr/approvals/(otter|heron)\.jsonl:[12]: "):
            loading.load(french.terms, french.translations)


def test_promise_1_a_served_text_is_the_approved_one_by_fallback_rule_3_and_an_edit_waits_visibly(
    french: World,
) -> None:
    french.approve("fr", "dove")
    before = french.get("/v1/fr/terms/dove.json")
    french.catalog("fr", {"dove.definition": "est autre chose.", "dove.term": "Pigeon"})
    assert french.get("/v1/fr/terms/dove.json").data == before.data
    rows = json.loads(french.run("status", "--json").output)["languages"]
    assert next(row for row in rows if row["language"] == "fr")["update"] == 1
    assert "update waiting" in french.run("status", "fr").output


def test_promise_2_and_3_every_text_has_its_language_and_an_entry_has_one_by_fallback_rule_2(french: World) -> None:
    french.term("owl", related=("dove",))
    french.approve("en", "owl")
    french.approve("fr", "dove")
    client = french.client()
    words = {
        "en": {"Dove", "is a bird of peace.", "Owl", "is a word for owlkind."},
        "fr": {"Colombe", "est un oiseau de paix."},
    }
    paths = [
        "en/terms.json",
        "fr/terms.json",
        "terms/dove.json",
        "fr/search?q=o",
        "terms/owl?lang=fr",
        "fr/terms/owl.json",
    ]
    for path in paths:
        answer = client.get(f"/v1/{path}")
        entries = _texts(answer.json)
        assert entries
        for entry in entries:
            assert {entry["term"], entry["definition"]} <= words[entry["language"]]
            assert {related["term"] for related in entry["related"]} <= words[entry["language"]] | {None}
            assert entry["direction"] == "ltr"
            assert (entry["fallback"] is None) == (entry["language"] == entry["requested_language"])
        assert set(answer.headers["Content-Language"].split(", ")) == {entry["language"] for entry in entries}


def test_promise_3_a_fallback_has_the_first_reason_that_is_true_by_fallback_rule_6(french: World) -> None:
    for language in ("de", "fi"):
        french.catalog(language)
    french.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on lintu."})
    french.approve("fr", "dove")
    french.vet("fr", "dove", "heron", "subject", "--withdraw")
    reasons = {"de": "not_translated", "fi": "awaiting_review", "fr": "withdrawn", "sv": "unknown_language"}
    for language, reason in reasons.items():
        answer = french.get(f"/v1/terms/dove?lang={language}").json
        assert answer is not None
        assert (answer["language"], answer["fallback"]) == ("en", {"reason": reason})


@pytest.mark.parametrize("damage", [b"\xef\xbb\xbf", b"<<<<<<< ours\n", b"\xff\xfe\x00", b'msgid "cut', b""])
def test_promise_4_a_broken_catalog_is_told_to_the_operator_and_changes_nothing_for_readers(
    french: World, damage: bytes
) -> None:
    french.approve("fr", "dove")
    french.term("owl")
    french.approve("en", "owl")
    french.run("sync")
    french.catalog("fr", {"owl.term": "Hibou", "owl.definition": "est un oiseau."})
    client = french.client()
    paths = ["/v1/fr/terms/dove.json", "/v1/fr/terms/owl.json", "/v1/fr/terms.json", "/v1/index.json"]
    before = {path: client.get(path).data for path in paths[:3]}
    path = french.catalog("fr")
    path.write_bytes(damage + (path.read_bytes() if damage else b""))
    client = french.client()
    assert {path: client.get(path).data for path in paths[:3]} == before
    ready = client.get("/readyz").json
    assert ready is not None
    assert ready["status"] == "ready"
    assert ready["problems"][0]["file"].endswith("fr/LC_MESSAGES/glossary.po")
    assert all(problem["problem"] and problem["remedy"] and problem["line"] >= 1 for problem in ready["problems"])


def test_promise_5_no_cookie_and_no_log_line_about_the_reader(french: World, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("glossary").propagate = True
    caplog.set_level(logging.INFO)
    client = french.client()
    reader = {"User-Agent": "SecretBrowser", "Referer": "https://school.example.org", "Accept-Language": "fr"}
    for path in ("/v1/en/terms/dove.json", "/v1/en/search?q=secretword", "/v1/terms/dove", "/v1/terms/secretid"):
        answer = client.get(path, headers=reader, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
        assert "Set-Cookie" not in answer.headers
    lines = [f"{record.getMessage()} {getattr(record, 'values', '')}" for record in caplog.records]
    assert len(lines) >= 4
    for secret in ("SecretBrowser", "school", "203.0.113.9", "secretword", "secretid", "dove"):
        assert not any(secret in line for line in lines)


def test_promise_6_no_number_to_call_stands_in_translatable_text(shipped: World) -> None:
    texts = []
    for path in shipped.translations.rglob("*.po"):
        texts += re.findall(r'^msgstr "(.*)"', path.read_text(), re.MULTILINE)
    for path in shipped.terms.glob("*.toml"):
        texts += path.read_text().split("[text]")[1].split("[notes]")[0].split("\n")
    numbers = r"(?<!\d)(112|116|911|999|0?80\d|\+\d{2,})(?!\d)|\d[\d\s]{6,}\d"
    assert [number[0] for text in texts if (number := re.search(numbers, text))] == []


def test_promise_8_exactly_the_two_quoted_definitions_are_approved_word_for_word(shipped: World) -> None:
    records = [
        json.loads(line) for path in shipped.translations.rglob("*.jsonl") for line in path.read_text().splitlines()
    ]
    assert {record["concept"]: record["text"] for record in records} == QUOTED
    assert {(record["who"], record["verdict"], record["source"]) for record in records} == {
        ("childsafetyon", "approve", None)
    }
    ledgers = [path.relative_to(shipped.translations).as_posix() for path in shipped.translations.rglob("*.jsonl")]
    assert ledgers == ["en/approvals/childsafetyon.jsonl"]


def test_promise_8_what_is_not_approved_is_never_called_vetted(service: FlaskClient) -> None:
    languages = service.get("/v1/languages.json").json["languages"]  # type: ignore[index]
    for language in languages:
        for query in ("", "?status=reviewed", "?status=draft"):
            answer = service.get(f"/v1/{language['language']}/terms{query}").json
            for entry in _texts(answer):
                quoted = QUOTED.get(entry["id"], {"term": None})
                approved = {name: entry[name] for name in quoted} == quoted
                only = all(not entry[name] for name in ("plain", "note", "forms")) and not entry["avoid"]["words"]
                assert (entry["vetting"]["status"] == "vetted") == (approved and only)
                assert bool(entry["vetting"]["approvals"]) == (entry["vetting"]["status"] == "vetted")


def test_a_new_approval_in_one_language_leaves_what_is_cached_of_others_valid(french: World) -> None:
    french.term("owl")
    french.approve("en", "owl")
    client = french.client()
    paths = ["/v1/en/terms/owl.json", "/v1/fr/terms/owl.json", "/v1/terms/owl.json"]
    before, edition = {path: client.get(path).headers["ETag"] for path in paths}, client.get("/v1/index.json").json
    french.approve("fr", "dove")
    client = french.client()
    assert {path: client.get(path).headers["ETag"] for path in paths} == before
    assert edition is not None
    assert client.get("/v1/index.json").json["edition"] != edition["edition"]  # type: ignore[index]


def test_the_edition_changes_exactly_when_something_that_a_file_says_does(french: World) -> None:
    french.term("owl")
    french.approve("en", "owl")
    french.run("sync")
    policy = french.translations / "policy.toml"
    files = ["languages", "en/terms", "fr/terms", "terms/dove", "terms/owl", "fr/bundle"]
    changes: dict[str, Callable[[], object]] = {
        "a first draft": lambda: french.catalog("fr", {"owl.term": "Hibou", "owl.definition": "est un oiseau."}),
        "another draft": lambda: french.catalog("fr", {"dove.definition": "est un bel oiseau."}),
        "one approval": lambda: french.vet("fr", "dove", "otter", "language"),
        "the second": lambda: french.vet("fr", "dove", "heron", "subject"),
        "a draft behind it": lambda: french.catalog("fr", {"dove.definition": "est un oiseau."}),
        "a comment": lambda: french.catalog("fr").write_text("# hello\n" + french.catalog("fr").read_text()),
        "an English draft": lambda: french.term("owl", note="Do not confuse."),
        "a withdrawal": lambda: french.vet("fr", "dove", "heron", "subject", "--withdraw"),
        "a group": lambda: french.term("owl", group="night"),
        "a review date": lambda: policy.write_text(policy.read_text().replace("= 24", "= 12")),
        "a new language": lambda: french.run("new-language", "de"),
    }

    def state() -> tuple[str, list[bytes]]:
        client = french.client()
        return client.get("/v1/index.json").json["edition"], [client.get(f"/v1/{name}.json").data for name in files]  # type: ignore[index]

    edition, bodies = state()
    for change, make in changes.items():
        make()
        new_edition, new_bodies = state()
        assert (new_edition != edition) == (new_bodies != bodies), change
        edition, bodies = new_edition, new_bodies
