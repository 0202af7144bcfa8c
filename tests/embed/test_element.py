"""The embed element in a real browser, on a partner's page with a strict policy and another origin than the service."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from glossary.catalogs import drafts
from glossary.embed import element
from tests.browser import Reply, Site, Visit, partner_policy, recorded_page
from tests.conftest import ROOT
from tests.running import free_port, serving
from tests.world import POLICY, World

pytest_plugins = ["tests.browser"]

ELEMENT = '<glossary-term term="dove"><a href="/dove/">Doves</a></glossary-term>'
LINK = '<a data-glossary-term="dove" href="/dove/">Doves</a>'
MARKUPS = pytest.mark.parametrize("markup", [ELEMENT, LINK], ids=["element", "link"])
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;\u202e txet"


_CARD = {
    tag: {
        each.key: each.text
        for each in drafts.read(ROOT / "translations", tag, "interface").messages
        if each.key in ("notice.content", "help.heading", "help.talk", "help.report")
    }
    for tag in ("fr", "ar")
}
"""What the card says of the package's glossary in its languages."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a real service, with texts of its own in English, French and Arabic."""
    root = tmp_path_factory.mktemp("embedded")
    world = World(root)
    policy = POLICY.replace('"fr", "fi"', '"fr", "ar", "fi"')
    (world.translations / "policy.toml").write_text(policy)
    world.term("dove", definition="is a bird of peace.", abbreviation="DV")
    world.term("owl", definition="is a bird of the night.")
    world.approve("en", "dove", "owl")
    texts = {"fr": ("Colombe", "est un oiseau de paix."), "ar": ("حمامة", "طائر يرمز إلى السلام.")}
    for language, (term, definition) in texts.items():
        fields = {"dove.term": term, "dove.definition": definition, "dove.abbreviation": "DV"}
        world.catalog(language, fields)
        world.approve(language, "dove")
        for key, text in _CARD[language].items():  # what a glossary says itself comes with no package
            world.phrase(language, key, text)
    with serving(root, world.environment()) as running:
        yield f"http://127.0.0.1:{running.port}"


def bundle(language: str = "en", **changes: Any) -> dict[str, Any]:
    """Return the head of a bundle as the service answers it, with other values."""
    return {
        "language": language,
        "interface": {"language": language, "direction": "rtl" if language == "ar" else "ltr"},
        "strings": {
            "close": "Close",
            "more": "About this term",
            "notice": "A notice.",
            "help": "Help",
            "unknown": "The text is in English.",
        },
        "help": [
            {"label": "Talk", "url": "https://talk.example/"},
            {"label": "Report", "url": "https://report.example/"},
        ],
        "page": "https://glossary.example/en/{id}/",
        "parts": 0,
        "entries": {"dove": entry()},
        "names": {"dv": "dove"},
        **changes,
    }


def entry(**changes: Any) -> dict[str, Any]:
    text = {"term": "Dove", "abbreviation": "DV", "definition": "is a bird of peace.", "fallback": None}
    return {"language": "en", "direction": "ltr", **text, **changes}


def head(service: str, more: str = "", path: str = "/embed/glossary.js") -> str:
    return f'<script type="module" src="{service}{path}" crossorigin="anonymous" {more}></script>'


Open = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture
def visiting(chromium: Browser, partner: Site) -> Open:
    """Open a partner's page that embeds the element of a service."""

    @contextmanager
    def visit(
        service: str, html: str, *, language: str = "en", css: str = "", script: str | None = None, **options: Any
    ) -> Iterator[Visit]:
        partner.replies["/style.css"] = Reply(css.encode(), "text/css")
        partner.replies["/dove/"] = Reply(b"the partner's own page about doves")
        policy = options.pop("policy", partner_policy(service))
        scripts = head(service) if script is None else script
        before = options.pop("before", "")
        sheet = '<link rel="stylesheet" href="/style.css">'
        address = partner.page("/", html, policy, language, sheet + scripts)
        with recorded_page(chromium, service, partner.origin, **options) as visit:
            if before:
                visit.page.add_init_script(before)
            visit.page.goto(address)
            yield visit

    return visit


def button(page: Page, text: str = "Doves") -> Locator:
    """Return the word that opens a card: a button, or the link that was taken over."""
    return words(page).filter(has_text=re.compile(f"^{text}$"))


def words(page: Page) -> Locator:
    """Return all words that open a card."""
    return page.locator("[aria-haspopup=dialog]")


def card(page: Page) -> Locator:
    return page.get_by_role("dialog")


def events(page: Page) -> list[list[str | None]]:
    events: list[list[str | None]] = page.evaluate("events")
    return events


def failed(page: Page, count: int = 1) -> None:
    """Wait until as many elements have given up."""
    page.wait_for_function("count => events.filter(([name]) => name == 'error').length >= count", arg=count)


def focused(page: Page) -> str:
    """Return the text of what has the focus, through shadow roots."""
    text: str = page.evaluate("""() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at.getAttribute("role") ?? at.getAttribute("aria-label") ?? (at == document.body ? "body" : at.textContent);
    }""")
    return text


def inside(page: Page) -> None:
    """Assert that the whole open card is in the viewport, and that the page does not scroll sideways for it."""
    box = card(page).evaluate(
        "card => { const b = card.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }"
    )
    width, height = page.evaluate("[document.documentElement.clientWidth, innerHeight]")
    left, top, right, bottom = box
    assert 0 <= left < right <= width, box
    assert 0 <= top < bottom <= height, box
    assert right - left > 200
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def link_works(page: Page, count: int = 1) -> None:
    """Assert that the partner's own links are seen, are no buttons, and lead where the partner says."""
    links = page.get_by_role("link", name="Doves")
    expect(links).to_have_count(count)
    expect(button(page)).to_have_count(0)
    links.last.click()
    assert page.url.endswith("/dove/")


# Opening and closing


@MARKUPS
def test_a_click_opens_a_card_that_says_everything(service: str, visiting: Open, markup: str) -> None:
    with visiting(service, f"<p>{markup} fly.</p>") as visit:
        page = visit.page
        expect(button(page)).to_have_attribute("aria-expanded", "false")
        role: Literal["button", "link"] = "button" if markup == ELEMENT else "link"
        expect(page.get_by_role(role, name="Doves", expanded=False)).to_be_visible()
        button(page).click()
        expect(card(page)).to_be_visible()
        expect(page.get_by_role("dialog", name="Dove")).to_be_visible()
        expect(card(page)).to_contain_text(
            "This text describes sexual abuse of children.Dove (DV): is a bird of peace."
        )
        expect(card(page).get_by_role("link", name="About this term")).to_have_attribute("href", f"{service}/en/dove/")
        for link in card(page).get_by_role("link").all():
            expect(link).to_have_attribute("rel", "noreferrer noopener")
        assert card(page).get_by_role("link").count() == 4
        countries = card(page).get_by_role("link", name="Help by country")
        expect(countries).to_have_attribute("href", f"{service}/en/support/")
        expect(page.get_by_role(role, name="Doves", expanded=True)).to_be_visible()
        expect(page.get_by_role("link", name="Doves")).to_have_count(0 if markup == ELEMENT else 1)


