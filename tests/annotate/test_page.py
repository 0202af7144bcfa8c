"""A page is read as a browser reads it: the same text, inside the same elements, in the same language."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser

from glossary.annotate.html import read
from glossary.annotate.links import Linker
from glossary.annotate.page import Scope
from glossary.annotate.parsing.place import CLOSED
from tests.annotate import nasty
from tests.annotate.material import words

pytest_plugins = ["tests.browser"]

Verdict = tuple[str | None, bool, bool] | None
"""Of a word: its language, whether it is in a heading, whether in a quotation; or none where no link can stand."""

WORD = re.compile(r"w\d+z")
SCRIPT = (Path(__file__).parent / "places.js").read_text()


def _ours(source: str) -> dict[str, Verdict]:
    page = read(source.encode())
    return {
        word: None if place.closed else (place.language, place.heading is not None, place.quotation)
        for text, place in page.texts()
        for word in WORD.findall(text)
    }


def _browsers(chromium: Browser, sources: list[str]) -> list[dict[str, Verdict]]:
    page = chromium.new_page()
    found = page.evaluate(SCRIPT, [sources, sorted(CLOSED)])
    page.close()
    return [{word: tuple(verdict) if verdict else None for word, verdict in of.items()} for of in found]


def _compare(chromium: Browser, sources: list[str]) -> None:
    for source, theirs in zip(sources, _browsers(chromium, sources), strict=True):
        ours = _ours(source)
        for word in WORD.findall(source):
            assert ours.get(word) == theirs.get(word), (source, word)


def test_pages_of_any_nesting_are_read_as_a_browser_reads_them(chromium: Browser) -> None:
    _compare(chromium, [nasty.page(seed) for seed in range(1500)])


UNWRAPPED = r"""(sources) => sources.map((source) => {
  const page = new DOMParser().parseFromString(source, "text/html");
  const links = [...page.querySelectorAll("a.glossary-auto")];
  for (const link of links) link.replaceWith(...link.childNodes);
  page.normalize();
  // White space beside a word that stands in a table outside its cells moves; nobody sees it.
  return [page.documentElement.outerHTML.replace(/\s+/g, ""), links.length];
})"""


def test_a_browser_finds_the_same_page_once_the_links_are_away(chromium: Browser) -> None:
    every = {f"bird-{number}": [f"w{number}z"] for number in range(31)}
    linker = Linker((words("en", every),), Scope("en", headings=True, quotations=True))
    sources = [nasty.page(seed) for seed in range(2000, 3000)]
    linked = [linker.link(source.encode()).page.decode() for source in sources]
    page = chromium.new_page()
    before, after = page.evaluate(UNWRAPPED, sources), page.evaluate(UNWRAPPED, linked)
    page.close()
    assert sum(count for _, count in after) > 1000
    for source, (whole, _), (again, _) in zip(sources, before, after, strict=True):
        assert whole == again, source
