"""What partners wrote with the id that a concept had goes on working: cards, frames, oEmbed and search."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from glossary.embed import element
from tests.browser import Site
from tests.embed.test_element import ELEMENT, LINK, Open, button, card, head, visiting
from tests.running import serving
from tests.world import World

pytest_plugins = ["tests.browser"]

__all__ = ["visiting"]


def _build(root: Path) -> World:
    world = World(root)
    world.term("dove", definition="is a bird of peace.", abbreviation="DV")
    world.term("owl")
    world.approve("en", "dove", "owl")
    world.rename("dove", "pigeon")
    return world


@pytest.fixture
def birds(tmp_path: Path) -> World:
    """Two concepts, one of which has another id since."""
    return _build(tmp_path)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a real service over them."""
    root = tmp_path_factory.mktemp("renamed")
    with serving(root, _build(root).environment()) as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.mark.parametrize("version", [script.version for script in element.scripts()])
def test_a_word_that_names_the_old_id_opens_its_card_with_every_version(
    chromium: Browser, partner: Site, service: str, visiting: Open, version: str
) -> None:
    html = f'<p>{ELEMENT}</p><p>{LINK}</p><p><a href="{service}/en/dove/">Doves</a></p>'
    script = head(service, path=f"/embed/{version}/glossary.js?links")
    with visiting(service, html, script=script) as visit:
        for word in button(visit.page).all():
            word.click()
            expect(card(visit.page)).to_contain_text("Dove (DV): is a bird of peace.")
            more = card(visit.page).get_by_role("link", name="About this term")
            assert more.get_attribute("href") in (f"{service}/en/dove/", f"{service}/en/pigeon/")
            visit.page.keyboard.press("Escape")


def test_an_old_id_costs_a_bundle_few_bytes(birds: World) -> None:
    client = birds.client()
    given = client.get("/v1/en/bundle.json").json
    assert given
    entries = given["entries"]
    assert list(entries) == ["pigeon", "dove", "owl"], "the present id first: who looks for a term finds that"
    assert entries["dove"] == entries["pigeon"]
    del entries["dove"]
    whole, less = (
        len(gzip.compress(data, 9)) for data in (client.get("/v1/en/bundle.json").data, json.dumps(given).encode())
    )
    assert whole - less < 60


def test_the_address_of_an_old_page_is_embedded_as_the_present_one(birds: World) -> None:
    given = (
        birds.client(base_url="https://glossary.example.org")
        .get("/oembed?url=https://glossary.example.org/en/dove/")
        .json
    )
    assert given
    assert "https://glossary.example.org/embed/en/pigeon/" in given["html"]
    assert "https://glossary.example.org/en/pigeon/" in given["html"]


def test_the_old_id_is_found_and_suggested(birds: World) -> None:
    birds.rename("pigeon", "wood-pigeon", "pigeon", "dove", "collared-bird")
    client = birds.client()
    given = client.get("/v1/en/search?q=collared bird").json
    assert given
    assert [hit["entry"]["id"] for hit in given["hits"]] == ["wood-pigeon"]
    missing = client.get("/v1/en/terms/colared-bird.json").json
    assert missing
    assert missing["suggestions"] == ["wood-pigeon"]