@pytest.mark.parametrize(
    ("markup", "key"), [(ELEMENT, "Enter"), (ELEMENT, "Space"), (LINK, "Enter")], ids=["enter", "space", "link"]
)
def test_the_keyboard_opens_walks_and_closes(service: str, visiting: Open, markup: str, key: str) -> None:
    with visiting(service, f"{markup}<a href='/after/'>after</a>") as visit:
        page = visit.page
        button(page).wait_for()
        page.keyboard.press("Tab")
        assert focused(page) == "Doves"
        expect(card(page)).to_have_count(0)
        page.keyboard.press(key)
        expect(card(page)).to_be_visible()
        assert focused(page) == "dialog"
        walked = []
        for _ in range(6):
            page.keyboard.press("Tab")
            walked.append(focused(page))
        helped = ["Talk to someone: child helplines", "Report abuse material: hotlines", "Help by country"]
        assert walked == ["About this term", *helped, "Close", "after"]
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(card(page)).to_have_count(0)
        assert focused(page) == "Doves"
        page.keyboard.press(key)
        page.keyboard.press("Escape")
        expect(card(page)).to_have_count(0)
        assert focused(page) == "Doves"
        expect(button(page)).to_have_attribute("aria-expanded", "false")


def test_nothing_opens_on_hover_or_focus(service: str, visiting: Open) -> None:
    with visiting(service, ELEMENT) as visit:
        button(visit.page).hover()
        button(visit.page).focus()
        visit.page.wait_for_timeout(150)
        expect(card(visit.page)).to_have_count(0)
        assert [name for name, *_ in events(visit.page)] == ["ready"]


def test_a_second_click_closes(service: str, visiting: Open) -> None:
    with visiting(service, ELEMENT, css="main{padding-top:20rem}") as visit:
        button(visit.page).click()
        expect(card(visit.page)).to_be_visible()
        button(visit.page).click()
        expect(card(visit.page)).to_have_count(0)
        assert focused(visit.page) == "Doves"
        button(visit.page).click()
        expect(card(visit.page)).to_be_visible()


def test_a_click_elsewhere_closes_and_keeps_the_focus_it_set(service: str, visiting: Open) -> None:
    html = f"{ELEMENT}<p id='text'>text</p><button type='button' id='other'>other</button>"
    with visiting(
        service, html, css="main{padding-top:20rem}#text,#other{position:absolute;top:0;right:0}#other{left:0}"
    ) as visit:
        page = visit.page
        button(page).click()
        page.locator("#other").click(position={"x": 5, "y": 5})
        expect(card(page)).to_have_count(0)
        assert focused(page) == "other"
        button(page).click()
        expect(card(page)).to_be_visible()
        page.mouse.click(790, 590)
        expect(card(page)).to_have_count(0)
        assert focused(page) == "body"


def test_opening_one_card_closes_the_other(service: str, visiting: Open) -> None:
    with visiting(service, f'{ELEMENT} <glossary-term term="owl"><a href="/owl/">Owls</a></glossary-term>') as visit:
        page = visit.page
        button(page).wait_for()
        button(page, "Owls").wait_for()
        page.evaluate("document.querySelectorAll('glossary-term').forEach(term => term.show())")
        expect(card(page)).to_have_count(1)
        expect(card(page)).to_contain_text("Owl: is a bird of the night.")
        assert focused(page) == "dialog"


def test_focus_returns_when_the_term_is_in_a_modal_dialog(service: str, visiting: Open) -> None:
    with visiting(service, f"<dialog id='own'>{ELEMENT}</dialog>") as visit:
        page = visit.page
        page.evaluate("document.querySelector('dialog').showModal()")
        button(page).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog", name="Dove")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Dove")).to_have_count(0)
        expect(page.locator("#own")).to_be_visible()
        assert focused(page) == "Doves"


def test_events_bubble_and_methods_show_and_hide(service: str, visiting: Open) -> None:
    with visiting(service, ELEMENT) as visit:
        page = visit.page
        button(page).wait_for()
        for method in ("show", "show", "hide", "hide"):
            page.evaluate("method => document.querySelector('glossary-term')[method]()", method)
        assert events(page) == [["ready", "dove", None], ["open", "dove", None], ["close", "dove", None]]


def test_methods_on_a_term_that_is_not_ready_do_nothing(fake: Site, visiting: Open) -> None:
    with visiting(fake.origin, ELEMENT) as visit:
        failed(visit.page)
        visit.page.evaluate("document.querySelector('glossary-term').show()")
        visit.page.evaluate("document.createElement('glossary-term').show()")
        visit.page.evaluate("document.createElement('glossary-term').hide()")
        link_works(visit.page)


def test_a_reader_who_had_reached_the_link_keeps_the_focus(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(), delay=0.6)
    with visiting(fake.origin, ELEMENT) as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.localName") == "a"
        button(visit.page).wait_for()
        expect(button(visit.page)).to_be_focused()


# Languages and requests


def test_two_requests_in_all_and_none_on_opening(service: str, visiting: Open) -> None:
    html = f'{ELEMENT}{LINK}<glossary-term term="owl"><a href="/owl/">Owls</a></glossary-term>'
    with visiting(service, html) as visit:
        expect(words(visit.page)).to_have_count(3)
        assert visit.paths() == ["/", "/style.css", "/embed/glossary.js", "/v1/en/bundle/head.json"]
        for word in words(visit.page).all():
            word.click()
            expect(card(visit.page)).to_be_visible()
            visit.page.keyboard.press("Escape")
        assert visit.paths() == ["/", "/style.css", "/embed/glossary.js", "/v1/en/bundle/head.json"]


def test_two_languages_are_two_bundles_and_one_script(service: str, visiting: Open) -> None:
    html = f"{ELEMENT}<div lang='fr'>{ELEMENT}{LINK}</div>{LINK}"
    with visiting(service, html) as visit:
        expect(button(visit.page)).to_have_count(4)
        assert sorted(visit.bundles()) == ["/v1/en/bundle/head.json", "/v1/fr/bundle/head.json"]
        assert visit.paths().count("/embed/glossary.js") == 1
        visit.page.locator("[lang=fr]").locator(words(visit.page)).first.click()
        expect(card(visit.page)).to_contain_text("Colombe (DV)\u00a0: est un oiseau de paix.")


def test_the_request_carries_no_cookie_and_no_referrer(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(), headers={"Set-Cookie": "seen=1; Path=/"})
    with visiting(fake.origin, ELEMENT) as visit:
        button(visit.page).wait_for()
        received = fake.received[fake.asked.index("/v1/en/bundle/head.json")]
        assert not {"cookie", "referer"} & received.keys()


