"""What a glossary says of itself reaches readers as it was adopted; and the package gives a glossary no work."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from glossary.catalogs import sync
from glossary.content import interface
from glossary.content.interface import Phrase
from glossary.edition import beside
from glossary.ledger.adoption import Act, Adoption, Item, Kind
from glossary.review import adopting
from tests.world import SHIPPED, World

BIRDS = """\
id = "glossary"
title = "Glossary of birds"
help = false
[groups]
birds = "Birds"
[translations.fr]
title = "Glossaire des oiseaux"
groups = { birds = "Oiseaux" }
"""


@pytest.fixture
def birds(french: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """One concept, vetted in English and French, of a glossary of another subject; the package's strings come translated."""
    monkeypatch.setattr(beside, "shipped", SHIPPED)
    french.term("dove", group="birds", definition="is a bird of peace.", abbreviation="DV")
    french.approve("fr", "dove")
    (french.root / "glossary.toml").write_text(BIRDS)
    return french


def _rewrite(world: World, text: str) -> None:
    """Change what a glossary says of itself; nobody adopts it."""
    world.adopt()
    world.adopting = False
    (world.root / "glossary.toml").write_text(text)


def test_a_title_a_notice_and_groups_are_seen_once_they_are_adopted_and_stay_until_another_is(birds: World) -> None:
    assert "<h1>Glossaire des oiseaux</h1>" in birds.get("/fr/").text
    _rewrite(birds, BIRDS.replace("of birds", "of owls").replace("help", 'notice = "It has feathers."\nhelp'))
    assert "<h1>Glossary of birds</h1>" in birds.get("/en/").text
    assert birds.get("/v1/en/terms/dove.json").json["content_notice"] is None  # type: ignore[index]
    assert "interface text not adopted as it stands here (site.title, notice.content" in birds.run("check").output
    birds.adopt()
    assert "<h1>Glossary of owls</h1>" in birds.get("/en/").text
    assert birds.get("/v1/en/terms/dove.json").json["content_notice"] == "It has feathers."  # type: ignore[index]
    _rewrite(birds, BIRDS)
    assert birds.get("/v1/en/terms/dove.json").json["content_notice"] == "It has feathers."  # type: ignore[index]
    birds.adopt()
    assert birds.get("/v1/en/terms/dove.json").json["content_notice"] is None  # type: ignore[index]


def test_no_string_of_a_glossary_s_own_leads_to_a_number_or_an_address_whoever_adopts_it(birds: World) -> None:
    birds.adopt()
    now, lines = datetime(2026, 1, 1, tzinfo=UTC), list[Adoption]()
    for key, text in (
        ("notice.content", "Ring 555 123."),
        ("about.what", "See birds.example.com."),
        ("nav.terms", "A {x}"),
    ):
        item = Item(Kind.STRING, "en", key)
        lines.append(Adoption(item, {"source": None, "text": text}, Act(now, "keeper", "maintainer")))
    adopting.append(birds.translations, lines)
    birds.adopting = False
    pages = birds.get("/en/").text + birds.get("/en/dove/").text
    assert not re.search("555 123|birds.example.com|A {x}", pages)
    assert "All terms" in pages


HELP = ("/en/support/", "/en/support/fi/", "/v1/support/fi.json")


def test_a_glossary_without_help_has_no_part_no_page_and_no_link_of_it(birds: World) -> None:
    client = birds.client()
    for path in ("/en/", "/en/dove/", "/embed/fr/dove/", "/fragment/en/dove.html", "/en/search?q=dove", "/sitemap.xml"):
        assert "support/" not in client.get(path).text, path
        assert "hotline" not in client.get(path).text, path
        assert 'id="help"' not in client.get(path).text, path
    assert [client.get(path).status_code for path in HELP] == [404, 404, 404]
    empty = client.get("/v1/support.json").json
    assert empty is not None
    assert (empty["countries"], empty["directories"]) == ([], [])
    bundle = client.get("/v1/en/bundle.json").json
    assert bundle is not None
    assert (bundle["help"], bundle["strings"]["notice"], bundle["strings"]["help"]) == ([], "", "")
    result = birds.run("check")
    assert "directory" not in result.output, result.output


@pytest.mark.parametrize("text", [None, BIRDS.replace("help = false\n", "")])
def test_no_edit_of_a_file_switches_help_off_or_on(birds: World, text: str | None) -> None:
    (birds.root / "glossary.toml").write_text(BIRDS.replace("help = false\n", ""))
    assert 'id="help"' in birds.get("/en/dove/").text
    _rewrite(birds, BIRDS)
    assert 'id="help"' in birds.get("/en/dove/").text
    assert birds.get("/en/support/").status_code == 200
    birds.adopt()
    assert birds.get("/en/support/").status_code == 404
    _rewrite(birds, text or BIRDS)
    if text is None:
        (birds.root / "glossary.toml").unlink()
    assert birds.get("/en/support/").status_code == 404
    birds.adopt()
    assert birds.get("/en/support/").status_code == (404 if text is None else 200), "a file that is gone says nothing"


def test_help_has_the_words_of_its_glossary_else_general_ones_in_every_language(birds: World) -> None:
    (birds.root / "glossary.toml").write_text(BIRDS.replace("help = false\n", ""))
    assert '<h2 id="help">Aide</h2>' in birds.get("/fr/dove/").text
    assert "Où faire un signalement" in birds.get("/fr/dove/").text
    (birds.root / "glossary.toml").write_text(BIRDS.replace("help = false\n", 'help = { heading = "A hurt bird" }\n'))
    assert '<h2 id="help">A hurt bird</h2>' in birds.get("/en/dove/").text


