"""The frame on somebody else's page: its height, its colours, its links in a sandbox, and what no request says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Reply, Site, recorded_page
from tests.conftest import ROOT
from tests.engines import Engine
from tests.running import serving
from tests.world import World

pytest_plugins = ["tests.browser", "tests.engines"]

LONG = "is a bird of peace, as far as anyone who has looked into the matter for long enough knows. " * 8


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a real service, with a short entry and a long one."""
    root = tmp_path_factory.mktemp("frames")
    world = World(root)
    world.term("dove", definition="is a bird of peace.", abbreviation="DV")
    world.term("owl", definition=LONG.strip())
    world.approve("en", "dove", "owl")
    with serving(root, world.environment()) as running:
        yield f"http://127.0.0.1:{running.port}"


WORDPRESS = """
addEventListener("message", ({ data, source }) => {
  const frame = document.querySelector("iframe");
  if (source !== frame.contentWindow || data.secret !== "abc") return;
  if (data.message === "height") window.height = data.value;
  if (data.message === "link" && new URL(data.value).host === new URL(frame.src).host && document.activeElement === frame)
    window.followed = data.value;
});
"""
"""What WordPress does with a frame's messages (wp-includes/js/wp-embed.js, 6.1), but that it goes nowhere."""


def test_in_wordpress_s_sandbox_links_are_opened_by_the_page_around_the_frame(
    engine: Engine, service: str, partner: Site
) -> None:
    partner.replies["/wordpress.js"] = Reply(WORDPRESS.encode(), "text/javascript")
    frame = (
        f'<iframe sandbox="allow-scripts" security="restricted" src="{service}/embed/en/dove/#?secret=abc" width="600"'
    )
    head = '<script src="/wordpress.js"></script>'
    engine.open(partner.page("/", f'{frame} height="500"></iframe>', "", head=head))
    height = engine.run(
        "async () => { while (!window.height) await new Promise(r => setTimeout(r, 20)); return height; }"
    )
    assert 200 < height < 1000
    for text, path in {
        "About this term": "/en/dove/",
        "Talk to someone": "/en/support/",
        "Help by": "/en/support/",
    }.items():
        engine.click_in_frame(text)
        followed = (
            "async () => { while (!window.followed) await new Promise(r => setTimeout(r, 20)); return followed; }"
        )
        assert engine.run(followed) == f"{service}{path}"
        engine.run("() => { delete window.followed; }")


@pytest.mark.parametrize("concept", ["dove", "owl"])
def test_the_height_in_the_snippet_fits_the_text_on_a_phone(
    chromium: Browser, service: str, partner: Site, concept: str
) -> None:
    with recorded_page(chromium, service, partner.origin, viewport={"width": 360, "height": 900}) as visit:
        visit.page.goto(f"{service}/en/{concept}/")
        code = next(code for code in visit.page.locator("code").all_text_contents() if "<iframe" in code)
        visit.page.goto(partner.page("/", code, f"default-src 'none'; frame-src {service}"))
        frame = visit.page.frame_locator("iframe")
        expect(frame.locator(".help")).to_be_visible()
        height = int(re.findall(r'height="(\d+)"', code)[0])
        needed = frame.locator("html").evaluate("html => html.scrollHeight")
        assert needed <= height < needed + 200


LICENCE = '[licence]\nid = "CC-BY-4.0"\nurl = "https://creativecommons.org/licenses/by/4.0/"\n'


def test_the_height_in_the_snippet_follows_what_the_card_holds(
    chromium: Browser, partner: Site, tmp_path: Path
) -> None:
    (tmp_path / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\nhelp = false\n' + LICENCE)
    world = World(tmp_path)
    world.term("dove", definition="is a bird of peace.", abbreviation="DV")
    world.approve("en", "dove")
    with serving(tmp_path, world.environment()) as running:
        origin = f"http://127.0.0.1:{running.port}"
        with recorded_page(chromium, origin, partner.origin, viewport={"width": 360, "height": 900}) as visit:
            for path in ("/en/dove/", "/embedding/"):
                visit.page.goto(origin + path)
                code = next(code for code in visit.page.locator("code").all_text_contents() if "<iframe" in code)
                visit.page.goto(partner.page("/", code, f"default-src 'none'; frame-src {origin}"))
                frame = visit.page.frame_locator("iframe")
                expect(frame.locator(".definition")).to_be_visible()
                height = int(re.findall(r'height="(\d+)"', code)[0])
                needed = frame.locator("body").evaluate("body => body.getBoundingClientRect().height")
                assert needed <= height < needed + 170, path


LISTENER = re.findall(r"```js\n(.*?)```", (ROOT / "docs" / "embedding.md").read_text(), re.DOTALL)[0]
"""The listener that the embedding guide gives to copy."""


@pytest.mark.parametrize(
    ("page", "forced", "dark"),
    [("light", "", False), ("dark", "", True), ("light", "dark", True), ("normal", "", False)],
)
def test_with_the_listener_the_frame_has_its_height_and_is_dark_where_the_page_is(
    engine: Engine, service: str, partner: Site, page: str, forced: str, dark: bool
) -> None:
    listener = LISTENER.replace("https://glossary.example.org", service)
    partner.replies["/listener.js"] = Reply(listener.encode(), "text/javascript")
    partner.replies["/style.css"] = Reply(f"html{{color-scheme:{page}}}".encode(), "text/css")
    address = f"{service}/embed/en/dove/" + (f"#?scheme={forced}" if forced else "")
    head = '<link rel="stylesheet" href="/style.css"><script src="/listener.js"></script>'
    engine.open(partner.page("/", f'<iframe src="{address}" width="600" height="999"></iframe>', "", head=head))
    engine.run("""async () => {
      const frame = document.querySelector("iframe");
      while (frame.height == 999) await new Promise(done => setTimeout(done, 20));
      await new Promise(done => setTimeout(done, 100));
    }""")
    assert engine.in_frame("() => innerHeight - document.documentElement.scrollHeight") == 0
    shade = (
        "max(...getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number))"
    )
    assert (engine.in_frame(f"() => Math.{shade}") < 60) is dark


def test_no_request_of_any_snippet_says_which_page_it_stands_in(
    chromium: Browser, service: str, fake: Site, partner: Site
) -> None:
    with recorded_page(chromium, service, fake.origin, partner.origin) as visit:
        visit.page.goto(f"{service}/en/dove/")
        snippets = [code.replace(service, fake.origin) for code in visit.page.locator("code").all_text_contents()]
        version = re.search(r"/embed/[0-9.]+/glossary\.js", "".join(snippets))
        assert version is not None
        fake.script(version[0])
        fake.replies["/en/dove/"] = fake.replies["/embed/en/dove/"] = Reply(b"<!doctype html><p>A page.")
        address = partner.page("/a-page-about-something/", "".join(map(unescape, snippets)), "")
        partner.replies["/a-page-about-something/"].headers["Referrer-Policy"] = "unsafe-url"
        visit.page.goto(address)
        links = visit.page.get_by_role("link", name="DV")
        expect(links).to_have_count(2)
        visit.page.wait_for_load_state("networkidle")
        for number in range(2):  # there is no bundle: the links lead on
            with visit.page.expect_navigation():
                links.nth(number).click()
            visit.page.goto(address)
        assert {version[0], "/embed/glossary.js", "/v1/en/bundle/head.json", "/en/dove/", "/embed/en/dove/"} <= set(
            fake.asked
        )
        assert [
            path
            for path, headers in zip(fake.asked, fake.received, strict=True)
            if "referer" in headers and path != "/favicon.ico"
        ] == []
