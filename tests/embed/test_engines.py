"""The card in Chromium, Firefox and WebKit: where it stands, and what a reader does with it.

The page stands in a frame whose size is a window's: no engine's own window is as narrow as a phone.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import Reply, Site, partner_policy
from tests.embed.test_element import ELEMENT, LINK, bundle, entry, head
from tests.engines import Engine

pytest_plugins = ["tests.browser", "tests.engines"]

HEIGHTS = [240, 320, 400, 480, 568, 720, 900]
DEFINITION = "is a bird of peace, as far as anyone who has looked into the matter for long enough knows. " * 3
HELP = [
    {"label": "Talk to someone: child helplines", "url": "https://talk.example/"},
    {"label": "Report abuse material: hotlines", "url": "https://report.example/"},
    {"label": "Help by country", "url": "https://glossary.example/en/support/"},
]

PLACES = """async (widths, heights) => {
  const frame = document.querySelector("iframe");
  const { contentWindow: window, contentDocument: page } = frame;
  const paint = () => new Promise(done => window.requestAnimationFrame(done));
  const root = number => [...page.querySelectorAll("glossary-term")].at(number).shadowRoot;
  const word = () => page.querySelector("a[aria-haspopup]") ?? root(0).querySelector("button");
  const card = () => root(-1).querySelector("[role=dialog]");
  const part = name => [...card().querySelectorAll(name)].at(-1).getBoundingClientRect();
  const wrong = [];
  const look = (...where) => {
    const { clientWidth, scrollWidth } = page.documentElement;
    const [box, at] = [card(), word()].map(element => element.getBoundingClientRect());
    const say = what => wrong.push([...where, what, [box.left, box.top, box.right, box.bottom].map(Math.round).join(" "),
      [at.left, at.top, at.right, at.bottom].map(Math.round).join(" ")].join(" | "));
    const within = ({ left, top, right, bottom }, other) =>
      left >= other.left - 1 && top >= other.top - 1 && right <= other.right + 1 && bottom <= other.bottom + 1;
    const whole = { left: 0, top: 0, right: clientWidth, bottom: window.innerHeight };
    if (!within(box, whole)) say("not whole");
    if (box.width < 200 || box.height < 60) say("too small");
    if (box.left < at.right && at.left < box.right && box.top < at.bottom && at.top < box.bottom) say("covers the word");
    if (scrollWidth > clientWidth) say("the page scrolls sideways");
    if (!within(part("[part=close]"), box)) say("close is out of sight");
    if (!within(part("[part=help] a"), box)) say("help is out of sight");
    if (card().scrollTop == 0 && part("[part=notice]").top < box.top) say("notice is out of sight");
  };
  for (const width of widths) for (const height of heights) for (const scrolled of [0, 900]) for (const place of [0, .5, 1]) {
    frame.style.width = width + "px";
    frame.style.height = height + "px";
    page.querySelector("#before").style.height = scrolled + place * (height - 80) + "px";
    window.scrollTo(0, scrolled);
    word().click();
    look(width, height, scrolled, place);
    if (scrolled && place == .5) {
      window.scrollBy(0, height / 4);
      await paint();
      look(width, height, scrolled, place, "scrolled on");
      frame.style.height = height - 20 + "px";
      await paint();
      look(width, height, scrolled, place, "resized");
      window.scrollTo(0, 5000);
      await paint();
      look(width, height, scrolled, place, "scrolled away");
    }
    card().hidePopover();
  }
  return wrong;
}"""


def _framed(engine: Engine, fake: Site, partner: Site, markup: str, style: str = "", **changes: Any) -> None:
    """Open a page with the word in the middle of text, in a frame, and wait until the word opens a card."""
    fake.json("/v1/en/bundle/head.json", bundle(help=HELP, **changes))
    partner.replies["/style.css"] = partner.replies["/dove/"] = _css(style)
    sheet = '<link rel="stylesheet" href="/style.css">'
    text = f"<div id='before'></div><p>A line with the words {markup} and so on.</p><div id='after'></div>"
    inner = partner.page("/framed/", text, partner_policy(fake.origin), head=sheet + head(fake.origin))
    engine.open(partner.page("/", f"<iframe src='{inner}' width='1000' height='600'></iframe>", ""))
    engine.run("""async () => {
      const { contentDocument: page } = document.querySelector("iframe");
      const ready = () =>
        page.querySelector("a[aria-haspopup]") ?? page.querySelector("glossary-term")?.shadowRoot?.querySelector("button");
      for (let turn = 0; turn < 500 && !ready(); turn++) await new Promise(done => setTimeout(done, 20));
    }""")


def _css(style: str) -> Reply:
    return Reply(f"#after{{height:4000px}}body{{margin:8px}}{style}".encode(), "text/css")


@pytest.mark.parametrize(("markup", "side"), [(ELEMENT, "left"), (LINK, "right")], ids=["element", "link"])
def test_the_whole_card_is_in_the_window_and_the_word_is_not_covered(
    engine: Engine, fake: Site, partner: Site, markup: str, side: str
) -> None:
    definition = entry(definition=DEFINITION, source="Glossary of child-safety terms · Vetted · 22 November 2026")
    _framed(engine, fake, partner, markup, f"p{{text-align:{side};margin:0}}", entries={"dove": definition})
    assert engine.run(PLACES, [360, 1000], HEIGHTS) == []


WORD = (
    "(document.querySelector('a[aria-haspopup]')"
    " ?? document.querySelector('glossary-term').shadowRoot.querySelector('button'))"
)
CARD = "[...document.querySelectorAll('glossary-term')].at(-1)?.shadowRoot.querySelector('[role=dialog]:popover-open')"


def _opened(engine: Engine) -> bool:
    """Say whether a card is open, as soon as the engine has done what it was asked to."""
    is_open: bool = engine.run(f"async () => (await new Promise(requestAnimationFrame), Boolean({CARD}))")
    return is_open


@pytest.mark.parametrize("markup", [ELEMENT, LINK], ids=["element", "link"])
def test_a_reader_opens_and_closes_the_card(engine: Engine, fake: Site, partner: Site, markup: str) -> None:
    fake.json("/v1/en/bundle/head.json", bundle(help=HELP))
    html = f"<p id='before'>text</p><p>{markup}</p>"
    engine.open(partner.page("/", html, partner_policy(fake.origin), head=head(fake.origin)))
    ready = WORD.replace(").sh", ")?.sh")
    engine.run(f"async () => {{ while (!({ready})) await new Promise(done => setTimeout(done, 20)) }}")
    focus = f"() => {{ const at = document.activeElement; return (at.shadowRoot?.activeElement ?? at) == {WORD} }}"
    for close in ("word", "escape", "close", "elsewhere"):
        assert not _opened(engine)
        engine.click(WORD)
        assert _opened(engine), close
        assert engine.run(f"() => {WORD}.ariaExpanded") == "true"
        match close:
            case "word":
                engine.click(WORD)
            case "escape":
                engine.press("Escape")
            case "close":
                engine.click(f"{CARD}.querySelector('[part=close]')")
            case "elsewhere":
                engine.click("document.querySelector('#before')")
        assert not _opened(engine), close
        assert engine.run(f"() => {WORD}.ariaExpanded") == "false"
        assert engine.run(focus) or close == "elsewhere", close
    engine.run(f"() => {WORD}.focus()")
    engine.press("Enter")
    assert _opened(engine)
    assert fake.asked.count("/v1/en/bundle/head.json") == 1


@pytest.mark.parametrize(
    ("page", "forced", "dark"),
    [("light", "", False), ("dark", "", True), ("light", "dark", True), ("normal", "", False)],
)
def test_the_card_is_dark_where_the_page_is(
    engine: Engine, fake: Site, partner: Site, page: str, forced: str, dark: bool
) -> None:
    markup = LINK.replace("<a", f"<a data-glossary-scheme='{forced}'")
    _framed(engine, fake, partner, markup, f"html{{color-scheme:{page}}}")
    shade = engine.run("""() => {
      const { contentWindow: window, contentDocument: page } = document.querySelector("iframe");
      page.querySelector("a[aria-haspopup]").click();
      const card = page.querySelector("glossary-term").shadowRoot.querySelector("[role=dialog]");
      return Math.max(...window.getComputedStyle(card).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number));
    }""")
    assert (shade < 60) is dark
