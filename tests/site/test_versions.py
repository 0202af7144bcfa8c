"""The page of versions in a real browser: accessible, within a phone's window, and readable without colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import recorded_page
from tests.running import Running, serving
from tests.site.test_browsing import LOOKS
from tests.world import World

pytest_plugins = ["tests.browser"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A glossary with three versions of one text, in English and in Arabic."""
    world = World(tmp_path_factory.mktemp("world"))
    policy = world.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"hr"]', '"hr", "ar"]'))
    for words in ("is a bird of peace.", "is a small bird that stands for peace.", "is a small bird, known to all."):
        world.term("dove", definition=words, forms="doves\nlittle doves")
        world.approve("en", "dove")
    for words in ("طائر السلام.", "طائر صغير يرمز إلى السلام.", "طائر صغير أبيض يرمز إلى السلام."):
        world.catalog("ar", {"dove.term": "حمامة", "dove.definition": words})
        world.approve("ar", "dove")
    with serving(tmp_path_factory.mktemp("running"), world.environment()) as service:
        yield service


@pytest.mark.parametrize("look", LOOKS)
def test_versions_and_citations_are_accessible_and_fit_the_window(
    chromium: Browser, running: Running, look: str
) -> None:
    origin = f"http://127.0.0.1:{running.port}"
    with recorded_page(chromium, origin, **LOOKS[look]) as visit:
        for path in ("/en/dove/versions/", "/ar/dove/versions/", "/en/dove/", "/ar/dove/"):
            visit.page.goto(origin + path)
            visit.page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
            results = Axe().run(visit.page)
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
            wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, path
            for element, line in (("del", "line-through"), ("ins", "underline")):
                for mark in visit.page.locator(element).all():
                    assert line in mark.evaluate("node => getComputedStyle(node).textDecorationLine"), (path, element)
