"""A large bundle in parts: small heads, parts of a hundred concepts or more, and no request that tells of a word."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from glossary.content.text import Text
from glossary.contract import bundle
from glossary.contract.schemas.bundle import BundleHead, BundlePart
from tests.browser import Site, partner_policy, recorded_page
from tests.embed.test_element import ELEMENT, button, card, head
from tests.large import grow, translate
from tests.running import serving
from tests.world import World

pytest_plugins = ["tests.browser"]

_DICE = random.Random(1)
_WORDS = ["".join(_DICE.choices("abcdefghiklmnoprstuv", k=7)) for _ in range(3000)]


def _texts(count: int) -> dict[str, Text]:
    return {
        f"bird-{number}": Text(term=f"The {_WORDS[number]}", definition=" ".join(_DICE.choices(_WORDS, k=40)) + ".")
        for number in range(count)
    }


MANY = _texts(460)
FRENCH = {"bird-7": Text(term="Colombe Été", definition="est un oiseau de paix.")}


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> World:
    """460 concepts with long definitions, one of them also in French."""
    world = World(tmp_path_factory.mktemp("parts"))
    grow(world, MANY)
    translate(world, "fr", FRENCH, MANY)
    return world


def _part(name: str, parts: int) -> int:
    """Compute the part of a name as docs/api.md says."""
    number = 0
    for letter in name:
        number = (number * 31 + ord(letter)) % parts
    return number


def _asked(world: World, language: str = "en") -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the head of a language's bundle, and all of its parts."""
    client = world.client()
    first: dict[str, Any] = client.get(f"/v1/{language}/bundle/head.json").json or {}
    return first, [client.get(f"/v1/{language}/bundle/{n}.json").json or {} for n in range(first["parts"])]


def test_a_large_bundle_has_a_small_head_and_parts_of_a_hundred_concepts_or_more(birds: World) -> None:
    whole = birds.get("/v1/en/bundle.json")
    assert len(gzip.compress(whole.data, 9)) > 30_000
    first, parts = _asked(birds)
    assert first["parts"] == len(parts) == 4
    assert (first["entries"], first["names"]) == ({}, {})
    assert {**first, "entries": None} == {**(whole.json or {}), "entries": None, "parts": 4, "names": {}}
    assert all(len(part["entries"]) >= 100 for part in parts)
    assert [BundleHead().validate(first), *map(BundlePart().validate, parts)] == [{}] * 5
    assert {name: entry for part in parts for name, entry in part["entries"].items()} == (whole.json or {})["entries"]
    assert len(gzip.compress(json.dumps(first).encode(), 9)) < 1_500


def test_the_part_of_a_name_follows_from_the_name(birds: World) -> None:
    first, parts = _asked(birds)
    for concept, text in MANY.items():
        assert concept in parts[_part(concept, first["parts"])]["entries"]
        name = text.term.lower()
        assert parts[_part(name, first["parts"])]["names"][name] == concept


def test_a_concept_that_comes_moves_no_other(birds: World, world: World) -> None:
    grow(world, {**MANY, **{f"owl-{number}": text for number, text in enumerate(_texts(20).values())}})
    before, after = _asked(birds)[1], _asked(world)[1]
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert one["entries"].items() <= other["entries"].items()


def test_a_small_bundle_stays_one_file(world: World) -> None:
    grow(world, dict(list(MANY.items())[:40]))
    whole, first = world.get("/v1/en/bundle.json").json, world.get("/v1/en/bundle/head.json").json
    assert whole is not None
    assert first is not None
    assert first["parts"] == 0
    assert first["entries"] == whole["entries"]
    assert first["names"][MANY["bird-3"].term.lower()] == "bird-3"
    assert world.get("/v1/en/bundle/0.json").status_code == 404


