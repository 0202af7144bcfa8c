"""What crawlers, previews of links and lost browsers get: robots.txt, sitemap.xml, security.txt, pictures, missing pages."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from html import unescape
from xml.etree.ElementTree import fromstring

import pytest

from glossary.site import discovery
from tests.conftest import ROOT
from tests.world import TODAY, World

BASE = "http://127.0.0.1:8000"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def birds(french: World) -> World:
    """One concept that is vetted in English, one that is a draft only; French with its interface."""
    french.term("new")
    interface = "fr/LC_MESSAGES/interface.po"
    shutil.copy(ROOT / "translations" / interface, french.translations / interface)
    shutil.copy(ROOT / "glossary" / "wordmark.png", french.root)
    return french


def _contact(world: World) -> None:
    (world.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\ncontact = "mailto:birds@example.org"\n')


def _meta(world: World, path: str) -> dict[str, str]:
    rows = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', world.get(path).text)
    return {name: unescape(value) for name, value in rows}


def test_a_preview_of_a_link_begins_with_the_content_notice_in_the_pages_language_and_address(birds: World) -> None:
    shown = _meta(birds, "/en/dove/")
    assert shown["og:description"] == "This text describes sexual abuse of children. is a bird of peace."
    assert shown["og:url"] == f"{BASE}/en/dove/"
    shown = _meta(birds, "/fr/dove/")
    assert shown["og:description"].startswith("Ce texte décrit des abus sexuels commis sur des enfants. ")
    assert "bird" not in shown["og:description"]  # the English text is not put behind a French notice
    assert (shown["og:url"], shown["og:locale"]) == (f"{BASE}/fr/dove/", "fr")
    assert (shown["og:image"], shown["twitter:card"]) == (f"{BASE}/static/wordmark.png", "summary")
    assert shown["description"] == shown["og:description"]


def test_a_preview_of_a_link_is_in_one_language_where_the_interface_is_half_translated(world: World) -> None:
    world.term("dove", definition="is a bird of peace.")
    world.approve("en", "dove")
    world.catalog("de", {"dove.term": "Taube", "dove.definition": "ist ein Vogel des Friedens."})
    world.approve("de", "dove")
    world.phrase("de", "status.vetted", "Geprüft")
    for name in ("description", "og:description"):
        assert _meta(world, "/de/dove/")[name] == "This text describes sexual abuse of children."
    world.phrase("de", "notice.content", "Dieser Text beschreibt Gewalt.")
    assert _meta(world, "/de/dove/")["og:description"] == "Dieser Text beschreibt Gewalt. ist ein Vogel des Friedens."
    world.term("owl")
    world.approve("en", "owl")
    assert _meta(world, "/de/owl/")["og:description"] == "Dieser Text beschreibt Gewalt."  # the reason is in English
    world.phrase("de", "fallback.not_translated", "Es gibt noch keinen Text in {language}, nur in {served}.")
    whole = "Dieser Text beschreibt Gewalt. Es gibt noch keinen Text in Deutsch, nur in Englisch."
    assert _meta(world, "/de/owl/")["og:description"] == whole


@pytest.mark.parametrize("name", ["favicon.png", "wordmark.png"])
def test_the_sites_pictures_are_small_files_of_its_own(birds: World, name: str) -> None:
    with birds.client().get(f"/static/{name}") as answer:
        assert (answer.status_code, answer.content_type) == (200, "image/png")
        assert len(answer.data) < 50_000
    assert f"{BASE}/static/{name}" in birds.get("/en/").text
    assert "img-src 'self'" in birds.get("/en/").headers["Content-Security-Policy"]


def test_robots_are_let_in_but_for_a_preview(birds: World) -> None:
    answer = birds.get("/robots.txt")
    assert answer.text == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemap.xml\n"
    assert answer.content_type == "text/plain; charset=utf-8"
    assert "Disallow: /\n" in birds.preview("/robots.txt").text


def test_the_sitemap_lists_vetted_pages_with_their_languages_and_nothing_else(birds: World) -> None:
    birds.approve("fr", "dove")
    root = fromstring(birds.get("/sitemap.xml").data)
    pages = {
        page.findtext("s:loc", namespaces=SPACES): {
            link.get("hreflang"): link.get("href") for link in page.findall("x:link", SPACES)
        }
        for page in root.findall("s:url", SPACES)
    }
    both = {"en": f"{BASE}/en/dove/", "fr": f"{BASE}/fr/dove/"}
    assert pages[both["en"]] == pages[both["fr"]] == both
    assert f"{BASE}/fr/about/" in pages
    assert not any("new" in str(address) for address in pages)
    client = birds.client()
    assert {client.get(str(address).removeprefix(BASE)).status_code for address in pages} == {200}


def test_the_sitemap_of_a_large_glossary_leaves_other_languages_to_the_pages(
    birds: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def addresses() -> list[str | None]:
        return [
            page.text for page in fromstring(birds.client().get("/sitemap.xml").data).iterfind("s:url/s:loc", SPACES)
        ]

    small = addresses()
    monkeypatch.setattr(discovery, "MOST_LINKS", 3)
    assert addresses() == small
    assert "xhtml:link" not in birds.client().get("/sitemap.xml").text
    assert 'hreflang="fr"' in birds.get("/en/dove/").text


def test_security_txt_is_there_only_where_there_is_a_contact_and_expires_within_a_year(birds: World) -> None:
    path = "/.well-known/security.txt"
    assert birds.get(path).status_code == 404
    _contact(birds)
    answer = birds.get(path)
    assert answer.status_code == 200
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:birds@example.org"
    day = datetime.fromisoformat(lines["Expires"]).date()
    assert TODAY < day < TODAY + timedelta(days=365)


@pytest.mark.parametrize("path", ["/nowhere", "/nowhere/at/all.html", "/static/none.css", "/embed/0.0.0/glossary.js"])
def test_a_browser_at_an_address_that_there_is_not_gets_the_sites_page_in_its_readers_language(
    birds: World, path: str
) -> None:
    answer = birds.get(path, headers={"Accept": BROWSER, "Accept-Language": "fr-BE, en;q=0.5"})
    assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")
    assert '<html lang="fr"' in answer.text
    assert 'id="help"' in answer.text
    assert {"Accept", "Accept-Language"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/nowhere", "*/*"),
        ("/nowhere", "application/json"),
        ("/nowhere", "text/html;q=0.4, application/problem+json"),
        ("/nowhere", ""),
        ("/v1/nowhere", BROWSER),
        ("/v1/en/terms/none.json", BROWSER),
    ],
)
def test_everybody_else_and_everything_below_v1_gets_a_problem(birds: World, path: str, accept: str) -> None:
    answer = birds.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
