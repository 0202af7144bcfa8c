"""What somebody changed in a catalog by hand is called what it is, and no command that is advised hides the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import World


@pytest.fixture
def birds(french: World) -> World:
    """Two languages, brought up to date."""
    french.term("dove", definition="is a bird of peace.", abbreviation="DV", forms="dove\ndoves")
    french.approve("en", "dove")
    french.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on lintu."})
    assert french.run("sync").exit_code == 0
    return french


def _change(world: World, old: str, new: str, language: str = "fr") -> Path:
    path = world.catalog(language)
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))
    return path


def _line(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def test_a_forgotten_line_break_in_a_list_is_told_at_its_line(birds: World) -> None:
    path = _change(birds, '"dove\\n"\n"doves"\nmsgstr ""\n', '"dove\\n"\n"doves"\nmsgstr ""\n"colombe"\n"colombes"\n')
    output = birds.run("check").output
    line = _line(path, '"colombe"')
    assert f"fr/LC_MESSAGES/glossary.po:{line}: dove.forms: \\n is missing at the end of this line" in output
    path.write_text(path.read_text().replace('"colombe"\n', '"colombe\\n"\n'))
    assert birds.run("check").exit_code == 0


def test_a_long_word_that_a_tool_wrapped_is_no_forgotten_line_break(birds: World) -> None:
    wrapped = 'msgstr ""\n"' + "colombe " * 9 + '"\n"colombe\\n"\n"colombes"\n'
    _change(birds, '"dove\\n"\n"doves"\nmsgstr ""\n', '"dove\\n"\n"doves"\n' + wrapped)
    assert "is missing at the end" not in birds.run("check").output


@pytest.mark.parametrize("flag", ["fuzy", "Fuzzy", "todo"])
def test_an_unknown_flag_is_told_and_its_text_counts_as_unfinished(birds: World, flag: str) -> None:
    path = birds.catalog("fr")
    head = "#. The definition"
    path.write_text(path.read_text().replace(head, f"#, {flag}\n{head}", 1))
    output = birds.run("check").output
    assert f"the flag “{flag}” is not known" in output
    assert birds.vet("fr", "dove", "otter", "language").exit_code == 1
    assert not birds.ledger("fr").exists()


@pytest.mark.parametrize("wrong", ["dove.definiton", "dvoe.definition", "dove.Definition"])
def test_a_mistyped_key_is_called_one_and_sync_hides_nothing(birds: World, wrong: str) -> None:
    path = _change(birds, 'msgctxt "dove.definition"', f'msgctxt "{wrong}"')
    output = birds.run("check").output
    line = _line(path, "est un oiseau")
    assert f"glossary.po:{line}: the key “{wrong}” is mistyped: “dove.definition” is missing; write msgctxt" in output
    assert "the English has changed" not in output
    before = path.read_bytes()
    result = birds.run("sync")
    assert result.exit_code == 1
    assert "is mistyped" in result.output
    assert path.read_bytes() == before


def test_an_edited_msgid_is_called_one(birds: World) -> None:
    path = _change(birds, 'msgid "is a bird of peace."', 'msgid "is a bird of piece."')
    output = birds.run("check").output
    line = _line(path, "est un oiseau")
    assert f"glossary.po:{line}: dove.definition: its English was edited in this file" in output
    assert "the English has changed" not in output


def test_english_that_has_changed_is_called_so(birds: World) -> None:
    birds.term("dove", definition="is a bird of all.", abbreviation="DV", forms="dove\ndoves")
    for _ in range(2):
        output = birds.run("check").output
        assert "fr/LC_MESSAGES/glossary.po:0: the English has changed since (dove.definition); run" in output
        assert "edited" not in output
        assert birds.run("sync", "fi").exit_code == 0  # fi keeps the English before as what its text was made from


def test_a_concept_that_retired_leaves_without_a_word_of_mistakes(birds: World) -> None:
    birds.term("dova", definition="is a bird of peace.", abbreviation="DV")
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text() + '[retired]\non = 2026-01-31\nreplaced_by = "dova"\n')
    output = birds.run("check").output
    assert "mistyped" not in output
    assert birds.run("sync").exit_code == 0
