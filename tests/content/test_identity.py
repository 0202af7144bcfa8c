"""What a glossary says of itself, and under which rights its entries stand: over the command line and HTTP."""

from __future__ import annotations

import re
from typing import Any

import pytest

from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.world import World

WHOLE = """\
id = "birds"
title = "Glossary of birds"
contact = "mailto:birds@example.org"
repository = "https://example.org/birds"
[licence]
id = "CC0-1.0"
url = "https://creativecommons.org/publicdomain/zero/1.0/"
"""


def _rights(world: World, path: str = "/v1/en/terms/dove.json") -> dict[str, Any]:
    entry = world.get(path).json
    assert entry is not None
    rights: dict[str, Any] = entry["rights"]
    return rights


def _quote(world: World, *fields: str) -> None:
    path = world.terms / "dove.toml"
    path.write_text(path.read_text().replace("state =", f"quotes = {list(fields)}\nstate =".replace("'", '"')))


def test_an_entry_stands_under_the_licence_of_its_glossary(french: World) -> None:
    assert _rights(french) == {"licence": None, "quoted": None, "credit": "Glossary of child-safety terms"}
    (french.root / "glossary.toml").write_text(WHOLE)
    licence = {"id": "CC0-1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"}
    assert _rights(french) == {"licence": licence, "quoted": None, "credit": "Glossary of birds"}


def test_a_text_names_its_glossary_in_its_own_language_once_that_title_is_adopted(french: World) -> None:
    french.approve("fr", "dove")
    (french.root / "glossary.toml").write_text(WHOLE)
    assert _rights(french, "/v1/fr/terms/dove.json")["credit"] == "Glossary of birds"
    (french.root / "glossary.toml").write_text(f'{WHOLE}[translations.fr]\ntitle = "Glossaire des oiseaux"\n')
    assert _rights(french, "/v1/fr/terms/dove.json")["credit"] == "Glossaire des oiseaux"
    assert _rights(french)["credit"] == "Glossary of birds"
    page = french.get("/fr/dove/").text
    assert "Glossaire des oiseaux" in page
    assert "Glossary of birds" not in page


def test_a_quoted_text_has_no_licence_from_us_and_names_its_publisher(french: World) -> None:
    (french.root / "glossary.toml").write_text(WHOLE)
    french.approve("fr", "dove")
    _quote(french, "term", "abbreviation", "definition")
    rights = _rights(french)
    assert rights["licence"] is None
    assert rights["quoted"] == {
        "parts": ["term", "abbreviation", "definition"], "title": "A law", "url": "https://law.example.org/1",
    }  # fmt: skip
    assert rights["credit"] == "A law"
    assert _rights(french, "/v1/fr/terms/dove.json")["quoted"] is None  # a translation is the glossary's own words


def test_a_text_that_is_partly_quoted_says_which_part(french: World) -> None:
    (french.root / "glossary.toml").write_text(WHOLE)
    _quote(french, "definition")
    rights = _rights(french)
    assert rights["quoted"]["parts"] == ["definition"]
    assert rights["licence"]["id"] == "CC0-1.0"
    assert rights["credit"] == "A law; Glossary of birds"


def test_the_two_shipped_definitions_are_quotations(shipped: World) -> None:
    for concept in ("csam", "grooming"):
        rights = _rights(shipped, f"/v1/en/terms/{concept}.json")
        assert rights["licence"] is None
        assert rights["quoted"]["url"] == "https://childsafetyineurope.com/the-challenge/"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('id = "Birds of prey"', "glossary.toml:1: id: it is not an id"),
        ('contact = "ring us"', "glossary.toml:3: contact: it is no address"),
        ('repository = "ftp://x"', "glossary.toml:4: repository: it is no web address"),
        ('colour = "blue"', "glossary.toml:8: licence.colour: Unknown field"),
    ],
)
def test_a_bad_line_is_named_with_its_remedy(world: World, line: str, words: str) -> None:
    world.term("dove")
    name = line.split(" ")[0]
    lines = [line if row.startswith(f"{name} =") else row for row in WHOLE.splitlines()]
    lines += [] if line in lines else [line]
    (world.root / "glossary.toml").write_text("\n".join(lines) + "\n")
    result = world.run("check")
    assert result.exit_code == 1
    assert words in result.output, result.output


_OWN = """\
id = "birds"
title = "Glossary of birds 2026"
tagline = "In words that people who watch birds agree on."
[groups]
birds = "Birds"
[help]
heading = "A hurt bird"
[colours]
accent = { light = "#005a2b", dark = "#8fe6b0" }
[strings]
"nav.terms" = "All birds"
"key.of-another-version" = "Nothing here says this."
[translations.fr]
title = "Glossaire des oiseaux 2026"
groups = { birds = "Oiseaux" }
"""


