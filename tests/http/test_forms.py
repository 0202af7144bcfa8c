"""The file of forms: the words of a language that a program may link in any text, and those to avoid."""

from __future__ import annotations

import re
from typing import Any

import pytest

from glossary.annotate.finder import Finder
from glossary.annotate.words import Words
from glossary.contract.schemas.forms import Forms
from tests.world import World


@pytest.fixture
def birds(world: World) -> World:
    """A dove with all kinds of words, vetted in two languages; an owl in one; a wren that nobody approved."""
    words: Any = {"forms": "dove\ndoves", "avoid": "flying rat", "avoid_reason": "It belittles the bird."}
    dove = world.term("dove", abbreviation="DV", **words)
    dove.write_text('formerly = ["pigeon"]\n' + dove.read_text())
    owl = world.term("owl")
    owl.write_text(re.sub('autolink = ".*"', 'autolink = "ask"', owl.read_text()))
    world.term("wren")
    world.approve("en", "dove", "owl")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau.", "dove.forms": "colombes"})
    world.approve("fr", "dove")
    world.catalog("fr", {"dove.forms": "colombes\nun secret"})
    return world


def _forms(world: World, language: str) -> dict[str, Any]:
    answer = world.get(f"/v1/{language}/forms.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    document: dict[str, Any] = answer.get_json()
    assert Forms().validate(document) == {}
    return document


def test_it_has_the_vetted_words_of_the_language_and_no_others(birds: World) -> None:
    english, french = _forms(birds, "en"), _forms(birds, "fr")
    assert english["page"] == "http://127.0.0.1:8000/en/{id}/"
    assert (english["language"], english["direction"]) == ("en", "ltr")
    assert english["concepts"] == {
        "dove": {
            "term": "Dove",
            "usage": "confident",
            "autolink": "safe",
            "forms": ["Dove", "dove", "doves"],
            "ask": ["DV"],
            "avoid": ["flying rat"],
            "reason": "It belittles the bird.",
            "formerly": ["pigeon"],
        },
        "owl": {
            "term": "Owl",
            "usage": "confident",
            "autolink": "ask",
            "forms": ["Owl"],
            "ask": [],
            "avoid": [],
            "reason": None,
            "formerly": [],
        },
    }
    assert list(french["concepts"]) == ["dove"]
    assert french["concepts"]["dove"]["forms"] == ["Colombe", "colombes"]
    assert "l'" in french["rules"]["before"]


def test_a_program_that_has_only_the_file_finds_what_the_glossary_finds(birds: World) -> None:
    found = Finder(Words.read(_forms(birds, "fr"))).find("L’avis des colombes, d’une colombe.")
    assert [(match.concept, match.form) for match in found] == [("dove", "colombes"), ("dove", "Colombe")]


def test_it_is_a_file_at_the_address_of_its_own_language_only(birds: World) -> None:
    assert birds.get("/v1/fr/forms.json?x=1").data == birds.get("/v1/fr/forms.json").data
    moved = birds.get("/v1/fr-CA/forms.json")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/v1/fr/forms.json")
    assert moved.headers["Access-Control-Allow-Origin"] == "*"
    assert birds.get("/v1/fi/forms.json").status_code == 404
    (french,) = (row for row in birds.get("/v1/languages.json").get_json()["languages"] if row["language"] == "fr")
    assert french["links"]["forms"] == "http://127.0.0.1:8000/v1/fr/forms.json"