def test_the_language_is_the_nearest_one(service: str, visiting: Open) -> None:
    cases = [
        (ELEMENT, "fr", "fr"),
        (f"<p lang=''>{ELEMENT}</p>", "fr", "fr"),
        (ELEMENT.replace("<glossary-term", "<glossary-term lang='fr'"), "en", "fr"),
        (ELEMENT.replace("<glossary-term", "<glossary-term lang='en' deflang='FR'"), "en", "fr"),
        (LINK.replace("<a", "<a lang='fr'"), "en", "fr"),
        (LINK.replace("<a", "<a data-glossary-deflang='fr'"), "en", "fr"),
        (ELEMENT, "", "en"),
        (ELEMENT, "no such/../tag", "en"),
        (ELEMENT, "fr_CA", "fr"),
        (ELEMENT, "fr-CA", "fr"),
        (ELEMENT, "fr-Latn-CA-x-own", "fr"),
    ]
    html = "".join(f"<div lang='{language}'>{markup}</div>" for markup, language, _ in cases)
    with visiting(service, html, language="") as visit:
        expect(button(visit.page)).to_have_count(len(cases))
        for number, (_, _, expected) in enumerate(cases):
            button(visit.page).nth(number).click()
            expect(card(visit.page).locator("p[lang]").first).to_have_attribute("lang", expected)
            expect(card(visit.page).locator("[part=fallback]")).to_have_count(0)
            visit.page.keyboard.press("Escape")
        asked = {f"/v1/{tag}/bundle/head.json" for tag in ("en", "fr", "fr-CA", "fr-Latn-CA-x-own")}
        assert set(visit.bundles()) == asked  # the service sends the last two to the second


def test_the_language_is_found_across_shadow_roots(service: str, visiting: Open) -> None:
    with visiting(service, "<div lang='fr'><p id='host'></p></div>") as visit:
        visit.page.evaluate(
            "html => document.querySelector('#host').attachShadow({mode: 'open'}).innerHTML = html", ELEMENT
        )
        button(visit.page).click()
        expect(card(visit.page)).to_contain_text("Colombe")
        visit.page.evaluate("document.querySelector('#host').shadowRoot.querySelector('a').firstChild.data = 'Pigeons'")
        expect(button(visit.page, "Pigeons")).to_be_visible()
        assert events(visit.page) == [["ready", "dove", None], ["open", "dove", None]]


def _top(visit: Visit, part: str) -> float:
    box = card(visit.page).locator(f"[part={part}]").bounding_box()
    assert box is not None
    return box["y"]


def test_a_fallback_is_said_and_the_text_carries_its_own_language(service: str, visiting: Open) -> None:
    with visiting(
        service, '<glossary-term term="owl"><a href="/owl/">Hiboux</a></glossary-term>', language="fr"
    ) as visit:
        button(visit.page, "Hiboux").click()
        expect(card(visit.page).locator("[part=fallback]")).to_contain_text("français")
        assert _top(visit, "notice") < _top(visit, "fallback") < _top(visit, "definition")
        expect(card(visit.page).locator("p", has_text="Owl: is a bird of the night.")).to_have_attribute("lang", "en")


def test_a_language_that_is_not_offered_gives_english_and_says_so(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, ELEMENT, language="sr-Latn-RS") as visit:
        button(visit.page).click()
        assert visit.bundles() == [f"/v1/{tag}/bundle/head.json" for tag in ("sr-Latn-RS", "sr-Latn", "sr", "en")]
        fallback = card(visit.page).locator("[part=fallback]")
        expect(fallback).to_have_text("Serbian (Latin, Serbia): The text is in English.")


def test_regional_and_plain_language_share_the_bundle(fake: Site, visiting: Open) -> None:
    fake.json("/v1/fr/bundle/head.json", bundle("fr", entries={"dove": entry(language="fr")}))
    html = "".join(f"<p lang='{tag}'>{ELEMENT}</p>" for tag in ("fr-CA", "fr", "fr-BE", "fr-CA"))
    with visiting(fake.origin, html) as visit:
        expect(button(visit.page)).to_have_count(4)
        asked = ["/v1/fr-BE/bundle/head.json", "/v1/fr-CA/bundle/head.json", "/v1/fr/bundle/head.json"]
        assert sorted(visit.bundles()) == asked
        button(visit.page).first.click()
        expect(card(visit.page).locator("[part=fallback]")).to_have_count(0)


@MARKUPS
def test_the_copied_text_keeps_its_own_language(fake: Site, visiting: Open, markup: str) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, markup.replace("<a", "<a lang='en-GB'") + markup) as visit:
        expect(button(visit.page).first).to_have_attribute("lang", "en-GB")
        assert button(visit.page).last.get_attribute("lang") is None


def test_arabic_is_laid_out_from_right_to_left(service: str, visiting: Open) -> None:
    with visiting(service, f"<div dir='rtl'>{ELEMENT}</div>", language="ar") as visit:
        button(visit.page).click()
        text = card(visit.page).locator("p", has_text="حمامة")
        expect(text).to_have_attribute("dir", "rtl")
        expect(text).to_have_css("direction", "rtl")
        inside(visit.page)


def test_a_right_to_left_card_starts_at_the_right_of_its_term(fake: Site, visiting: Open) -> None:
    fake.json("/v1/ar/bundle/head.json", bundle("ar", entries={"dove": entry(language="ar", direction="rtl")}))
    html = f"<div dir='rtl'>كلمات {ELEMENT}</div>"
    with visiting(fake.origin, html, language="ar") as visit:
        button(visit.page).click()
        expect(card(visit.page)).to_have_css("direction", "rtl")
        inside(visit.page)
        term, box = button(visit.page).bounding_box(), card(visit.page).bounding_box()
        assert term is not None
        assert box is not None
        assert abs(term["x"] + term["width"] - box["x"] - box["width"]) < 2


def test_tags_cost_one_request_and_no_word_on_the_console(service: str, visiting: Open) -> None:
    tags = {"en-US": "en", "fr-CA": "fr", "nb-NO": "en", "zh-Hant-TW": "en"}
    for tag, served in tags.items():
        with visiting(service, ELEMENT, language=tag) as visit:
            messages: list[str] = []
            visit.page.on("console", lambda message, messages=messages: messages.append(message.text))  # type: ignore[call-overload]
            visit.page.reload()
            button(visit.page).click()
            expect(card(visit.page).locator("p[lang]").first).to_have_attribute("lang", served)
            assert len(visit.bundles()) == 2  # one each time the page is loaded
            assert messages == []
            fallback = card(visit.page).locator("[part=fallback]")
            expect(fallback).to_have_count(0 if tag.split("-")[0] == served else 1)
            if tag == "zh-Hant-TW":
                asked = "Chinese (Traditional, Taiwan): This glossary does not offer the language that was asked for. "
                expect(fallback).to_have_text(f"{asked}The text is in English.")


# Plain links, where the script's address asks for them


