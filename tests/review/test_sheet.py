"""The page to print for reviewers: what is on it, that it fits the paper, and that what is signed is what is vetted."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests import pdf
from tests.world import World

pytest_plugins = ["tests.browser"]


class Cells(HTMLParser):
    """Collects the table cells with their language and direction."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[tuple[str | None, str | None, str]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            attributes = dict(attrs)
            self.inside = True
            self.texts.append((attributes.get("lang"), attributes.get("dir"), ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.inside:
            language, direction, text = self.texts[-1]
            self.texts[-1] = (language, direction, text + data)


def _sheet(world: World, language: str, *, counts: str = "") -> str:
    path = world.root / f"{language}.html"
    result = world.run("sheet", language, "--output", str(path))
    assert result.exit_code == 0, result.output
    assert result.output == f"{path}: {counts}\n" or not counts
    return path.read_text()


def _digest(sheet: str) -> str:
    return str(re.findall(r"digest <code>([0-9a-f]{16})</code>", sheet)[0])


@pytest.fixture
def hebrew(world: World) -> World:
    """Two concepts, drafted in Hebrew, with a comment that asks, an open field, and a finding."""
    path = world.term("dove", definition="is a bird of peace.", avoid="sky rat", avoid_reason="It hurts.", forms="dove")
    path.write_text(path.read_text() + '[notes]\nterm = "Not the ship."\n')
    world.term("owl")
    world.approve("en", "dove")
    texts = {"dove.term": "יונה", "dove.definition": "ציפור של שלום", "dove.forms": "יונה\nיונים"}
    world.catalog("he", texts | {"dove.avoid": "עכבר", "dove.avoid_reason": "זה פוגע."}, fuzzy=("dove.forms",))
    catalog = world.catalog("he")
    text = catalog.read_text().replace("#. The preferred term", "# Is the ship meant?\n#. The preferred term", 1)
    catalog.write_text(text.replace("#, fuzzy", "# Not verified.\n#, fuzzy"))
    return world


def test_a_sheet_has_all_that_a_reviewer_needs(hebrew: World) -> None:
    text = _sheet(hebrew, "he", counts="2 concepts, 2 open questions, 1 finding")
    cells = Cells(text).texts
    assert ("en", "ltr", "is a bird of peace.") in cells
    assert ("he", "rtl", "ציפור של שלום") in cells
    assert ("he", "rtl", "יונה\nיונים") in cells, "a list keeps its lines"
    notes = " ".join(" ".join(text for language, _, text in cells if language is None).split())
    assert "Not the ship. Translator: Is the ship meant?" in notes
    assert "it ends with no final mark, the English with a full stop" in notes
    assert "Not part of this approval" in notes
    assert '<a href="https://law.example.org/1" rel="noreferrer">A law</a>, Article 1 (in force, as of ' in text
    assert '<a href="#dove">Dove</a>, forms <span class="mark">open</span>: <span dir="auto">Not verified.' in text
    assert '<a href="#dove">Dove</a>, term: <span dir="auto">Is the ship meant?</span>' in text
    assert "☐ language ☐ subject" in text
    assert "it lacks a term or a definition" in text, "there is no owl in Hebrew"
    assert '<section id="owl"' in text


def test_a_sheet_needs_nothing_else(hebrew: World) -> None:
    text = _sheet(hebrew, "he")
    assert not re.findall(r"<script|<link(?! rel=\"icon\" href=\"data:,\")|<img|@import|url\(", text)


def test_what_was_signed_is_what_is_vetted(hebrew: World) -> None:
    hebrew.catalog("he", {"dove.definition": "ציפור של שלום."})
    policy = hebrew.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"hr"', '"hr", "he"'))
    signed = _digest(_sheet(hebrew, "he"))
    assert f"Digest: {signed}" in hebrew.vet("he", "dove", "otter", "language", "--digest", signed).output
    hebrew.catalog("he", {"dove.definition": "ציפור של מלחמה."})
    result = hebrew.vet("he", "dove", "heron", "subject", "--digest", signed)
    assert result.exit_code == 1
    assert f"not {signed}; the text has changed since it was printed" in result.output
    hebrew.catalog("he", {"dove.definition": "ציפור של שלום."})
    assert "is now vetted" in hebrew.vet("he", "dove", "heron", "subject", "--digest", signed).output
    result = hebrew.vet("he", "dove", "heron", "subject", "--digest", "0" * 16, "--withdraw")
    assert f"the digest of this text is {signed}, not 0000" in result.output


def test_the_digest_belongs_to_the_english_too(hebrew: World) -> None:
    path = hebrew.terms / "dove.toml"
    before = _digest(_sheet(hebrew, "he"))
    english = path.read_text()
    path.write_text(english.replace("bird of peace", "bird of war"))
    assert _digest(_sheet(hebrew, "he")) == before, "the vetted English is still the one beside it"
    path.write_text(english.replace("sky rat", "vermin"))
    hebrew.approve("en", "dove")
    assert _digest(_sheet(hebrew, "he")) != before


def test_a_sheet_of_english_has_one_column(hebrew: World) -> None:
    text = _sheet(hebrew, "en")
    assert '<th scope="col">English</th></tr>' in text
    assert text.count('<th scope="col">English</th>') == 4, "of two concepts, each with its last row apart"
    assert "1 person has approved" in text
    assert "glossary vet en owl --digest" in text


def test_a_sheet_is_written_where_it_says_and_only_for_a_known_language(
    hebrew: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert hebrew.run("sheet", "he").output.startswith("build/sheet-he.html: 2 concepts")
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["sheet-he.html"]
    assert "does not offer the language “xx”" in hebrew.run("sheet", "xx").output


def test_hostile_text_is_text_on_a_sheet(hebrew: World) -> None:
    catalog = hebrew.catalog("he")
    catalog.write_text(catalog.read_text().replace("# Is the ship meant?", '# <script>alert("?")</script>'))
    assert "&lt;script&gt;alert(&#34;?&#34;)" in _sheet(hebrew, "he")


def test_a_sheet_is_accessible_and_prints_one_concept_to_a_page(hebrew: World, chromium: Browser) -> None:
    _sheet(hebrew, "he")
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith("file:") else None)
    page.goto((hebrew.root / "he.html").as_uri())
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sheets = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type /Page\b", sheets)) == 3, "the front and two concepts"
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12]", sheets), "A4"
    assert not complaints


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))


def test_each_verdict_box_is_printed_with_its_words_and_its_digest_in_the_foot(
    shipped: World, chromium: Browser
) -> None:
    text = _sheet(shipped, "de")
    page = chromium.new_page()
    page.goto((shipped.root / "de.html").as_uri())
    pages = [normalize("NFKC", each) for each in pdf.pages(page.pdf(prefer_css_page_size=True))]
    page.close()
    sections = re.findall(r'<section id="(.*?)".*?</section>', text, re.DOTALL)
    parts = re.split(r"<section ", text)[1:]
    boxes = [each for each in pages if "Reviewer(pseudonym):" in each]
    assert len(boxes) == len(parts) == len(sections) > 40
    feet = []
    for concept, part, box in zip(sections, parts, boxes, strict=True):
        last = re.findall(r'<td lang="de" dir="ltr">(.*?)</td>', part, re.DOTALL)[-1]
        assert _squeezed(unescape(last))[:40] in box, f"the box of {concept} stands without words"
        feet.append(_squeezed(f"{concept} · digest {_digest(part)}" if "<code>" in part else concept))
        assert feet[-1] in box
    front = sum(not any(foot in each for foot in feet) for each in pages)
    assert front <= 3, "every page with words names their digest"
