"""The pages in a real browser: accessible, within the window, the way out works, nobody else is asked for anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import Reply, Site, Visit, recorded_page
from tests.running import Running, serving

pytest_plugins = ["tests.browser"]

PAGES = [
    "/en/",
    "/ar/",
    "/en/csam/",
    "/fr/csam/",
    "/ar/grooming/",
    "/en/privacy/",
    "/ar/about/",
    "/embedding/",
    "/fr/search?q=csam",
    "/en/nope/",
    "/ar/support/",
    "/en/support/fi/",
    "/embed/fr/csam/",
    "/en/figures/",
    "/ar/figures/",
]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "phone": {"viewport": {"width": 360, "height": 640}},
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service over the content of this repository, with a way out that leads nowhere outside."""
    with serving(tmp_path_factory.mktemp("running"), {"GLOSSARY_EXIT_URL": "http://127.0.0.1:9/weather"}) as service:
        yield service


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview of the same."""
    with serving(tmp_path_factory.mktemp("preview"), command="preview") as service:
        yield service


def _origin(running: Running) -> str:
    return f"http://127.0.0.1:{running.port}"


@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible_fit_the_window_and_ask_nobody_else(
    chromium: Browser, running: Running, look: str
) -> None:
    with recorded_page(chromium, _origin(running), tolerated=("404",), **LOOKS[look]) as visit:
        for path in PAGES:
            visit.page.goto(_origin(running) + path)
            results = Axe().run(visit.page)
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
            wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, path


def test_the_interactive_documentation_asks_nobody_else_and_stores_nothing(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.goto(_origin(running) + "/docs")
        visit.page.get_by_text("/v1/{lang}/terms.json").first.click()
        visit.page.get_by_role("button", name="Try it out").click()
        visit.page.get_by_placeholder("lang").fill("fr")
        visit.page.get_by_role("button", name="Execute").click()
        expect(visit.page.locator(".live-responses-table")).to_contain_text("requested_language")
        assert f"{_origin(running)}/v1/fr/terms.json" in visit.requests


@pytest.mark.parametrize("look", ["light", "phone"])
def test_preview_pages_are_accessible_and_fit_the_window(chromium: Browser, preview: Running, look: str) -> None:
    with recorded_page(chromium, _origin(preview), **LOOKS[look]) as visit:
        for path in ("/coverage/", "/fr/csam/", "/ar/grooming/", "/fr/figures/"):
            visit.page.goto(_origin(preview) + path)
            results = Axe().run(visit.page)
            assert results.violations_count == 0, f"{path}: {results.generate_report()}"
            wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, path


def test_the_button_hides_the_page_at_once_and_leaves(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running), "http://127.0.0.1:9") as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        visit.page.route("http://127.0.0.1:9/**", lambda route: route.fulfill(status=204))  # the browser stays
        visit.page.locator(".exit-button").click(no_wait_after=True)
        expect(visit.page.locator("body")).to_be_hidden()
        assert "http://127.0.0.1:9/weather" in visit.requests


def test_shift_three_times_leaves_and_each_press_is_told(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running), "http://127.0.0.1:9") as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        visit.page.route("http://127.0.0.1:9/**", lambda route: route.fulfill(status=204))
        status = visit.page.locator("[data-exit-status]")
        visit.page.keyboard.press("Shift")
        expect(status).to_have_text("Shift, press two more times to exit.")
        visit.page.keyboard.press("Shift")
        expect(status).to_have_text("Shift, press one more time to exit.")
        assert "http://127.0.0.1:9/weather" not in visit.requests
        visit.page.keyboard.press("Shift")
        expect(visit.page.locator("body")).to_be_hidden()
        assert "http://127.0.0.1:9/weather" in visit.requests


OTHER_USES: dict[str, list[str]] = {
    "capitals": ["type:Child Sexual Abuse", "type:CSAM"],
    "tab": ["press:Shift+Tab"] * 3,
    "arrow": ["press:Shift+ArrowLeft"] * 3,
    "home and end": ["press:Shift+Home", "press:Shift+End", "press:Shift+ArrowRight"],
    "click": ["click"] * 3,
    "wheel": ["wheel"] * 3,
    "layout by Alt": ["press:Shift+Alt", "press:Alt+Shift", "press:Alt+Shift"],
    "layout by Control": ["press:Control+Shift", "press:Shift+Control", "press:Control+Shift"],
    "Shift between letters": ["press:Shift", "type:a", "press:Shift", "type:b", "press:Shift"],
    "Shift between clicks": ["press:Shift", "click", "press:Shift", "click", "press:Shift"],
}
"""What a reader does with Shift while typing, walking and selecting; none of it asks to leave."""


def _do(page: Page, act: str) -> None:
    """Do one thing with real events: type, press, or use the mouse with Shift held."""
    kind, _, what = act.partition(":")
    if kind == "type":
        for letter in what:
            page.keyboard.press(f"Shift+{letter}" if letter.isupper() else "Space" if letter == " " else letter)
    elif kind == "press":
        page.keyboard.press(what)
    else:
        page.keyboard.down("Shift")
        page.mouse.click(5, 5) if kind == "click" else page.mouse.wheel(0, 50)
        page.keyboard.up("Shift")


@pytest.mark.parametrize("use", OTHER_USES)
def test_shift_that_is_used_for_something_else_does_not_leave(chromium: Browser, running: Running, use: str) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.goto(_origin(running) + "/en/")
        visit.page.get_by_role("searchbox").first.focus()
        for act in OTHER_USES[use]:
            _do(visit.page, act)
        expect(visit.page.locator("body")).to_be_visible()
        assert visit.page.url.startswith(_origin(running))
        assert not visit.page.evaluate("document.documentElement.classList.contains('exiting')")


@pytest.mark.parametrize("keys", [["ShiftLeft"] * 3, ["ShiftRight"] * 3, ["ShiftLeft", "ShiftRight", "ShiftLeft"]])
def test_either_shift_alone_leaves_also_from_the_search_box(
    chromium: Browser, running: Running, keys: list[str]
) -> None:
    with recorded_page(chromium, _origin(running), "http://127.0.0.1:9") as visit:
        visit.page.goto(_origin(running) + "/en/")
        visit.page.route("http://127.0.0.1:9/**", lambda route: route.fulfill(status=204))
        visit.page.get_by_role("searchbox").first.focus()
        _do(visit.page, "type:CSAM")
        for key in keys:
            visit.page.keyboard.press(key)
        expect(visit.page.locator("body")).to_be_hidden()
        assert "http://127.0.0.1:9/weather" in visit.requests


def test_presses_far_apart_do_not_leave(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.clock.install()
        visit.page.goto(_origin(running) + "/en/csam/")
        for _ in range(2):
            visit.page.keyboard.press("Shift")
        visit.page.clock.run_for(5100)
        expect(visit.page.locator("[data-exit-status]")).to_have_text("Exit this page expired.")
        visit.page.keyboard.press("Shift")
        expect(visit.page.locator("[data-exit-status]")).to_have_text("Shift, press two more times to exit.")


def test_escape_does_not_leave(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        for _ in range(3):
            visit.page.keyboard.press("Escape")
        expect(visit.page.locator("h1")).to_be_visible()


def test_the_first_keys_lead_to_the_text_and_to_the_way_out(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        for words in ("Skip to the text", "Exit this page"):
            visit.page.keyboard.press("Tab")
            focused = visit.page.locator(":focus")
            expect(focused).to_have_text(words)
            expect(focused).to_be_in_viewport()


COVERED = """element => {
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return !element.closest(".bar, body > nav") && box.top < bar.bottom - 1 && box.bottom > bar.top;
}"""
"""Whether the sticky bar covers an element."""

HIDDEN = f"""() => {{
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const hidden = ({COVERED})(focused) || box.bottom < 0 || box.top > innerHeight;
  return focused !== document.body && hidden ? focused.outerHTML : "";
}}"""
"""The element that has the focus, where the sticky bar covers it or it is out of the window."""


@pytest.mark.parametrize("path", ["/pl/csam/", "/ar/grooming/"])
def test_what_has_the_focus_is_never_under_the_bar_on_a_phone(chromium: Browser, running: Running, path: str) -> None:
    with recorded_page(chromium, _origin(running), **LOOKS["phone"]) as visit:
        visit.page.goto(_origin(running) + path)
        visit.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        stops = visit.page.locator("a[href], button, input, pre, summary").count()
        for key in ("Tab", "Shift+Tab"):  # backwards a page scrolls up, and an element comes to lie at the upper edge
            for _ in range(stops):
                visit.page.keyboard.press(key)
                assert not visit.page.evaluate(HIDDEN)


REPLACED = """([tag, header]) => {
  document.documentElement.lang = tag;
  document.querySelector("header").outerHTML = header;
  const { scrollWidth, clientWidth } = document.documentElement;
  return [scrollWidth - clientWidth, document.querySelector(".bar").offsetHeight];
}"""
"""Puts the header of another language into a page; how far the page runs out of the window then, and how high the bar is."""


def test_the_bar_is_no_higher_than_what_is_kept_free_for_it_in_any_language(
    chromium: Browser, running: Running
) -> None:
    with recorded_page(chromium, _origin(running), **LOOKS["phone"]) as visit:
        visit.page.goto(f"{_origin(running)}/en/about/")
        free = visit.page.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")
        for tag in json.loads(running.get("/v1/index.json")[1])["languages"]:
            page = running.get(f"/{tag}/about/")[1].decode()
            header = page[page.index("<header>") : page.index("</header>")].replace(" hidden>", ">")
            wide, high = visit.page.evaluate(REPLACED, [tag, header])
            assert high <= free, tag
            assert wide <= 0, tag


@pytest.mark.parametrize("path", ["/en/csam/", "/embedding/"])
def test_the_button_copies_the_whole_code(chromium: Browser, running: Running, path: str) -> None:
    with recorded_page(chromium, _origin(running), permissions=["clipboard-read", "clipboard-write"]) as visit:
        visit.page.goto(_origin(running) + path)
        visit.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        piece = visit.page.locator(".code", has_text="<script").first
        piece.get_by_role("button", name="Copy").click()
        expect(piece.get_by_role("status")).to_have_text("Copied")
        code = piece.locator("code").text_content()
        assert visit.page.evaluate("navigator.clipboard.readText()") == code
        assert code
        assert "<script" in code


def test_without_script_a_click_selects_the_whole_code(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running), java_script_enabled=False) as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        visit.page.locator(".embed summary").click()
        expect(visit.page.get_by_role("button", name="Copy")).to_have_count(0)
        code = visit.page.locator(".embed .code code").first
        code.click()
        assert visit.page.evaluate("getSelection().toString()").strip() == (code.text_content() or "").strip()


def test_help_and_languages_are_one_step_from_the_top_of_a_phone(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running), **LOOKS["phone"]) as visit:
        visit.page.goto(_origin(running) + "/de/csam/")
        for target in ("#help", "#languages"):
            visit.page.evaluate("scrollTo(0, 0)")
            link = visit.page.locator(f"header a[href='{target}']")
            expect(link).to_be_in_viewport()
            link.click()
            expect(visit.page.locator(target)).to_be_in_viewport()
            assert not visit.page.locator(target).evaluate(COVERED)


def test_without_script_the_pages_say_the_same_and_the_way_out_is_a_link(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running), java_script_enabled=False) as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        expect(visit.page.locator(".definition")).to_contain_text("visually depicts a child")
        expect(visit.page.locator(".exit-keys")).to_be_hidden()
        assert visit.page.locator(".exit-button").get_attribute("href") == "http://127.0.0.1:9/weather"
        visit.page.locator("#q").fill("child pornography")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/en/search")
        expect(visit.page.locator("main")).to_contain_text("The words that you searched for are ones to avoid.")


def test_arabic_is_written_from_right_to_left(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.goto(_origin(running) + "/ar/grooming/")
        middle = visit.page.evaluate("innerWidth / 2")
        boxes = [visit.page.locator(name).bounding_box() for name in (".site", ".exit")]
        assert boxes[0]
        assert boxes[1]
        assert boxes[0]["x"] > middle > boxes[1]["x"]
        assert visit.page.locator("h1").get_attribute("dir") == "ltr"


def test_print_has_the_definition_and_no_buttons(chromium: Browser, running: Running) -> None:
    with recorded_page(chromium, _origin(running)) as visit:
        visit.page.goto(_origin(running) + "/en/csam/")
        visit.page.emulate_media(media="print")
        expect(visit.page.locator(".definition")).to_be_visible()
        for name in (".exit", "form", ".embed"):
            expect(visit.page.locator(name)).to_be_hidden()


@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts"'])
def test_a_frame_tells_wordpress_and_amp_its_height(
    chromium: Browser, running: Running, partner: Site, sandbox: str
) -> None:
    script = "addEventListener('message', event => (window.told ??= []).push(event.data))"
    partner.replies["/listen.js"] = Reply(script.encode(), "text/javascript")
    frame = f'<iframe src="{_origin(running)}/embed/fr/csam/#?secret=abc" width="100%" height="100"{sandbox}></iframe>'
    policy = f"default-src 'none'; script-src 'self'; frame-src {_origin(running)}"
    address = partner.page("/", frame, policy, head='<script src="/listen.js"></script>')
    with recorded_page(chromium, _origin(running), partner.origin) as visit:
        visit.page.goto(address)
        _until_told(visit)
        told = visit.page.evaluate("told")
        assert {"message": "height", "secret": "abc"}.items() <= told[0].items()
        assert 150 < told[0]["value"] < 1000
        assert told[1] == {"sentinel": "amp", "type": "embed-size", "height": told[0]["value"]}
        visit.page.evaluate("told = []; frames[0].postMessage({message: 'ready'}, '*')")
        _until_told(visit)


def _until_told(visit: Visit) -> None:
    """Wait for two messages, without the evaluation of strings that the partner's policy forbids."""
    for _ in range(100):
        if visit.page.evaluate("window.told?.length >= 2"):
            return
        visit.page.wait_for_timeout(50)
    raise AssertionError("the frame told nothing")