def test_plain_links_to_our_pages_are_taken_where_the_script_is_asked_to(service: str, visiting: Open) -> None:
    ours = ("en/dove/", "en/dove", "fr/dove/", "en/dove/#definition", "en/DOVE/?from=here")
    others = ("en/support/", "en/", "fr/privacy/", "v1/en/terms/dove.json", "en/owl/more/")
    html = "".join(f'<p><a href="{service}/{path}">Doves</a></p>' for path in (*ours, *others))
    html += '<p><a href="https://elsewhere.example/en/dove/">Doves</a><a href="/en/dove/">Doves</a></p>'
    with visiting(service, html) as visit:
        visit.page.wait_for_load_state("networkidle")
        expect(words(visit.page)).to_have_count(0)
    with visiting(service, html, script=head(service, path="/embed/glossary.js?links")) as visit:
        expect(words(visit.page)).to_have_count(len(ours))
        before = visit.page.evaluate("document.querySelector('main').childElementCount")
        for word, path in zip(words(visit.page).all(), ours, strict=True):
            word.click()
            expect(card(visit.page)).to_contain_text("Colombe" if path.startswith("fr") else "Dove (DV)")
            visit.page.keyboard.press("Escape")
        assert visit.page.evaluate("document.querySelector('main').childElementCount") == before
        assert sorted(visit.bundles()) == ["/v1/en/bundle/head.json", "/v1/fr/bundle/head.json"]


def test_a_copy_of_the_script_takes_links_to_the_pages_that_its_address_names(
    chromium: Browser, service: str, partner: Site
) -> None:
    partner.script()
    partner.json("/v1/en/bundle/head.json", bundle())
    script = head(partner.origin, path="/embed/glossary.js?links=https://glossary.example.org/")
    html = '<a href="https://glossary.example.org/en/dove/">Doves</a>'
    address = partner.page("/page/", html, "default-src 'none'; script-src 'self'; connect-src 'self'", "en", script)
    with recorded_page(chromium, partner.origin) as visit:
        visit.page.goto(address)
        button(visit.page).click()
        expect(card(visit.page)).to_contain_text("is a bird of peace.")


def test_a_link_opens_a_new_tab_where_the_reader_asks_for_one(service: str, visiting: Open) -> None:
    with visiting(service, LINK) as visit:
        with visit.page.context.expect_page() as opened:
            button(visit.page).click(modifiers=["Control"])
        assert opened.value.url.endswith("/dove/")
        expect(card(visit.page)).to_have_count(0)


def test_what_counts_outgoing_links_does_not_hear_which_word_is_opened(service: str, visiting: Open) -> None:
    count = "window.heard = 0; document.addEventListener('click', () => heard++)"
    with visiting(service, ELEMENT + LINK, before=count) as visit:
        expect(words(visit.page)).to_have_count(2)
        for word in words(visit.page).all():
            word.click()
            expect(card(visit.page)).to_be_visible()
            visit.page.keyboard.press("Escape")
        assert visit.page.evaluate("heard") == 0


# The partner's own link


@MARKUPS
@pytest.mark.parametrize("trouble", ["no scripts", "policy", "integrity", "down"])
def test_the_link_works_where_the_script_does_not_run(
    fake: Site, partner: Site, visiting: Open, markup: str, trouble: str
) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    origin = f"http://127.0.0.1:{free_port()}" if trouble == "down" else fake.origin
    options: dict[str, dict[str, Any]] = {
        "no scripts": {"java_script_enabled": False},
        "policy": {
            "policy": "default-src 'none'; style-src 'self'",
            "violations": True,
            "tolerated": ("violates the following Content Security Policy",),
        },
        "integrity": {"script": head(origin, 'integrity="sha384-AAAA"'), "tolerated": ("digest", "integrity")},
        "down": {},
    }
    with visiting(origin, markup, **options[trouble]) as visit:
        assert visit.bundles() == []
        link_works(visit.page)


def test_the_right_integrity_lets_the_fixed_version_run(service: str, visiting: Open) -> None:
    script = element.current()
    path = f"/embed/{script.version}/glossary.js"
    with visiting(service, ELEMENT, script=head(service, f'integrity="{script.integrity}"', path)) as visit:
        button(visit.page).wait_for()
        assert visit.paths()[-2:] == [path, "/v1/en/bundle/head.json"]


TROUBLES: dict[str, tuple[str, Reply | dict[str, Any]]] = {
    "gone": ("status", Reply(status=404)),
    "error": ("status", Reply(status=500)),
    "nonsense": ("malformed", Reply(b"{nonsense", "application/json")),
    "page": ("malformed", Reply(b"<!doctype html><p>Welcome")),
    "null": ("malformed", Reply(b"null", "application/json")),
    "list": ("unknown-term", Reply(b"[]", "application/json")),
    "no entries": ("unknown-term", bundle(entries={})),
    "entries are null": ("unknown-term", bundle(entries=None)),
    "entries are text": ("unknown-term", bundle(entries="dove")),
    "entry is null": ("malformed", bundle(entries={"dove": None})),
    "entry is text": ("malformed", bundle(entries={"dove": "dove"})),
    "definition is missing": ("malformed", bundle(entries={"dove": {**entry(), "definition": None}})),
    "definition is a number": ("malformed", bundle(entries={"dove": entry(definition=7)})),
    "definition is empty": ("malformed", bundle(entries={"dove": entry(definition="")})),
    "term is an object": ("malformed", bundle(entries={"dove": entry(term={"toString": "x"})})),
    "abbreviation is a list": ("malformed", bundle(entries={"dove": entry(abbreviation=["a"])})),
    "fallback is true": ("malformed", bundle(entries={"dove": entry(fallback=True)})),
    "help is an object": ("malformed", bundle(help={"label": "x"})),
    "help is of numbers": ("malformed", bundle(help=[{"label": 1, "url": 2}])),
    "strings are missing": ("malformed", bundle(strings={})),
    "page is a number": ("malformed", bundle(page=1)),
    "interface is null": ("malformed", bundle(interface=None)),
}


def test_the_links_work_whatever_the_service_answers(fake: Site, visiting: Open) -> None:
    html, expected = "", {}
    for number, (trouble, (reason, answer)) in enumerate(TROUBLES.items()):
        tag = f"qa{chr(97 + number)}"
        html += f"<p lang='{tag}' id='{trouble}'>{ELEMENT}{LINK}</p>"
        expected[trouble] = [reason] * 2
        if isinstance(answer, Reply):
            fake.replies[f"/v1/{tag}/bundle/head.json"] = answer
        else:
            fake.json(f"/v1/{tag}/bundle/head.json", answer)
    note = """window.reasons = {};
      addEventListener("glossary-error", event => {
        (reasons[event.target.closest("p").id] ??= []).push(event.detail.reason);
      });"""
    with visiting(fake.origin, html, before=note, tolerated=("no entry for dove",)) as visit:
        failed(visit.page, 2 * len(TROUBLES))
        assert visit.page.evaluate("reasons") == expected
        assert len(visit.bundles()) == len(TROUBLES) + 1  # where there is none, English is asked for
        link_works(visit.page, 2 * len(TROUBLES))