def test_buttons_come_translated_and_translators_get_what_is_the_glossary_s_own_only(birds: World) -> None:
    assert "Tous les termes" in birds.get("/fr/").text
    (birds.root / "glossary.toml").write_text(BIRDS.replace("help", 'about = "It explains words about birds."\nhelp'))
    assert birds.run("sync").exit_code == 0
    keys = re.findall('^msgctxt "(.*)"', _catalog(birds), re.M)
    assert keys == ["about.what"], "what glossary.toml says in French is not asked for again"
    assert re.findall('^msgctxt "(.*)"', (birds.translations / "interface.pot").read_text(), re.M) == [
        "site.title",
        "about.what",
        "group.birds",
    ]
    assert birds.run("new-language", "tr").exit_code == 0, "a language that the package has not"
    assert 'msgctxt "nav.terms"' in (birds.translations / "tr" / "LC_MESSAGES" / "interface.po").read_text()


def _catalog(world: World, language: str = "fr") -> str:
    return (world.translations / language / "LC_MESSAGES" / "interface.po").read_text()


def test_a_translation_of_one_s_own_lies_over_the_package_s_once_it_is_adopted(birds: World) -> None:
    assert birds.run("sync").exit_code == 0
    path = birds.translations / "fr" / "LC_MESSAGES" / "interface.po"
    path.write_text(f'{_catalog(birds)}\nmsgctxt "nav.terms"\nmsgid "All terms"\nmsgstr "Toutes les plumes"\n')
    birds.adopting = False
    assert "Tous les termes" in birds.get("/fr/").text
    birds.adopt()
    assert "Toutes les plumes" in birds.get("/fr/").text
    assert birds.run("sync").exit_code == 0
    assert "Toutes les plumes" in _catalog(birds), "sync keeps it"
    assert birds.run("check").exit_code == 0, birds.run("check").output


def _another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it a version of the package with one string fewer, one more, and one in other words."""
    english = {key: text for key, text in interface.ENGLISH.items() if key != "nav.groups"}
    english |= {"nav.new": "Something new", "nav.terms": "Every term"}
    for key in {*interface.ENGLISH, *english}:
        if key in english:
            monkeypatch.setitem(interface.ENGLISH, key, english[key])
        else:
            monkeypatch.delitem(interface.ENGLISH, key)
    monkeypatch.setattr(sync, "PHRASES", tuple(Phrase(key, text, "") for key, text in english.items()))


def test_a_new_version_of_the_package_breaks_no_glossary_of_one_s_own(
    birds: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that it dropped, and one that is new, are no error in catalogs that were made by the version before."""
    path = birds.translations / "fr" / "LC_MESSAGES" / "interface.po"
    old = '\nmsgctxt "{}"\nmsgid "{}"\nmsgstr "{}"\n'
    assert birds.run("sync").exit_code == 0
    rows = ("nav.groups", "By group", "Par nid"), ("nav.terms", "All terms", "Plumes"), ("nav.gone", "Gone", "")
    path.write_text(_catalog(birds) + "".join(old.format(*row) for row in rows))
    template = birds.translations / "interface.pot"
    template.write_text(template.read_text() + old.format("nav.gone", "Gone", ""))
    birds.adopt()
    _another_version(monkeypatch)
    result = birds.run("check")
    assert result.exit_code == 0, result.output
    assert birds.get("/fr/").status_code == 200
    assert "Plumes" not in birds.get("/fr/").text, "it was made from other English"
    assert birds.run("sync").exit_code == 0
    assert birds.run("check").exit_code == 0


def test_a_concept_in_no_group_of_the_glossary_and_a_string_that_nobody_says_are_found(birds: World) -> None:
    birds.term("owl", group="owls")
    file = birds.root / "glossary.toml"
    file.write_text(BIRDS.replace("[groups]", '[strings]\n"nav.trems" = "Birds"\n[groups]'))
    output = birds.run("check").output
    assert "owl.toml:1: group names “owls”, which is no group of this glossary; name one of birds, or add it" in output
    assert "glossary.toml:5: warning: strings.nav.trems: this version of the package has no such string" in output


def test_translations_in_the_file_are_checked_as_those_in_catalogs_are(birds: World) -> None:
    (birds.root / "glossary.toml").write_text(BIRDS.replace("Glossaire des oiseaux", "« Glossaire des oiseaux »"))
    assert "glossary.toml:7: site.title: a no-break space" in birds.run("check").output
    assert "[french-spaces]" in birds.run("check").output


def test_one_contact_person_is_enough_where_the_policy_says_so(birds: World) -> None:
    (birds.root / "glossary.toml").write_text(BIRDS.replace("help = false\n", ""))
    policy = birds.translations / "policy.toml"
    birds.adopting = False
    people = '[[reviewers]]\nid = "wren"\nroles = ["contact"]\n'
    policy.write_text(policy.read_text().replace("[required]", "[required]\ncontact = 1") + people)
    birds.record("FI")
    assert "555 123" not in birds.get("/en/support/fi/").text
    assert birds.run("adopt", "contacts", "--by", "wren", "--yes").exit_code == 0
    assert "555 123" in birds.get("/en/support/fi/").text