@pytest.mark.parametrize(
    ("written", "bad", "words"),
    [
        ("2026", "birds <b>", "glossary.toml:2: title: it holds “<”"),
        ("In words", "Ring 555 for words", "glossary.toml:3: tagline: it has a digit"),
        ("In words", "birds.example.org, in words", "glossary.toml:3: tagline: it has an address"),
        ("tagline", 'publisher = "Birds <b>"\ntagline', "glossary.toml:3: publisher: it holds “<”"),
        ("tagline", 'publisher = "Birds\\u202e"\ntagline', "glossary.toml:3: publisher: it holds the character U+202E"),
        ("birds = ", "Big_Birds = ", "glossary.toml:5: groups.Big_Birds: it is not an id"),
        ('"A hurt bird"', "116", "glossary.toml:7: help.heading: Not a valid string"),
        ("#005a2b", "#9fd0b5", "glossary.toml:9: colours.accent: “accent” on “paper” has a contrast of 1.7"),
        ("#005a2b", "green", "glossary.toml:9: colours.accent.light: it is no colour; write one as #0b5a75"),
        ("accent", "pink", "glossary.toml:9: colours.pink: Unknown field"),
        (
            "All birds",
            "All {birds}",
            "glossary.toml:11: strings.nav.terms: it and the English do not have the same names",
        ),
        (
            "translations.fr",
            "translations.FR",
            "glossary.toml:13: translations.FR: it is not written in its usual form",
        ),
        ("translations.fr", "translations.en", "glossary.toml:13: translations.en: the English stands above"),
        ("translations.fr", "translations.frog-x", "glossary.toml:13: translations.frog-x:"),
        ('title = "Glossaire', 'notice = "Glossaire', "glossary.toml:14: translations.fr.notice: it has no English"),
        ("{ birds =", "{ owls =", "glossary.toml:15: translations.fr.groups.owls: it has no English"),
    ],
)
def test_what_a_glossary_says_of_itself_is_read_strictly(world: World, written: str, bad: str, words: str) -> None:
    world.term("dove", group="birds")
    file = world.root / "glossary.toml"
    file.write_text(_OWN)
    assert re.findall("glossary.toml:.*?: (.*?):", world.run("check").output) == ["warning"]
    assert written in _OWN
    file.write_text(_OWN.replace(written, bad, 1))
    result = world.run("check")
    assert (result.exit_code, words in result.output) == (1, True), result.output


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("owl", "glossary.toml:3: example names “owl”, which is no concept"),
        ("pigeon", "glossary.toml:3: example names “pigeon”, which is now “dove”; write “dove”"),
        ("swift", "glossary.toml:3: example names “swift”, which is retired"),
        ("dove", ""),
    ],
)
def test_an_example_that_is_none_is_named(world: World, named: str, words: str) -> None:
    path, left = world.term("dove", group="birds"), world.term("swift", group="birds")
    path.write_text('formerly = ["pigeon"]\n' + path.read_text())
    left.write_text(left.read_text() + "[retired]\non = 2020-01-01\n")
    about = f'id = "birds"\ntitle = "Birds"\nexample = "{named}"\n[groups]\nbirds = "Birds"\n'
    (world.root / "glossary.toml").write_text(about)
    output = world.run("check").output
    assert words in output if words else "example names" not in output, output


def test_the_index_says_how_far_each_concept_has_come(french: World) -> None:
    french.term("owl")
    progress = french.get("/v1/index.json").json["progress"]  # type: ignore[index]
    assert progress == [
        {"id": "dove", "status": "vetted", "languages": ["en"]},
        {"id": "owl", "status": "draft", "languages": []},
    ]


def test_a_service_keeps_its_edition_where_the_glossary_s_id_changes_which_is_part_of_every_signature(
    french: World,
) -> None:
    client = french.client()
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    (french.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n')
    Watch(front).look()
    answer = client.get("/readyz")
    assert "the glossary’s id was “glossary” and is “birds”" in answer.text
    assert "Birds" not in client.get("/en/").text
    (french.root / "glossary.toml").write_text('id = "glossary"\ntitle = "Birds"\n')
    Watch(front).look()
    assert "Birds" not in client.get("/en/").text, "nobody has adopted it"
    french.adopt()
    Watch(front).look()
    assert "Birds" in client.get("/en/").text