def test_a_service_that_is_slow_is_given_up_after_ten_seconds(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(), delay=3)
    quick = """const patient = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = wait => { window.waited = wait; return patient(100) };"""
    with visiting(fake.origin, ELEMENT + LINK, before=quick) as visit:
        expect(visit.page.get_by_role("link", name="Doves")).to_have_count(2)
        failed(visit.page, 2)
        assert events(visit.page) == [["error", "dove", "timeout"]] * 2
        assert visit.page.evaluate("waited") == 10_000
        link_works(visit.page, 2)


def test_a_redirect_to_a_stranger_is_not_followed(fake: Site, partner: Site, visiting: Open) -> None:
    target = f"http://localhost:{free_port()}/v1/en/bundle/head.json"
    fake.replies["/v1/en/bundle/head.json"] = Reply(status=302, headers={"Location": target})
    policy = "violates the following Content Security Policy"
    with visiting(fake.origin, ELEMENT + LINK, violations=True, tolerated=(policy,)) as visit:
        failed(visit.page, 2)
        assert events(visit.page) == [["error", "dove", "network"]] * 2
        visit.requests[:] = [url for url in visit.requests if url != target]  # the policy stopped it
        link_works(visit.page, 2)


def test_an_unknown_term_keeps_its_link(service: str, visiting: Open) -> None:
    terms = ["kiwi", "__proto__", "constructor", "toString", "../dove", "null", "d"]
    html = "".join((ELEMENT + LINK).replace('"dove"', f'"{term}"') for term in terms)
    with visiting(service, html, tolerated=("glossary-term no entry for",)) as visit:
        failed(visit.page, 2 * len(terms))
        messages: list[str] = []
        visit.page.on("console", lambda message: messages.append(message.text))
        visit.page.reload()
        failed(visit.page, 2 * len(terms))
        assert sorted(messages) == sorted(f"glossary-term no entry for {term}" for term in terms)  # once each
        assert sorted(events(visit.page)) == [["error", term, "unknown-term"] for term in sorted(terms * 2)]
        link_works(visit.page, 2 * len(terms))


@pytest.mark.parametrize("term", ["dove", "DOVE", " dove ", "DV", "dv", "Dove"])
@MARKUPS
def test_a_term_is_found_by_id_abbreviation_or_name_in_any_case(
    service: str, visiting: Open, markup: str, term: str
) -> None:
    with visiting(service, markup.replace('"dove"', f'"{term}"')) as visit:
        button(visit.page).click()
        expect(card(visit.page)).to_contain_text("Dove (DV): ")
        expect(card(visit.page).get_by_role("link", name="About this term")).to_have_attribute(
            "href", f"{service}/en/dove/"
        )


def test_a_failure_is_kept_for_thirty_seconds_and_then_tried_again(fake: Site, visiting: Open) -> None:
    fake.replies["/v1/en/bundle/head.json"] = Reply(status=500)
    add = "html => document.body.insertAdjacentHTML('beforeend', html)"
    with visiting(fake.origin, "<p lang='fr'></p>", before="") as visit:
        page = visit.page
        page.clock.install()
        page.evaluate(add, ELEMENT * 3)
        failed(page, 3)
        page.clock.run_for(20_000)
        page.evaluate(add, ELEMENT)
        failed(page, 4)
        assert visit.bundles() == ["/v1/en/bundle/head.json"]
        fake.json("/v1/en/bundle/head.json", bundle())
        page.clock.run_for(11_000)
        page.evaluate(add, f"<p lang='en-GB'>{ELEMENT}</p>")
        expect(button(page)).to_have_count(1)
        asked = ["/v1/en/bundle/head.json", "/v1/en-GB/bundle/head.json", "/v1/en/bundle/head.json"]
        assert visit.bundles() == asked


# Hostile bundles


def test_markup_in_a_bundle_is_shown_as_text(fake: Site, visiting: Open) -> None:
    strings = dict.fromkeys(("close", "more", "notice", "help"), HOSTILE)
    fake.json(
        "/v1/en/bundle/head.json",
        bundle(
            strings=strings,
            help=[{"label": HOSTILE, "url": "https://talk.example/"}],
            interface={"language": HOSTILE, "direction": HOSTILE},
            entries={
                "dove": entry(
                    term=HOSTILE,
                    abbreviation=HOSTILE,
                    definition=HOSTILE,
                    fallback=HOSTILE,
                    language=HOSTILE,
                    direction=HOSTILE,
                )
            },
        ),
    )
    with visiting(fake.origin, f"{ELEMENT}<p id='own'>own text</p>") as visit:
        page = visit.page
        button(page).click()
        expect(card(page)).to_be_visible()
        assert card(page).locator("script, img, iframe, style").count() == 0
        assert card(page).inner_text().count(HOSTILE) == 8
        expect(card(page).get_by_role("button")).to_have_attribute("aria-label", HOSTILE)
        expect(page.locator("#own")).to_have_text("own text")
        inside(page)


def test_a_language_that_is_none_does_not_break_the_card(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(entries={"dove": entry(language="<b>")}))
    with visiting(fake.origin, ELEMENT) as visit:
        button(visit.page).click()
        expect(card(visit.page).locator("p").first).to_have_attribute("lang", "<b>")


def test_only_web_addresses_become_links(fake: Site, visiting: Open) -> None:
    urls = [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example/",
        "/here",
        "http://[",
        "",
    ]
    html = ""
    for number, url in enumerate(urls):
        tag = f"qa{chr(97 + number)}"
        fake.json(f"/v1/{tag}/bundle/head.json", bundle(tag, page=url, help=[{"label": "Talk", "url": url}]))
        html += f"<p lang='{tag}'>{ELEMENT}</p>"
    with visiting(fake.origin, html) as visit:
        expect(button(visit.page)).to_have_count(len(urls))
        for term in button(visit.page).all():
            term.click()
            expect(card(visit.page)).to_contain_text("is a bird of peace.")
            expect(card(visit.page).get_by_role("link")).to_have_count(0)
            expect(card(visit.page).locator("[part=help]")).to_have_count(0)
            visit.page.keyboard.press("Escape")


def test_the_id_in_a_page_address_is_escaped(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(entries={"a/../$&?b": entry()}))
    with visiting(fake.origin, ELEMENT.replace('"dove"', '"a/../$&amp;?b"')) as visit:
        button(visit.page).click()
        more = card(visit.page).locator("[part=more]")
        expect(more).to_have_attribute("href", "https://glossary.example/en/a%2F..%2F%24%26%3Fb/")


def test_a_huge_definition_scrolls_inside_the_card(fake: Site, visiting: Open) -> None:
    text = "a very long text " * 5_000 + "x" * 5_000
    fake.json("/v1/en/bundle/head.json", bundle(entries={"dove": entry(definition=text, term="y" * 500)}))
    with visiting(fake.origin, ELEMENT) as visit:
        button(visit.page).click()
        inside(visit.page)
        assert card(visit.page).evaluate("card => card.scrollHeight > card.clientHeight")
        assert card(visit.page).evaluate("card => card.scrollWidth <= card.clientWidth")
        close = card(visit.page).get_by_role("button", name="Close")
        expect(close).to_be_in_viewport()


