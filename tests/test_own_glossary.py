"""A glossary of another subject, in two languages: no file of it has a word of ours, and it looks as it says."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from glossary.edition import beside
from tests.conftest import ROOT
from tests.world import SHIPPED, TODAY, World

SUBJECT = re.compile(
    r"\b(?:child|children|childhood|csam|csea|iwf|inhope)\b|abus|sexual|groom(?!ed)|pornograph|exploit|survivor|victim|offend|hotline|paedo",
    re.IGNORECASE,
)
"""Words of the package's own glossary. (“Child” stands in identifiers of scripts too.)"""

IDENTITY = """\
id = "birds"
title = "Glossary of birds"
tagline = "What people who watch birds mean by their words."
about = "This glossary explains words about birds."
publisher = "Society of Bird Friends"
contact = "mailto:birds@example.org"
{help}
[licence]
id = "CC-BY-4.0"
url = "https://creativecommons.org/licenses/by/4.0/"
[groups]
songbirds = "Songbirds"
[colours]
accent = {{ light = "#00531f", dark = "#8fe6b0" }}
paper = {{ light = "#fffdf5", dark = "#101510" }}
[translations.fr]
title = "Glossaire des oiseaux"
tagline = "Ce que veulent dire les mots de ceux qui observent les oiseaux."
about = "Ce glossaire explique les mots qui parlent d’oiseaux."
groups = {{ songbirds = "Oiseaux chanteurs" }}
"""
WITHOUT = "help = false"
WITH = 'help = { heading = "A hurt bird", talk = "Ask a bird nurse", report = "Tell a ranger" }'

FIGURE = f"""\
value = 1234
measure = "count"
bound = "exact"
name = "birds"
period = {{ from = 2025-01-01, to = 2025-12-31 }}
place = "FI"
publisher = "Society of Bird Friends"
report = "Yearbook"
page = "page 7"
url = "https://example.org/birds/yearbook"
published = "2026-03"
seen = {TODAY}
seen_at = "publisher"
wording = "restated"
[text]
title = "Swifts that were counted"
sentence = "In {{year}}, the Society of Bird Friends counted {{birds}} swifts."
unit = "swifts"
counts = "It counts swifts that flew over one tower."
does_not_count = "It does not count other birds."
caveat = "It is no measure of how many swifts there are."
"""
DIRECTORY = """\
[[directory]]
purpose = "talk"
operator = "Bird Nurses"
url = "https://nurses.example.org/all"
home = "https://nurses.example.org/"
as_of = {today}
expires_on = {today:%Y-%m-%d}
"""


