"""The demonstration: the whole product with every draft, and nothing of it that could be taken for published."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from glossary.errors import Refused
from glossary.review import demonstration
from glossary.settings import Settings, read
from tests.conftest import ROOT
from tests.running import serving
from tests.world import World

BANNER = "Demonstration: nobody has reviewed these texts. Do not use them."
GERMAN = "Vorführung: Niemand hat diese Texte geprüft. Bitte nicht verwenden."
ANSWERS = [
    "/v1/de/terms/dove.json",
    "/v1/de/forms.json",
    "/v1/index.json",
    "/v1/languages.json",
    "/v1/de/search?q=taube",
    "/v1/en/terms/x.json",
]
PAGES = ["/de/", "/de/dove/", "/en/dove/", "/de/privacy/", "/embed/de/dove/", "/demonstration/", "/en/nope/", "/docs"]


@pytest.fixture
def drafted(world: World) -> World:
    """A concept that is drafted in English and German, and approved in neither."""
    world.term("dove", definition="is a bird of peace.", plain="A bird.", note="A dove is no pigeon.")
    world.catalog("de", {"dove.term": "Taube", "dove.definition": "ist ein Vogel des Friedens."}, fuzzy=("dove.term",))
    interface = "de/LC_MESSAGES/interface.po"
    shutil.copy(ROOT / "translations" / interface, world.translations / interface)
    return world


@pytest.fixture
def settings(drafted: World, tmp_path: Path) -> Settings:
    """The settings that serve its demonstration."""
    folder = tmp_path / "demonstration"
    folder.mkdir()
    own = Settings(terms=drafted.terms, translations=drafted.translations, support=drafted.support)
    assert demonstration.make(own, folder) == 2
    return read(demonstration.environment(folder))


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    """A client of the demonstration."""
    return create_app(settings).test_client()


def test_the_demonstration_of_a_glossary_without_notice_and_help_has_neither(drafted: World, tmp_path: Path) -> None:
    (drafted.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\nhelp = false\n')
    folder = tmp_path / "birds"
    folder.mkdir()
    own = Settings(terms=drafted.terms, translations=drafted.translations, support=drafted.support)
    demonstration.make(own, folder)
    page = create_app(read(demonstration.environment(folder))).test_client().get("/en/dove/").text
    assert BANNER in page
    assert ">Birds</a>" in page
    assert not re.search('class="notice"|id="help"|/support/', page)


def _entry(client: FlaskClient, path: str = "/v1/de/terms/dove.json") -> dict[str, Any]:
    entry: dict[str, Any] = client.get(path).get_json(force=True)
    return entry


def test_every_draft_that_passes_is_shown_in_its_language_and_stays_a_draft(client: FlaskClient) -> None:
    entry = _entry(client)
    assert (entry["language"], entry["fallback"], entry["term"]) == ("de", None, "Taube")
    assert entry["vetting"]["status"] == "draft"
    counts = {item["language"]: item["concepts"] for item in client.get("/v1/languages.json").json["languages"]}  # type: ignore[index]
    assert counts["de"] == {"vetted": 0, "reviewed": 0, "draft": 1, "missing": 0}
    assert [item["status"] for item in client.get("/v1/index.json").json["progress"]] == ["draft"]  # type: ignore[index]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_that_it_is_a_demonstration(client: FlaskClient, path: str) -> None:
    assert client.get(path).get_json(force=True)["demonstration"] is True


@pytest.mark.parametrize("path", [*ANSWERS, *PAGES, "/v1/de/bundle.json", "/static/site.css", "/v1/openapi.json"])
def test_nothing_of_it_is_cached_or_indexed(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert (headers["Glossary-Demonstration"], headers["X-Robots-Tag"]) == ("true", "noindex")
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_banner_in_its_language(client: FlaskClient, path: str) -> None:
    assert (GERMAN if "/de/" in path else BANNER) in client.get(path).text


def test_every_card_shows_the_banner(client: FlaskClient) -> None:
    """The card shows what the bundle has as ``fallback`` above the definition, in every version of the script."""
    bundle = client.get("/v1/de/bundle.json").json
    assert bundle is not None
    assert bundle["entries"]["dove"]["fallback"] == GERMAN


def test_an_ordinary_service_says_nothing_of_a_demonstration(french: World) -> None:
    response = french.get("/v1/en/terms/dove.json")
    assert "demonstration" not in response.json  # type: ignore[operator]
    assert "Glossary-Demonstration" not in response.headers
    assert french.get("/demonstration/").status_code == 404


def test_its_page_shows_text_in_which_nobody_has_marked_words_and_the_script_that_finds_them(
    client: FlaskClient,
) -> None:
    page = client.get("/demonstration/").text
    assert 'src="http://127.0.0.1:8000/embed/glossary-auto.js"' in page
    assert re.search(r'<div data-glossary-auto="ask">\s*<p>A dove is no pigeon\.</p>', page)
    assert client.get("/v1/en/forms.json").get_json()["concepts"]["dove"]["forms"] == ["Dove"]


@pytest.mark.parametrize("public", [{"host": "0.0.0.0"}, {"base_url": "https://glossary.example.org"}])
def test_it_is_never_served_where_others_could_reach_it(settings: Settings, public: dict[str, str]) -> None:
    values = {**vars(settings), **public}
    with pytest.raises(Refused, match="nobody has reviewed"):
        create_app(Settings(**values))


def test_it_is_never_exported(settings: Settings, drafted: World, tmp_path: Path) -> None:
    folders = {"GLOSSARY_TERMS": settings.terms, "GLOSSARY_TRANSLATIONS": settings.translations}
    variables = {name: str(folder) for name, folder in folders.items()}
    variables["GLOSSARY_BASE_URL"] = "http://127.0.0.1:8000"
    result = drafted.run("export", str(tmp_path / "public"), **variables)
    assert result.exit_code == 1
    assert "a demonstration is not exported" in result.output
    assert not (tmp_path / "public").exists()


def test_no_archive_of_it_is_packed_whose_bundles_would_not_say_what_they_are(client: FlaskClient) -> None:
    answer = client.get("/embed/glossary-embed.zip")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert "A demonstration is not exported" in answer.text


def test_its_oembed_answers_say_so_in_json_and_xml(client: FlaskClient) -> None:
    address = "/oembed?url=http://127.0.0.1:8000/de/dove/"
    assert client.get(address).get_json()["demonstration"] is True
    assert "<demonstration>true</demonstration>" in client.get(f"{address}&format=xml").text


def test_its_ledgers_and_reviewers_are_refused_in_any_other_tree(settings: Settings, drafted: World) -> None:
    ledger = drafted.ledger("de", "demonstration-language")
    shutil.copy(settings.translations / "de" / "approvals" / ledger.name, ledger)
    result = drafted.run("check")
    assert result.exit_code == 1
    assert (
        "de/approvals/demonstration-language.jsonl:1: “demonstration-language” is not a registered reviewer"
        in result.output
    )
    ledger.unlink()
    marked = (settings.translations / "policy.toml").read_text()
    (drafted.translations / "policy.toml").write_text(marked.replace("demonstration = true\n", ""))
    result = drafted.run("check")
    assert result.exit_code == 1
    assert "ids that begin with “demonstration-” approve for nobody" in result.output


def test_nothing_of_it_says_that_its_texts_are_approved(client: FlaskClient) -> None:
    for path in ("/de/", "/de/dove/", "/de/about/", "/de/support/"):
        assert "Geprüfte und freigegebene Definitionen" not in client.get(path).text, path
    card = client.get("/v1/de/bundle.json").json["entries"]["dove"]  # type: ignore[index]
    assert "Entwurf, nicht geprüft" in card["source"]
    answer = client.get("/oembed?url=http://127.0.0.1:8000/de/dove/")
    assert answer.status_code == 200, answer.text
    assert answer.json["cache_age"] == 0  # type: ignore[index]


def test_nothing_in_it_is_counted_as_vetted(client: FlaskClient) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get("/de/").text).split())
    counts = re.findall(r"(Deutsch|Englisch): (\d+) von (\d+)", text)
    assert [(language, number) for language, number, _ in counts] == [("Deutsch", "0"), ("Englisch", "0")]


def test_the_command_serves_it(drafted: World, tmp_path: Path) -> None:
    with serving(tmp_path, drafted.environment(), command="demo") as service:
        response, body = service.get("/de/dove/")
        assert response.headers["Glossary-Demonstration"] == "true"
        assert GERMAN in body.decode()
        assert "ist ein Vogel des Friedens." in body.decode()