# Where the card is, and how it looks

LONG = "is a bird of peace, as far as anyone knows. " * 6
PLACES = {
    "clipped": "overflow:hidden;height:1.5em;width:6em",
    "transformed": "transform:rotate(8deg) scale(.7);transform-origin:0 0;margin:0 9em;filter:blur(0);contain:paint",
    "scrolled": "overflow:auto;height:3em;width:8em;padding-top:30em",
    "far-down": "margin-top:300vh",
    "right-edge": "text-align:right",
    "left-edge": "margin-left:-1em",
    "bottom-right": "position:fixed;right:0;bottom:0",
    "heading": "font:bold 3em serif;text-transform:uppercase;letter-spacing:.3em;white-space:nowrap",
}


def test_the_card_is_whole_in_any_container(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(entries={"dove": entry(definition=LONG)}))
    css = "".join(f".{place}{{{rules}}}" for place, rules in PLACES.items())
    with visiting(fake.origin, f"<div id='box'>{ELEMENT}</div>", css=css) as visit:
        for place in PLACES:
            visit.page.evaluate("place => { box.className = place }", place)
            button(visit.page).click()
            inside(visit.page)
            expect(card(visit.page)).to_have_css("text-transform", "none")
            expect(card(visit.page)).to_have_css("font-size", "16px")
            assert card(visit.page).evaluate("""card => {
              const { x, y } = card.getBoundingClientRect();
              return card.contains(card.getRootNode().elementFromPoint(x + 20, y + 20));
            }""")
            visit.page.keyboard.press("Escape")


def test_the_card_is_beside_its_term_where_there_is_room(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, ELEMENT, css="main{padding:20px 100px}") as visit:
        button(visit.page).click()
        term, box = button(visit.page).bounding_box(), card(visit.page).bounding_box()
        assert term is not None
        assert box is not None
        assert abs(term["x"] - box["x"]) < 2
        assert 0 <= box["y"] - term["y"] - term["height"] < 10
    with visiting(fake.origin, ELEMENT, css="main{padding-top:80vh}") as visit:
        button(visit.page).click()
        term, box = button(visit.page).bounding_box(), card(visit.page).bounding_box()
        assert term is not None
        assert box is not None
        assert 0 <= term["y"] - box["y"] - box["height"] < 10


def test_the_card_goes_with_its_term_while_the_page_scrolls(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, ELEMENT, css="main{padding:30vh 0 300vh}") as visit:
        button(visit.page).click()
        place = "card => card.getBoundingClientRect().top - card.previousElementSibling.getBoundingClientRect().bottom"
        gap = card(visit.page).evaluate(place)
        visit.page.evaluate("scrollTo(0, 100)")
        visit.page.wait_for_timeout(50)
        assert abs(card(visit.page).evaluate(place) - gap) < 2
        inside(visit.page)
        visit.page.evaluate("scrollTo(0, 5000)")
        visit.page.evaluate("scrollTo(0, 0)")
        visit.page.wait_for_timeout(50)
        inside(visit.page)


def test_a_card_that_a_page_opens_out_of_sight_of_its_term_is_in_view(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, ELEMENT, css="main{padding:300vh 0}") as visit:
        button(visit.page).wait_for()
        visit.page.evaluate("document.querySelector('glossary-term').show()")
        visit.page.wait_for_timeout(50)
        inside(visit.page)


def test_the_card_fits_small_and_magnified_screens(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(entries={"dove": entry(definition=LONG)}))
    html, options = f"<p>Some words before {ELEMENT}</p>", {"device_scale_factor": 4}
    with visiting(fake.origin, html, **options) as visit:
        for width, height in [(320, 640), (320, 256), (640, 200)]:  # 320 by 256 is 1280 by 1024 at 400 %
            visit.page.set_viewport_size({"width": width, "height": height})
            button(visit.page).click()
            inside(visit.page)
            assert card(visit.page).evaluate("card => card.scrollWidth <= card.clientWidth")
            for _ in range(3):
                visit.page.keyboard.press("Tab")
            expect(card(visit.page).get_by_role("link", name="Report")).to_be_in_viewport()
            visit.page.keyboard.press("Escape")


LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "forced dark": {"forced_colors": "active", "color_scheme": "dark"},
    "small": {"viewport": {"width": 320, "height": 400}},
}


@pytest.mark.parametrize(("language", "look"), [*(("fr", look) for look in LOOKS), ("ar", "light"), ("ar", "dark")])
def test_axe_finds_nothing_with_the_card_open(service: str, visiting: Open, language: str, look: str) -> None:
    html = f"<h1>Birds</h1><p dir='{'rtl' if language == 'ar' else 'ltr'}'>{ELEMENT} {LINK}"
    html += '<glossary-term term="owl"><a href="/owl/">Owls</a></glossary-term></p>'
    with visiting(
        service, html, language=language, css="html{color-scheme:light dark;background:Canvas}", **LOOKS[look]
    ) as visit:
        expect(words(visit.page)).to_have_count(3)
        button(visit.page, "Owls").click()
        expect(card(visit.page)).to_be_visible()
        results = Axe().run(visit.page).response
        assert results["violations"] == []
        assert len(results["passes"]) > 10


@pytest.mark.parametrize(
    ("page", "reader", "forced", "dark"),
    [
        ("light dark", "dark", "", True),
        ("light dark", "light", "", False),
        ("normal", "dark", "", False),
        ("light", "dark", "", False),
        ("dark", "light", "", True),
        ("light", "light", "dark", True),
        ("dark", "dark", "light", False),
    ],
)
def test_the_card_is_dark_where_the_page_is(
    fake: Site, visiting: Open, page: str, reader: str, forced: str, dark: bool
) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    shade = "card => Math.max(...getComputedStyle(card).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number))"
    html = ELEMENT.replace("<glossary-term", f"<glossary-term scheme='{forced}'")
    html += LINK.replace("<a", f"<a data-glossary-scheme='{forced}'")
    with visiting(fake.origin, html, css=f"html{{color-scheme:{page}}}", color_scheme=reader) as visit:
        expect(words(visit.page)).to_have_count(2)
        for word in words(visit.page).all():
            word.click()
            assert (card(visit.page).evaluate(shade) < 60) is dark
            visit.page.keyboard.press("Escape")


