"""What was served before, for people: the page of versions, the feed of changes, and how a text is cited."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from glossary.content.text import Text
from glossary.export import paths
from tests.world import World

ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://127.0.0.1:8000"
FIRST, SECOND, THIRD = "is a bird of peace.", "is a secret bird.", "is a small bird that stands for peace."


@pytest.fixture
def birds(world: World) -> World:
    """A concept with three versions, of which the second was withdrawn."""
    world.term("dove", definition=FIRST)
    world.approve("en", "dove")
    world.term("dove", definition=SECOND)
    world.approve("en", "dove")
    assert world.vet("en", "dove", "heron", "subject", "--withdraw").exit_code == 0
    world.term("dove", definition=THIRD, forms="doves")
    world.approve("en", "dove")
    return world


def _main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", html))


def test_the_page_of_versions_marks_each_word_that_went_or_came_in_words_too(birds: World) -> None:
    main = _main(birds.get("/en/dove/versions/").text)
    assert '<ins><span class="unseen" lang="en" dir="ltr">added: </span>small </ins>bird' in main
    assert '<del><span class="unseen" lang="en" dir="ltr">removed: </span>of</del>' in main
    assert main.index("small") < main.index(FIRST), "the newest comes first"
    assert "This text describes" in main[: main.index("<h1")]


def test_the_page_of_versions_has_no_word_of_a_version_that_was_withdrawn(birds: World) -> None:
    page = birds.get("/en/dove/versions/").text
    assert "secret" not in page
    digest = Text(term="Dove", definition=SECOND).digest
    assert digest in page
    assert f"{digest.removeprefix('sha256:')}.json" not in page


def test_there_is_such_a_page_only_where_there_is_more_than_one_version_and_the_entry_links_it(birds: World) -> None:
    birds.term("owl")
    birds.approve("en", "owl")
    client = birds.client()
    assert client.get("/en/owl/versions/").status_code == 404
    assert "/en/owl/versions/" not in client.get("/en/owl/").text
    assert f"{HOST}/en/dove/versions/" in client.get("/en/dove/").text
    assert client.get("/en/nope/versions/").status_code == 404


def test_the_page_of_versions_of_a_retired_concept_answers_410(birds: World) -> None:
    path = birds.term("dove")
    path.write_text(path.read_text() + "[retired]\non = 2026-01-31\n")
    assert birds.get("/en/dove/versions/").status_code == 410


def test_a_page_in_a_language_without_interface_marks_its_own_sentences_as_english(french: World) -> None:
    french.approve("fr", "dove")
    french.catalog("fr", {"dove.definition": "est un bel oiseau de paix."})
    french.approve("fr", "dove")
    main = _main(french.get("/fr/dove/versions/").text)
    assert '<p class="lines" lang="fr" dir="ltr">est un' in main
    assert '<ins><span class="unseen" lang="en" dir="ltr">added: </span>' in main
    assert "<h1>Versions of this text</h1>" in main


def test_an_entry_says_how_to_cite_exactly_its_words(birds: World) -> None:
    (birds.root / "glossary.toml").write_text('id = "b"\ntitle = "Birds"\npublisher = "Birds & Co"\n')
    page = birds.get("/en/dove/").text
    cited = page[page.index('id="cite"') : page.index('id="embed"')]
    text = Text(term="Dove", definition=THIRD, forms=("doves",))
    address = f"{HOST}/v1/en/terms/dove/{text.digest.removeprefix('sha256:')}.json"
    assert cited.count(address) == cited.count(text.digest) == 2
    assert "Dove [en]" in cited
    assert r"author = {{Birds \&amp; Co}}" in cited
    assert birds.get(address.removeprefix(HOST)).json["text"] == dict(text.fields)  # type: ignore[index]


def test_a_citation_in_a_language_from_right_to_left_keeps_the_order_of_its_day_and_address(birds: World) -> None:
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('"fr", "fi"', '"ar", "fr", "fi"'))
    birds.catalog("ar", {"dove.term": "حمامة", "dove.definition": "طائر سلام."})
    birds.approve("ar", "dove")
    page = birds.get("/ar/dove/").text
    cited = page[page.index('id="cite"') : page.index("BibTeX")]
    (line,) = re.findall("<code>(.*)</code>", cited)
    name, *others, digest = line.split(". ")
    assert name == "<bdi>حمامة [ar]</bdi>"
    listed: Any = birds.get("/v1/ar/terms/dove/versions.json").json
    assert f'<bdi dir="ltr">{listed["versions"][0]["vetted_on"]}</bdi>' in others
    assert re.fullmatch('<bdi dir="ltr">sha256:[0-9a-f]{64}</bdi>', digest)


def test_a_text_that_is_not_vetted_is_not_cited(french: World) -> None:
    assert 'id="cite"' not in french.preview("/fr/dove/").text
    assert 'id="cite"' in french.get("/fr/dove/").text, "it falls back to the vetted English"


def _feed(world: World, language: str = "en") -> Any:
    answer = world.get(f"/{language}/changes.atom")
    assert (answer.status_code, answer.content_type) == (200, "application/atom+xml")
    return ElementTree.fromstring(answer.data)


def test_the_feed_tells_the_newest_change_first_with_the_notice_before_any_words(birds: World) -> None:
    entries = _feed(birds).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}category").get("term") for entry in entries] == [
        "vetted", "withdrawn", "changed", "vetted",
    ]  # fmt: skip
    contents = [_plain(entry.findtext(f"{ATOM}content")) for entry in entries]
    assert contents[0].startswith("This text describes sexual abuse of children.Dove: is a small bird")
    assert contents[3].startswith("This text describes sexual abuse of children.Dove: is a bird of peace.")
    for gone in contents[1:3]:
        assert "secret" not in gone
        assert Text(term="Dove", definition=SECOND).digest in gone
    assert entries[1].findtext(f"{ATOM}title").endswith(" · dove")


def test_the_feed_has_what_rfc_4287_asks_of_it(birds: World) -> None:
    feed = _feed(birds)
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert len(element.findall(f"{ATOM}title")) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated"))
        assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 4
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"{HOST}/en/changes.atom"
    assert feed.findtext(f"{ATOM}updated") == feed.find(f"{ATOM}entry").findtext(f"{ATOM}updated")


def test_what_a_feed_reader_has_seen_keeps_its_id_at_another_address_and_after_more_changes(birds: World) -> None:
    def ids(base_url: str) -> list[str]:
        answer = birds.client(base_url=base_url).get("/en/changes.atom")
        return [each.findtext(f"{ATOM}id", "") for each in ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")]

    before = ids("https://one.example.org")
    birds.vet("en", "dove", "heron", "subject", "--withdraw")
    assert ids("https://two.example.org")[1:] == before


def test_a_feed_reader_reads_the_feed(birds: World) -> None:
    found = feedparser.parse(birds.get("/en/changes.atom").data)
    assert not found.bozo
    assert found.version == "atom10"
    assert [entry.title for entry in found.entries][::3] == ["Vetted · Dove", "Vetted · Dove"]
    assert all(entry.updated_parsed and entry.content[0].language == "en" for entry in found.entries)


def test_each_language_has_its_feed_and_pages_name_it(french: World) -> None:
    french.approve("fr", "dove")
    assert "Colombe" in ElementTree.tostring(_feed(french, "fr"), "unicode")
    assert "Colombe" not in ElementTree.tostring(_feed(french), "unicode")
    link = f'<link rel="alternate" type="application/atom+xml" href="{HOST}/fr/changes.atom"'
    assert link in french.get("/fr/dove/").text
    assert link in french.get("/fr/").text
    assert french.get("/xx/changes.atom").status_code == 404


def test_a_feed_without_changes_is_a_feed(world: World) -> None:
    world.term("dove")
    feed = _feed(world)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")


def test_all_of_it_is_among_the_files_of_an_export(birds: World) -> None:
    listed = set(paths.of_edition(birds.client().application.wsgi_app.service.edition, HOST))  # type: ignore[attr-defined]
    assert {"/en/changes.atom", "/v1/changes.json", "/en/dove/versions/", "/v1/en/terms/dove/versions.json"} <= listed
    assert len([path for path in listed if re.fullmatch("/v1/en/terms/dove/[0-9a-f]{64}.json", path)]) == 2
