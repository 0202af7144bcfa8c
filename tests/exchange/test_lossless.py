"""What goes out comes back: a glossary that is exported and imported into an empty folder has the same concepts and words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.exchange.files import begin, concept, state, take, texts
from tests.world import World

ENGLISH: dict[str, Any] = {
    "term": "Dove",
    "abbreviation": "DV",
    "definition": "is a bird of “peace” & calm.",
    "plain": "A bird.",
    "note": "Say it kindly.",
    "forms": "dove\ndoves\nDove\nDV\nwhite dove",
    "avoid": "sky rat\nflying rat",
    "avoid_reason": "It is unkind to doves.",
}
FRENCH = {
    "dove.term": "Colombe",
    "dove.abbreviation": "CB",
    "dove.definition": "est un oiseau «\N{NO-BREAK SPACE}de paix\N{NO-BREAK SPACE}».",
    "dove.plain": "Un oiseau.",
    "dove.note": "Avec douceur.",
    "dove.forms": "colombe\ncolombes",
    "dove.avoid": "rat volant",
    "dove.avoid_reason": "C’est méchant.",
}
OWL: dict[str, Any] = {"term": "Owl", "definition": "is a bird of the night."}

AGAIN = {"Dove", "DV"}
"""Forms that are the term or the abbreviation: TBX has each word once."""


@pytest.fixture
def vetted(tmp_path: Path) -> World:
    """A glossary of two birds, vetted in English and French."""
    root = tmp_path / "vetted"
    root.mkdir()
    world = World(root)
    path = world.term("dove", related=("wren",), group="birds", **ENGLISH)
    path.write_text(path.read_text() + 'quotes = ["term", "definition"]\n')
    path = world.term("owl", group="birds", **OWL)
    path.write_text(
        path.read_text().replace('"confident"', '"caution"').replace("related", 'broader = "wren"\nrelated')
    )
    world.term("wren", related=("dove",), group="birds", definition="is a small bird.")
    world.catalog("fr", FRENCH)
    world.approve("en", "dove", "owl", "wren")
    world.approve("fr", "dove")
    return world


@pytest.fixture
def empty(tmp_path: Path) -> World:
    root = tmp_path / "empty"
    root.mkdir()
    world = World(root)
    begin(world)
    return world


def stripped(values: dict[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in values.items()}


def facts(world: World, name: str) -> dict[str, Any]:
    """Return what a term file says beside the text."""
    return {key: value for key, value in concept(world, name).items() if key != "text" and value}


@pytest.mark.parametrize("name", ["terms.ttl", "terms.jsonld"])
def test_what_goes_out_as_skos_comes_back_whole(vetted: World, empty: World, name: str) -> None:
    result = take(empty, name, vetted.client().get(f"/v1/{name}").data)
    assert result.exit_code == 0, result.output
    assert " 0 left" in result.output
    for bird in ("dove", "owl", "wren"):
        assert stripped(concept(empty, bird)["text"]) == stripped(concept(vetted, bird)["text"])
        assert facts(empty, bird) == facts(vetted, bird)
    assert texts(empty, "fr") == FRENCH
    empty.run("check")  # it adopts
    before = state(empty)
    assert "There was nothing to write" in take(empty, name, vetted.client().get(f"/v1/{name}").data).output
    assert state(empty) == before


def test_what_goes_out_as_tbx_comes_back_but_for_what_tbx_cannot_say(vetted: World, empty: World) -> None:
    sent = vetted.client().get("/v1/terms.tbx").data
    result = take(empty, "terms.tbx", sent, "--source", "field-guide")
    assert result.exit_code == 0, result.output
    dove = stripped(concept(empty, "dove")["text"])
    kept = [form for form in ENGLISH["forms"].split("\n") if form not in AGAIN]
    assert dove == {**{name: value for name, value in ENGLISH.items() if name != "plain"}, "forms": "\n".join(kept)}
    assert texts(empty, "fr") == {key: value for key, value in FRENCH.items() if key != "dove.plain"}
    assert concept(empty, "owl")["text"] == OWL
    assert facts(empty, "dove")["related"] == ["wren"]
    assert facts(empty, "owl") == {
        "group": "birds",
        "usage": "confident",
        "autolink": "ask",
        "sources": [{"id": "field-guide", "locator": "whole page"}],
    }


def test_what_goes_out_as_tbx_for_older_tools_brings_no_word_to_avoid_back(vetted: World, empty: World) -> None:
    sent = vetted.client().get("/v1/fr/terms.v2.tbx").data
    assert take(empty, "terms.tbx", sent, "--group", "birds", "--source", "field-guide").exit_code == 0
    wanted = ("term", "abbreviation", "definition")
    assert concept(empty, "dove")["text"] == {name: ENGLISH[name] for name in wanted}
    assert texts(empty, "fr") == {f"dove.{name}": FRENCH[f"dove.{name}"] for name in wanted}