def test_a_partner_styles_parts_and_properties(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(entries={"dove": entry(fallback="A sentence.", source="A line.")}))
    properties = {"color": "rgb(1, 1, 1)", "background": "rgb(250, 250, 250)", "border": "rgb(3, 3, 3)"}
    properties |= {"accent": "rgb(4, 4, 4)", "font": "monospace", "width": "300px"}
    css = "html{" + "".join(f"--glossary-{name}:{value};" for name, value in properties.items()) + "}"
    parts = ("button", "card", "term", "definition", "notice", "help", "close", "more", "fallback", "source")
    css += "".join(f"glossary-term::part({part}){{outline:5px solid}}" for part in parts)
    for scheme in ("light", "dark"):
        with visiting(fake.origin, ELEMENT, css=f"{css}html{{color-scheme:{scheme}}}") as visit:
            button(visit.page).click()
            opened = card(visit.page)
            expect(opened).to_have_css("color", properties["color"])
            expect(opened).to_have_css("background-color", properties["background"])
            expect(opened).to_have_css("border-top-color", properties["border"])
            expect(opened).to_have_css("font-family", "monospace")
            expect(opened).to_have_css("width", "300px")
            expect(opened.get_by_role("link").first).to_have_css("color", properties["accent"])
            for part in parts:
                expect(visit.page.locator(f"[part={part}]")).to_have_css("outline-width", "5px")


def test_the_close_button_is_large_enough_and_focus_is_seen(fake: Site, visiting: Open) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, ELEMENT) as visit:
        button(visit.page).wait_for()
        visit.page.keyboard.press("Tab")
        expect(button(visit.page)).to_have_css("outline-style", "solid")
        visit.page.keyboard.press("Enter")
        expect(card(visit.page)).to_have_css("outline-style", "solid")
        for _ in range(4):
            visit.page.keyboard.press("Tab")
        close = card(visit.page).get_by_role("button", name="Close")
        expect(close).to_be_focused()
        expect(close).to_have_css("outline-style", "solid")
        box = close.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24


@MARKUPS
def test_print_shows_the_term_as_text_and_no_card(fake: Site, visiting: Open, markup: str) -> None:
    fake.json("/v1/en/bundle/head.json", bundle())
    with visiting(fake.origin, f"<p>{markup} fly.</p>") as visit:
        button(visit.page).click()
        expect(card(visit.page)).to_be_visible()
        visit.page.emulate_media(media="print")
        expect(card(visit.page)).to_have_count(0)
        expect(button(visit.page)).to_be_visible()
        if markup == ELEMENT:
            expect(button(visit.page)).to_have_css("text-decoration-line", "none")
            expect(visit.page.get_by_role("link")).to_have_count(0)


# Pages that change


@pytest.fixture
def birds(fake: Site) -> Site:
    """A service with two words in two languages."""
    both = {"dove": entry(), "owl": entry(term="Owl", abbreviation=None, definition="is a bird of the night.")}
    fake.json("/v1/en/bundle/head.json", bundle(entries=both))
    fake.json("/v1/fr/bundle/head.json", bundle("fr", entries={"dove": entry(language="fr", term="Colombe")}))
    return fake


@MARKUPS
def test_terms_may_be_added_moved_copied_and_removed(birds: Site, visiting: Open, markup: str) -> None:
    with visiting(birds.origin, "<p id='one'></p><p id='two' lang='fr'></p>") as visit:
        page = visit.page
        page.evaluate("html => one.innerHTML = html", markup)
        button(page).click()
        expect(card(page)).to_contain_text("Dove (DV): ")
        page.evaluate("two.append(one.querySelector('[data-glossary-term], glossary-term'))")
        expect(card(page)).to_have_count(0)
        expect(page.locator("#one").get_by_role("button")).to_have_count(0)
        button(page).click()
        expect(card(page)).to_contain_text("Colombe")
        page.keyboard.press("Escape")
        page.evaluate("one.innerHTML = two.innerHTML")
        expect(button(page)).to_have_count(2)
        page.evaluate("one.append(two.cloneNode(true))")
        expect(button(page)).to_have_count(3)
        page.evaluate("(one.remove(), two.replaceChildren())")
        expect(words(page)).to_have_count(0)
        assert page.evaluate("document.querySelectorAll('glossary-term').length") == 0
        opened = [name for name, *_ in events(page) if name in ("open", "close")]
        assert opened.count("open") == 2


@MARKUPS
def test_text_term_and_language_may_change(birds: Site, visiting: Open, markup: str) -> None:
    with visiting(birds.origin, f"<p id='one'>{markup}</p>", tolerated=("no entry for kiwi",)) as visit:
        page = visit.page
        button(page).wait_for()
        page.evaluate("document.querySelector('a').firstChild.data = 'Pigeons'")
        expect(button(page, "Pigeons")).to_be_visible()
        page.evaluate("document.querySelector('a').innerHTML = '<em>White</em> doves'")
        expect(button(page, "White doves")).to_be_visible()
        button(page, "White doves").click()
        name = "term" if markup == ELEMENT else "data-glossary-term"
        change = "([name, value]) => document.querySelector('[term], [data-glossary-term]').setAttribute(name, value)"
        page.evaluate(change, [name, "owl"])
        expect(card(page)).to_have_count(0)
        button(page, "White doves").click()
        expect(card(page)).to_contain_text("Owl: is a bird of the night.")
        page.evaluate(change, [name, "dove"])
        page.evaluate("one.lang = 'fr'")
        button(page, "White doves").click()
        expect(card(page)).to_contain_text("Colombe")
        page.evaluate(change, ["deflang" if markup == ELEMENT else "data-glossary-deflang", "en"])
        button(page, "White doves").click()
        expect(card(page)).to_contain_text("Dove (DV)")
        page.evaluate(change, [name, "kiwi"])
        expect(page.get_by_role("link", name="White doves")).to_be_visible()
        expect(words(page)).to_have_count(0)
        page.evaluate(change, [name, "dove"])
        expect(button(page, "White doves")).to_be_visible()
        page.evaluate("name => document.querySelector('[term], [data-glossary-term]').removeAttribute(name)", name)
        expect(page.get_by_role("link", name="White doves")).to_be_visible()
        expect(words(page)).to_have_count(0)
        assert sorted(visit.bundles()) == ["/v1/en/bundle/head.json", "/v1/fr/bundle/head.json"]


@MARKUPS
def test_an_open_card_stays_open_while_the_page_changes(birds: Site, visiting: Open, markup: str) -> None:
    with visiting(birds.origin, f"<p id='one'>{markup}</p><p id='two'>text</p>") as visit:
        button(visit.page).click()
        visit.page.evaluate("two.textContent = 'other text'")
        visit.page.evaluate("html => { two.innerHTML = html }", markup.replace("dove", "owl"))
        visit.page.evaluate("document.querySelector('a').firstChild.data = 'Pigeons'")
        expect(button(visit.page, "Pigeons")).to_have_attribute("aria-expanded", "true")
        expect(button(visit.page)).to_be_visible()
        expect(card(visit.page)).to_contain_text("Dove (DV): ")
        assert focused(visit.page) == "dialog"
        assert [name for name, *_ in events(visit.page)] == ["ready", "open", "ready"]


