"""The card of a key figure on somebody else's page: all of it can be read at the height of the line to copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Site, recorded_page
from tests.figures import TEXTS, counted
from tests.running import serving
from tests.world import World

pytest_plugins = ["tests.browser"]

LONG = "It counts swifts that flew over the tower on a day in summer, whoever looked up, and no other bird at all. " * 4


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a real service, with a figure of few words and one of many."""
    root = tmp_path_factory.mktemp("figures")
    world = World(root)
    world.term("swift")
    counted(world, "swifts")
    counted(world, "rooks", texts={"counts": LONG.strip(), "caveat": LONG.strip()}, newer_seen=None)
    with serving(root, world.environment()) as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.mark.parametrize("figure", ["swifts", "rooks"])
def test_a_phone_shows_the_number_with_its_caveat_and_all_else_at_the_height_of_the_snippet(
    chromium: Browser, service: str, partner: Site, figure: str
) -> None:
    with recorded_page(chromium, service, partner.origin, viewport={"width": 360, "height": 900}) as visit:
        visit.page.goto(f"{service}/en/figures/{figure}/")
        (code,) = (code for code in visit.page.locator("code").all_text_contents() if "<iframe" in code)
        visit.page.goto(partner.page("/", code, f"default-src 'none'; frame-src {service}"))
        frame = visit.page.frame_locator("iframe")
        for text in ("1,234,567", TEXTS["does_not_count"], "Bird Society", "What to bear in mind"):
            expect(frame.locator("article").get_by_text(text).first).to_be_visible()
        expect(frame.locator(".help")).to_be_visible()
        height = int(re.findall(r'height="(\d+)"', code)[0])
        needed = frame.locator("html").evaluate("html => html.scrollHeight")
        assert needed <= height < needed + 250
