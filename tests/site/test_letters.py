"""The index of a large glossary: letters with counts, and a page for each, in the language's own alphabet."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from glossary.content.text import Text
from tests.large import grow, translate
from tests.world import World

LETTERS = "bcdghks"


def _text(term: str, definition: str) -> Text:
    return Text(term=term, definition=definition)


MANY = {
    f"{LETTERS[n % 7]}ird-{n}": _text(f"{LETTERS[n % 7].upper()}ird {n}", f"is bird number {n}.") for n in range(201)
}
FIRST = next(iter(MANY))
HUNGARIAN = {"bird-0": _text("Gyurgyalag", "egy madár."), "cird-1": _text("Gém", "egy másik madár.")}
BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> World:
    """201 concepts, all vetted in English, two of them in Hungarian and one in Ukrainian."""
    world = World(tmp_path_factory.mktemp("letters"))
    policy = world.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"hr"]', '"hr", "hu", "uk"]'))
    grow(world, MANY)
    translate(world, "hu", HUNGARIAN, MANY)
    translate(world, "uk", {FIRST: _text("Журавель", "це птах.")}, MANY)
    return world


def _letters(text: str) -> list[tuple[str, str, str]]:
    """Return the links to letters: address, letter, count."""
    links = re.findall(r'<a href="[^"]*/letters/([^"/]+)/"[^>]*>(.*?)<span class="aside">\((\d+)\)</span>', text)
    return [(address, re.sub("<[^>]*>", "", label).strip(), count) for address, label, count in links]


def test_the_index_of_a_large_glossary_names_letters_with_counts_and_no_entry(birds: World) -> None:
    text = birds.get("/en/").text
    assert [(letter, count) for _, letter, count in _letters(text)] == [
        ("B", "29"), ("C", "29"), ("D", "29"), ("G", "29"), ("H", "29"), ("K", "28"), ("S", "28"),
    ]  # fmt: skip
    assert "Bird 0" not in text
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert data["hasDefinedTerm"] == []


def test_every_entry_stands_on_the_page_of_its_letter(birds: World) -> None:
    client = birds.client()
    found = list[str]()
    for address, letter, count in _letters(client.get("/en/").text):
        text = client.get(f"/en/letters/{address}/").text
        entries = re.findall(rf'<li><a href="{BASE}/en/([a-z0-9-]+)/"><span lang="en"', text)
        assert len(entries) == int(count), letter
        assert re.findall(r'letters/([^/]+)/" aria-current="page"', text) == [address]
        found += entries
    assert sorted(found) == sorted(MANY)


def test_the_letters_are_those_of_the_language_and_their_addresses_safe_in_any_script(birds: World) -> None:
    hungarian = _letters(birds.get("/hu/").text)
    assert ("gy", "GY", "1") in hungarian  # a letter of its own there
    assert ("g", "G", "30") in hungarian  # with 29 that are shown in English
    ukrainian = _letters(birds.get("/uk/").text)
    assert ("u0416", "Ж", "1") in ukrainian
    text = birds.get("/uk/letters/u0416/").text
    assert "Журавель" in text
    assert "<h1" in text


def test_a_small_glossary_stays_on_one_page(world: World) -> None:
    grow(world, dict(list(MANY.items())[:200]))
    text = world.get("/en/").text
    assert "Bird 0" in text
    assert _letters(text) == []
    assert world.get("/en/letters/b/").status_code == 404
    assert "/letters/" not in world.get("/sitemap.xml").text


def test_the_page_of_a_letter_without_entries_is_none_in_the_language_of_its_address(birds: World) -> None:
    answer = birds.get("/hu/letters/x/")
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "en")  # no Hungarian strings here
    assert f'href="{BASE}/hu/"' in answer.text
    assert birds.get("/xx/letters/b/").status_code == 404
    assert birds.get("/HU/letters/b/").headers["Location"] == "/hu/letters/b/"


def test_letters_are_files_in_the_sitemap_and_in_an_export(birds: World) -> None:
    client = birds.client()
    assert f"<loc>{BASE}/uk/letters/u0416/</loc>" in client.get("/sitemap.xml").text
    target = birds.root / "public"
    result = birds.run("export", str(target), GLOSSARY_BASE_URL=BASE)
    assert result.exit_code == 0, result.output
    pages = [path for path in json.loads((target / "manifest.json").read_text()) if "/letters/" in path]
    assert {"/en/letters/b/", "/hu/letters/gy/", "/uk/letters/u0416/"} <= set(pages)
    for path in pages:
        assert client.get(path, query_string={"utm": "1"}).data == _file(target, path).read_bytes()


def _file(target: Path, path: str) -> Path:
    return target / path.lstrip("/") / "index.html"


def test_coverage_comes_in_pages_of_a_hundred_concepts(birds: World) -> None:
    first, last = birds.preview("/coverage/"), birds.preview("/coverage/3/")
    assert "201 concepts" in first.text
    assert [text.count('<th scope="row">') for text in (first.text, last.text)] == [100, 1]
    assert 'href="http://127.0.0.1:8000/coverage/3/" aria-current="page"' in last.text
    assert birds.preview("/coverage/4/").status_code == 404
    assert birds.get("/coverage/3/").status_code == 404