def test_the_last_of_many_quick_changes_wins(birds: Site, visiting: Open) -> None:
    with visiting(birds.origin, ELEMENT) as visit:
        button(visit.page).wait_for()
        visit.page.evaluate("""() => {
          const term = document.querySelector("glossary-term");
          for (const id of ["kiwi", "owl", "dove", "kiwi", "owl"]) {
            term.setAttribute("term", id);
            term.remove();
            document.body.append(term);
          }
        }""")
        button(visit.page).click()
        expect(card(visit.page)).to_contain_text("Owl: ")
        assert [name for name, *_ in events(visit.page)] == ["ready", "ready", "open"]


def test_nothing_is_inserted_beside_a_word(birds: Site, visiting: Open) -> None:
    tree = "document.body.innerHTML.replaceAll(/ aria-[a-z]+=\"[a-z]+\"/g, '')"
    with visiting(birds.origin, f"<p id='one'>{ELEMENT}</p><p id='two'>{LINK}</p>") as visit:
        expect(button(visit.page)).to_have_count(2)
        untouched = f'<main><p id="one">{ELEMENT}</p><p id="two">{LINK}</p></main>'
        assert visit.page.evaluate(tree) == untouched
        button(visit.page).last.click()
        expect(card(visit.page)).to_be_visible()
        assert visit.page.evaluate("two.innerHTML.includes('glossary-term>')") is False
        visit.page.keyboard.press("Escape")
        expect(card(visit.page)).to_have_count(0)
        assert visit.page.evaluate(tree) == untouched
        visit.page.evaluate("one.remove()")
        visit.page.evaluate("two.firstChild.removeAttribute('data-glossary-term')")
        expect(words(visit.page)).to_have_count(0)
        assert visit.page.evaluate("two.innerHTML") == '<a href="/dove/">Doves</a>'
        link_works(visit.page)


def test_a_page_saved_after_the_upgrade_still_works(birds: Site, visiting: Open) -> None:
    by_1_0 = LINK.replace("<a", "<a data-glossary-replaced") + "<glossary-term></glossary-term>"
    by_1_1 = LINK.replace("<a", "<a aria-haspopup='dialog' aria-expanded='true'")
    with visiting(birds.origin, by_1_0 + by_1_1) as visit:
        page = visit.page
        page.wait_for_function("() => events.length == 2")
        for word in button(page).all():
            word.click()
            expect(card(page)).to_contain_text("Dove (DV): ")
            page.keyboard.press("Escape")
    with visiting(birds.origin, by_1_1, java_script_enabled=False) as visit:
        visit.page.get_by_role("link", name="Doves").click()
        assert visit.page.url.endswith("/dove/")


def test_the_page_comes_to_rest(birds: Site, visiting: Open) -> None:
    count = """window.changes = 0;
      const all = {subtree: true, childList: true, attributes: true, characterData: true};
      new MutationObserver(() => changes++).observe(document, all);"""
    with visiting(birds.origin, LINK * 5 + ELEMENT * 5, before=count) as visit:
        expect(button(visit.page)).to_have_count(10)
        visit.page.wait_for_timeout(50)
        before = visit.page.evaluate("changes")
        visit.page.wait_for_timeout(200)
        assert visit.page.evaluate("changes") == before


def test_links_are_left_alone_where_they_are_edited_or_wrapped(birds: Site, visiting: Open) -> None:
    wrapped = f'<glossary-term term="owl">{LINK}</glossary-term>'
    with visiting(birds.origin, f"<div id='edited' contenteditable='true'>{LINK}</div><p>{wrapped}</p>") as visit:
        button(visit.page).click()
        expect(card(visit.page)).to_contain_text("Owl: ")
        assert visit.page.evaluate("edited.innerHTML") == LINK
        assert visit.page.evaluate("document.querySelectorAll('glossary-term').length") == 1


def test_a_term_without_text_is_called_by_its_name(birds: Site, visiting: Open) -> None:
    with visiting(birds.origin, '<glossary-term term="dove"></glossary-term>') as visit:
        expect(button(visit.page, "Dove")).to_be_visible()


def test_the_script_may_be_there_twice_and_in_two_versions(birds: Site, visiting: Open) -> None:
    birds.script("/embed/1.0.0/glossary.js")
    scripts = head(birds.origin) + head(birds.origin, path="/embed/1.0.0/glossary.js") + head(birds.origin)
    with visiting(birds.origin, ELEMENT + LINK, script=scripts) as visit:
        expect(button(visit.page)).to_have_count(2)
        visit.page.wait_for_timeout(100)
        assert visit.bundles() == ["/v1/en/bundle/head.json"]
        assert len(events(visit.page)) == 2


@pytest.mark.parametrize("before", ["delete HTMLElement.prototype.popover", "CSS.supports = () => false"])
def test_a_browser_without_popover_or_light_dark_keeps_the_links(birds: Site, visiting: Open, before: str) -> None:
    with visiting(birds.origin, ELEMENT, before=before) as visit:
        visit.page.wait_for_load_state("networkidle")
        assert visit.bundles() == []
        link_works(visit.page)


def test_two_hundred_terms_make_no_long_task(birds: Site, visiting: Open) -> None:
    watch = """window.long = [];
      new PerformanceObserver(list => long.push(...list.getEntries().map(entry => entry.duration)))
        .observe({type: "longtask"});"""
    tasks: list[list[float]] = []
    for _ in range(3):
        # The page is there first; the terms come after, so that only what the element does is measured.
        with visiting(birds.origin, "", before=watch) as visit:
            page = visit.page
            page.wait_for_load_state("networkidle")
            page.evaluate("long.length = 0")
            page.evaluate("html => { document.body.innerHTML = html }", f"<p>{ELEMENT} and {LINK}</p>" * 100)
            page.wait_for_function("() => events.length == 200")
            page.evaluate("document.querySelectorAll('a').forEach(link => link.firstChild.data += '!')")
            page.wait_for_timeout(200)
            tasks.append(page.evaluate("long"))
            if not tasks[-1]:
                return
    pytest.fail(f"long tasks, in milliseconds: {tasks}")


# What is published


def test_the_script_is_small() -> None:
    assert len(gzip.compress(element.current().data, 9)) <= 4096


@pytest.mark.parametrize("folder", ["/", "/some/embed/er/"])
def test_a_copy_on_the_partners_own_site_asks_nobody_else(
    chromium: Browser, service: str, partner: Site, tmp_path: Path, folder: str
) -> None:
    partner.script(f"{folder}embed/glossary.js")
    partner.json(f"{folder}v1/en/bundle/head.json", bundle())
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'"
    script = head(partner.origin, path=f"{folder}embed/glossary.js?from=/embed/")
    address = partner.page("/page/", ELEMENT + LINK, policy, "en-GB", script)
    with recorded_page(chromium, partner.origin) as visit:
        visit.page.goto(address)
        expect(button(visit.page)).to_have_count(2)
        button(visit.page).first.click()
        expect(card(visit.page)).to_contain_text("is a bird of peace.")
        bundles = [f"{folder}v1/en-GB/bundle/head.json", f"{folder}v1/en/bundle/head.json"]
        assert visit.paths() == ["/page/", f"{folder}embed/glossary.js", *bundles]