def test_the_page_on_privacy_says_what_the_requests_of_a_large_glossary_tell(birds: World, world: World) -> None:
    grow(world, dict(list(MANY.items())[:3]))
    large, small = (each.get("/en/privacy/").text for each in (birds, world))
    assert "parts of the glossary, each with a hundred definitions or more" in large
    assert "one file with all definitions" not in large
    assert "one file with all definitions" in small
    assert "parts of the glossary" not in small


def test_heads_answer_any_language_and_parts_those_that_are_offered(birds: World) -> None:
    client = birds.client()
    french = client.get("/v1/fr/bundle/head.json")
    assert client.get("/v1/fr-CA/bundle/head.json").data == french.data
    assert (client.get("/v1/ja/bundle/head.json").json or {})["language"] == "en"
    assert client.get("/v1/FR/bundle/0.json").headers["Location"] == "/v1/fr/bundle/0.json"
    for path in ("/v1/fr/bundle/4.json", "/v1/fr/bundle/00.json", "/v1/ja/bundle/0.json", "/v1/fr/bundle/x.json"):
        assert client.get(path).status_code == 404
    assert client.get("/v1/french/bundle/head.json").status_code == 400


def test_whoever_asks_for_parts_that_there_are_not_costs_nothing(birds: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = birds.client()
    assert client.get("/v1/en/bundle/4.json").status_code == 404

    def made(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(bundle, "of_language", made)
    assert [client.get(f"/v1/en/bundle/{number}.json").status_code for number in (4, 5, 9999)] == [404] * 3


def test_the_archive_for_self_hosting_has_heads_and_parts(birds: World) -> None:
    client = birds.client()
    with ZipFile(BytesIO(client.get("/embed/glossary-embed.zip").data)) as archive:
        for name in ("bundle.json", "bundle/head.json", "bundle/0.json", "bundle/3.json"):
            packed = json.loads(archive.read(f"glossary/v1/fr/{name}"))
            assert packed == client.get(f"/v1/fr/{name}").json


@pytest.fixture(scope="module")
def service(birds: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("service"), birds.environment()) as running:
        yield f"http://127.0.0.1:{running.port}"


def test_a_page_asks_for_the_parts_of_its_words_when_it_loads_and_for_nothing_when_one_is_opened(
    service: str, chromium: Browser, partner: Site
) -> None:
    term = FRENCH["bird-7"].term
    words = ["bird-1", "bird-5", "BIRD-9", f" {term.upper()} ", "no-such-bird"]
    html = "".join(ELEMENT.replace("dove", word, 1) for word in words)
    address = partner.page("/", html, partner_policy(service), "fr-CA", head(service))
    told = "no entry for no-such-bird"
    with recorded_page(chromium, service, partner.origin, tolerated=(told,)) as visit:
        visit.page.goto(address)
        expect(button(visit.page)).to_have_count(4)
        names = ["bird-1", "bird-5", "bird-9", term.lower(), "bird-7", "no-such-bird"]
        expected = {f"/v1/fr/bundle/{_part(name, 4)}.json" for name in names}
        asked = visit.bundles()
        assert asked[0] == "/v1/fr-CA/bundle/head.json"
        assert sorted(asked[1:]) == sorted(expected)  # each once, and none has a word in it
        button(visit.page).nth(3).click()
        expect(card(visit.page)).to_contain_text("est un oiseau de paix.")
        button(visit.page).nth(0).click()
        expect(card(visit.page)).to_contain_text(MANY["bird-1"].definition)
        assert visit.bundles() == asked


def test_the_element_of_an_earlier_version_has_all_of_a_large_glossary(
    service: str, chromium: Browser, partner: Site
) -> None:
    policy = partner_policy(service)
    script = head(service, path="/embed/1.1.0/glossary.js")
    address = partner.page("/", ELEMENT.replace("dove", "bird-1", 1), policy, "en", script)
    with recorded_page(chromium, service, partner.origin) as visit:
        visit.page.goto(address)
        button(visit.page).click()
        expect(card(visit.page)).to_contain_text(MANY["bird-1"].definition)
        assert [path for path in visit.paths() if "bundle" in path] == ["/v1/en/bundle.json"]
