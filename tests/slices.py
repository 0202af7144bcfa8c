"""How long the script that links a whole page keeps the browser: a page of 600 paragraphs, in Chromium, Firefox and WebKit.

``python -m tests.slices`` prints it (``make page-slices``), and ends with 1 where a piece of work took over 8 ms. Each is
timed with what the element (``glossary.js``) does about its links.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, Site, program, site
from tests.embed.test_element import bundle
from tests.engines import DRIVEN, Engine, Playwright

LONGEST = 8.0
"""Most milliseconds of a piece of work."""

PARAGRAPHS, CONCEPTS, FORMS = 600, 1000, 10

_START = """async () => {
  const wait = setTimeout;
  const pieces = [];
  let last = performance.now();
  window.setTimeout = (work, time) => wait(() => {
    const from = performance.now();
    work();
    // What watches the page's changes, the element among them, has its turn before this.
    queueMicrotask(() => { last = performance.now(); pieces.push(last - from); });
  }, Math.min(time ?? 0, 10));
  glossaryAuto.start();
  const ended = () => document.querySelector("a.glossary-auto") && performance.now() - last > 1000;
  while (!ended()) await new Promise((done) => wait(done, 50));
  return [pieces, document.querySelectorAll("a.glossary-auto").length];
}"""


class Slices(NamedTuple):
    """What an engine took: milliseconds of each piece of work, and how many links it made."""

    pieces: list[float]
    links: int

    @property
    def kept(self) -> float:
        """The share of the pieces that were no longer than they may be."""
        return sum(piece <= LONGEST for piece in self.pieces) / len(self.pieces)

    def __str__(self) -> str:
        return (
            f"{len(self.pieces)} pieces of work, median {median(self.pieces):.1f} ms, longest {max(self.pieces):.1f} ms, "
            f"{sum(self.pieces):.0f} ms in all; {self.links} links"
        )


def prepare(service: Site, partner: Site) -> str:
    """Put a long page on a partner's site, and what it asks for on a service; return its address."""
    chance = random.Random(18)
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstv" for vowel in "aeiou"]
    words = sorted({"".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(4000)})
    forms = {f"c{number}": [" ".join(chance.choices(words, k=2)) for _ in range(FORMS)] for number in range(CONCEPTS)}
    service.json("/v1/en/forms.json", _file(forms))
    service.json("/v1/en/bundle/head.json", bundle())
    html = []
    for number in range(PARAGRAPHS):
        text = [chance.choice(words) for _ in range(chance.randint(40, 120))]
        for _ in range(2):
            text.insert(chance.randint(0, len(text)), chance.choice(forms[f"c{chance.randrange(CONCEPTS)}"]))
        html += ["<h2>A part</h2>"] if number % 6 == 0 else []
        html.append(f"<p>{' '.join(text[:20])} <b>{text[20]}</b> {' '.join(text[21:])}.</p>")
    scripts = ("glossary.js", "glossary-auto.js?wait")
    head = "".join(f'<script type="module" src="{service.origin}/embed/{name}"></script>' for name in scripts)
    return partner.page("/", "".join(html), "", head=head)


def _file(forms: dict[str, list[str]]) -> dict[str, Any]:
    rules = {"before": [], "after": ["'s"], "endings": [], "letters": {}, "ignored": ""}
    facts: dict[str, Any] = {"usage": "confident", "autolink": "safe", "avoid": [], "reason": None, "formerly": []}
    concepts = {name: {**facts, "term": words[0], "forms": words} for name, words in forms.items()}
    return {"language": "en", "page": "https://glossary.example/en/{id}/", "rules": rules, "concepts": concepts}


def measure(engine: Engine, address: str) -> Slices:
    """Open the page, let the script do its work, and return how long its pieces were."""
    engine.open(address)
    pieces, links = engine.run(_START)
    return Slices(pieces, links)


@contextmanager
def _chromium() -> Iterator[Engine]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield Playwright(browser)
        browser.close()


def main() -> int:
    """Print what each engine takes."""
    longest = 0.0
    with site("127.0.0.1") as service, site("localhost") as partner:
        for name in ("glossary.js", "glossary-auto.js"):
            service.script(f"/embed/{name}")
        address = prepare(service, partner)
        for name, engine in {"chromium": _chromium, **DRIVEN}.items():
            with engine() as running:
                taken = measure(running, address)
            print(f"{name}: {taken}")  # noqa: T201
            longest = max(longest, *taken.pieces)
    return int(longest > LONGEST)


if __name__ == "__main__":
    sys.exit(main())
