"""The form assistant, over the command line: what it proposes, and that only what a person agreed to is added."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec

import pytest

from glossary.catalogs import drafts
from glossary.review import stems
from tests.conftest import lacking
from tests.world import World


@pytest.fixture
def birds(world: World) -> World:
    """Two birds in English, Finnish and German, with inflections in their texts that are no forms."""
    if not (find_spec("simplemma") and find_spec("snowballstemmer")):
        lacking("simplemma or snowballstemmer is not installed; “make test” installs what the tests need")
    world.term(
        "dove",
        term="Rock dove",
        definition="is a bird of peace.",
        plain="Rock doves live in towns. A town has many rock doves.",
        forms="rock dove",
    )
    world.term("owl", definition="is a bird of the night, no dove of rocks.", note="Owls see well.", forms="owl")
    world.catalog(
        "fi",
        {
            "dove.term": "Kyyhky",
            "dove.definition": "on rauhan lintu.",
            "dove.forms": "kyyhky",
            "owl.term": "Pöllö",
            "owl.definition": "on yön lintu, toisin kuin kyyhkyt.",
            "owl.note": "Kyyhkyjen ja pöllöjen pesät ovat erilaisia.",
            "owl.forms": "pöllö",
        },
    )
    world.catalog(
        "de",
        {
            "dove.term": "Wilde Taube",
            "dove.definition": "ist ein Vogel.",
            "dove.plain": "Er ähnelt einer wilden Taube nicht. Wilde Tauben leben in Städten.",
            "dove.forms": "wilde Taube",
            "owl.term": "Eule",
            "owl.definition": "ist ein Vogel der Nacht.",
        },
    )
    return world


def _listed(world: World, *arguments: str) -> list[str]:
    result = world.run("forms", *arguments, "--list")
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def _forms(world: World, language: str, concept: str) -> list[str]:
    messages = drafts.read(world.translations, language).messages
    return next(message.text for message in messages if message.key == f"{concept}.forms").split("\n")


def test_inflections_of_a_language_s_own_texts_are_proposed_with_their_sentences(birds: World) -> None:
    assert _listed(birds, "fi") == [
        "dove: kyyhkyt | on yön lintu, toisin kuin kyyhkyt.",
        "dove: kyyhkyjen | Kyyhkyjen ja pöllöjen pesät ovat erilaisia.",
        "owl: pöllöjen | Kyyhkyjen ja pöllöjen pesät ovat erilaisia.",
    ]


def test_terms_of_several_words_are_proposed_as_a_whole(birds: World) -> None:
    assert _listed(birds, "de") == [
        "dove: wilden Taube | Er ähnelt einer wilden Taube nicht.",
        "dove: wilde Tauben | Wilde Tauben leben in Städten.",
    ]
    assert _listed(birds, "en", "dove") == ["dove: rock doves | Rock doves live in towns."]


def test_what_is_a_form_of_any_concept_is_not_proposed(birds: World) -> None:
    birds.catalog("fi", {"dove.forms": "kyyhky\nkyyhkyt", "owl.forms": "pöllö\nkyyhkyjen"})
    assert _listed(birds, "fi", "dove") == []


def test_each_is_asked_and_only_those_that_were_agreed_to_are_added(birds: World) -> None:
    before = birds.catalog("fi").read_text()
    result = birds.run("forms", "fi", text="y\nn\ny\n")
    assert result.exit_code == 0, result.output
    assert "1/3  dove: kyyhkyt\n    on yön lintu, toisin kuin kyyhkyt." in result.output
    assert "2 forms added." in result.output
    assert _forms(birds, "fi", "dove") == ["kyyhky", "kyyhkyt"]
    assert _forms(birds, "fi", "owl") == ["pöllö", "pöllöjen"]
    after = birds.catalog("fi").read_text()
    assert {*before.splitlines()} - {*after.splitlines()} == {'msgstr "kyyhky"', 'msgstr "pöllö"'}


@pytest.mark.parametrize("typed", ["y\nq\n", "y\n"])
def test_whoever_stops_keeps_what_they_agreed_to(birds: World, typed: str) -> None:
    assert "1 form added." in birds.run("forms", "fi", text=typed).output
    assert _forms(birds, "fi", "dove") == ["kyyhky", "kyyhkyt"]
    assert _forms(birds, "fi", "owl") == ["pöllö"]


def test_nothing_is_added_where_nobody_agreed(birds: World) -> None:
    before = birds.catalog("fi").read_bytes()
    birds.run("forms", "fi", "--list")
    birds.run("forms", "fi", text="n\nn\nn\n")
    birds.run("forms", "fi", text="q\n")
    assert birds.catalog("fi").read_bytes() == before


def test_a_file_of_agreed_lines_is_taken_without_questions(birds: World) -> None:
    file = birds.root / "agreed.txt"
    file.write_text("# read by two\n\n" + "\n".join(_listed(birds, "de")[1:]) + "\n")
    assert "1 form added." in birds.run("forms", "de", "--accept", str(file)).output
    assert _forms(birds, "de", "dove") == ["wilde Taube", "wilde Tauben"]


def test_a_line_that_was_not_proposed_adds_nothing(birds: World) -> None:
    file = birds.root / "agreed.txt"
    file.write_text("\n".join([*_listed(birds, "fi"), "owl: huuhkaja | Huuhkaja huutaa."]))
    result = birds.run("forms", "fi", "--accept", str(file))
    assert result.exit_code == 1
    assert "agreed.txt:4: this is not proposed; copy a line of “glossary forms --list”" in result.output
    assert _forms(birds, "fi", "dove") == ["kyyhky"]


def test_english_forms_go_into_the_term_file_and_all_else_in_it_stays(birds: World) -> None:
    path = birds.terms / "dove.toml"
    path.write_text("# A comment.\n" + path.read_text())
    before = path.read_text()
    result = birds.run("forms", "en", "dove", text="y\n")
    assert "1 form added. Now run “glossary sync”." in result.output
    after = path.read_text()
    assert tomllib.loads(after)["text"]["forms"] == "rock dove\nrock doves\n"
    assert '\nforms = """\nrock dove\nrock doves\n"""\n' in after
    assert [line for line in before.splitlines() if line not in after.splitlines()] == ['forms = "rock dove"']


def test_a_language_that_neither_program_knows_is_told_so(birds: World) -> None:
    birds.catalog("mt", {"dove.term": "Ħamiema", "dove.definition": "hija għasfur."})
    result = birds.run("forms", "mt", "--list")
    assert result.exit_code == 1
    assert "neither simplemma nor Snowball knows the language mt; add the forms that you know" in result.output


def test_without_the_extra_the_command_says_what_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "_NEEDED", ("no_such_program",))
    world.term("dove")
    result = world.run("forms", "en", "--list")
    assert result.exit_code == 1
    assert (
        "“forms” needs more than is installed; in the folder of this program, pip install -e '.[forms]' brings it"
        in result.output
    )