@pytest.fixture
def birds(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Two concepts, vetted in English and French, and a figure."""
    monkeypatch.setattr(beside, "shipped", SHIPPED)
    (world.root / "glossary.toml").write_text(IDENTITY.format(help=WITHOUT))
    world.figures.mkdir()
    (world.figures / "swifts-2025.toml").write_text(FIGURE)
    for concept in ("dove", "owl"):
        world.term(concept, group="songbirds", definition=f"is a bird, and no {concept}fish.")
    world.approve("en", "dove", "owl")
    texts = {"dove.term": "Colombe", "dove.definition": "est un oiseau, et pas un poisson."}
    world.catalog("fr", texts)
    world.approve("fr", "dove")
    return world


def _export(world: World) -> Path:
    target = world.root / "public"
    result = world.run("export", str(target), GLOSSARY_BASE_URL="https://birds.example.org")
    assert result.exit_code == 0, result.output
    return target


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of an export, those in its archives too."""
    for path in sorted(folder.resolve().rglob("*")):
        name = path.relative_to(folder.resolve()).as_posix()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for each in archive.namelist():
                    yield f"{name}/{each}", archive.read(each).decode()
        elif path.is_file() and path.suffix not in (".gz", ".br", ".png"):
            yield name, path.read_text("utf-8")


def _named(text: str, name: str) -> list[str]:
    words = re.sub(r"\b(?:children|childList|last-child)\b", "", text) if name.endswith((".js", ".html")) else text
    return SUBJECT.findall(words)


def test_no_file_of_a_glossary_of_birds_has_a_word_of_another_subject(birds: World) -> None:
    target = _export(birds)
    texts = dict(_texts(target))
    assert {"en/index.html", "fr/dove/index.html", "v1/openapi.json", "embedding/index.html"} <= texts.keys()
    assert {"embed/fr/dove/index.html", "fragment/en/dove.html", "embed/glossary-embed.zip/glossary/example.html"} <= (
        texts.keys()
    )
    assert {name: found for name, text in texts.items() if (found := _named(text, name))} == {}
    assert not [name for name in texts if "support/" in name], "there is no help, and no address of it"
    assert "support/" not in texts["sitemap.xml"]
    client = birds.client(base_url="https://birds.example.org")
    for path in (
        "/oembed?url=https://birds.example.org/en/dove/",
        "/v1/en/search?q=dove",
        "/en/search?q=x",
        "/nothing",
    ):
        for accept in ("text/html", "application/json"):
            assert not _named(client.get(path, headers={"Accept": accept}).text, "a.html"), path


def _exits(texts: Mapping[str, str]) -> list[str]:
    """Return the names of those texts that are pages with any word or script of “Exit this page”, and of its script."""
    said = re.compile("exit|does not erase your browsing|bbc.co.uk", re.IGNORECASE)
    return [name for name, text in texts.items() if name == "static/exit.js" or (".html" in name and said.search(text))]


def test_a_glossary_without_help_has_no_way_out_of_its_pages_and_one_with_help_has(birds: World) -> None:
    pages = ("/en/", "/fr/dove/", "/fr/privacy/", "/en/about/", "/en/figures/", "/embedding/", "/nothing")
    html = {"Accept": "text/html"}
    assert _exits(dict(_texts(_export(birds)))) == []
    assert _exits({f"{path}.html": birds.get(path, headers=html).text for path in (*pages, "/en/search?q=x")}) == []
    assert "Exiting" not in birds.get("/embed/en/dove/").text
    (birds.root / "glossary.toml").write_text(IDENTITY.format(help=""))
    for path in pages:
        text = birds.get(path, headers=html).text
        assert ('class="exit"' in text, "/static/exit.js" in text, "bbc.co.uk" in text) == (True, True, True), path
    assert birds.get("/en/privacy/").text.count("It does not erase your browsing history") == 2


def test_the_guide_promises_help_only_where_there_is_help(birds: World) -> None:
    promises = ("links to help", "/en/support/", "/v1/support", "GLOSSARY_SUPPORT", "Help and reporting", "<code>help<")
    guide = birds.get("/embedding/").text
    assert [words for words in promises if words in guide] == []
    assert "since when they are vetted." in guide
    assert "<h2>Content-Security-Policy" in guide
    (birds.root / "glossary.toml").write_text(IDENTITY.format(help=""))
    guide = birds.get("/embedding/").text
    assert [words for words in promises if words not in guide] == []
    assert "&lt;!--" not in guide.replace("&lt;!--# include", ""), "no mark is shown"


def test_a_glossary_of_birds_has_its_own_title_groups_example_and_look_everywhere(birds: World) -> None:
    texts = dict(_texts(_export(birds)))
    assert "<h1>Glossaire des oiseaux</h1>" in texts["fr/index.html"]
    assert "This glossary explains words about birds." in texts["en/about/index.html"]
    assert 'class="notice"' not in texts["en/dove/index.html"] + texts["embed/en/dove/index.html"]
    assert json.loads(texts["v1/en/terms/dove.json"])["content_notice"] is None
    assert json.loads(texts["v1/openapi.json"])["info"]["title"] == "Glossary of birds"
    assert 'term="dove"' in texts["embedding/index.html"].replace("&quot;", '"')
    assert 'term="dove"' in texts["embed/glossary-embed.zip/glossary/example.html"]
    assert "--accent: #00531f;" in texts["static/site.css"]
    assert "--accent: light-dark(#00531f, #8fe6b0);" in texts["static/frame.css"]
    assert "og:image" not in texts["en/index.html"], "it has no picture"
    client = birds.client(base_url="https://birds.example.org")
    assert client.get("/oembed?url=https://birds.example.org/en/dove/").json["provider_name"] == "Glossary of birds"  # type: ignore[index]
    assert client.get("/static/site.css").text == texts["static/site.css"], "a file is a file"
    (birds.root / "wordmark.png").write_bytes((ROOT / "glossary" / "wordmark.png").read_bytes())
    client = birds.client(base_url="https://birds.example.org")
    assert client.get("/static/wordmark.png").status_code == 200
    assert "og:image" in client.get("/en/").text


def test_a_glossary_of_birds_can_have_help_in_its_own_words(birds: World) -> None:
    (birds.root / "glossary.toml").write_text(IDENTITY.format(help=WITH))
    rest = DIRECTORY.format(today=TODAY).replace(
        f"expires_on = {TODAY}", f"expires_on = {TODAY.replace(year=TODAY.year + 1)}"
    )
    (birds.support / "directories.toml").write_text(rest)
    page = birds.get("/en/dove/").text
    assert '<h2 id="help">A hurt bird</h2>' in page
    assert "Ask a bird nurse" in page
    for path in (
        "/en/dove/",
        "/embed/en/dove/",
        "/en/support/",
        "/en/support/fi/",
        "/v1/support.json",
        "/v1/en/bundle.json",
    ):
        assert not _named(birds.get(path).text, "a.html"), path


def test_ours_says_of_itself_what_it_said_in_every_language(shipped: World) -> None:
    """The words that were the package's are our glossary's own now; nobody reads others, or English for another language."""
    own = ("site.title", "notice.content", "about.what", "about.join_text", "help.heading", "help.talk", "help.report")
    edition = shipped.client().application.wsgi_app.service.edition  # type: ignore[attr-defined]
    for tag in edition.languages:
        interface = edition.interface(tag)
        groups = [f"group.{group}" for group in edition.identity.groups]
        assert {interface.say(key).language for key in (*own, "support.missing", "support.reserved", *groups)} == {tag}
    english = edition.interface("en")
    assert english.say("notice.content").text == "This text describes sexual abuse of children."
    assert english.say("help.talk").text == "Talk to someone: child helplines"
    assert edition.title == "Glossary of child-safety terms"
    assert "Vetted, translated" in shipped.run("--help").output
    assert not SUBJECT.search(shipped.run("--help").output)


def test_no_interface_string_or_note_of_the_package_names_a_subject() -> None:
    text = (ROOT / "glossary" / "content" / "interface.toml").read_text()
    assert SUBJECT.findall(text) == []
