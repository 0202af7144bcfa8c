"""Catalogs on the command line: sync by key, new languages, and what becomes of a translator's work."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs import reader
from glossary.catalogs.po import Message
from tests.conftest import needs
from tests.world import World


def _message(world: World, key: str, language: str = "fr") -> Message:
    path = world.translations / language / "LC_MESSAGES" / "glossary.po"
    return next(message for message in reader.read(path).messages if message.key == key)


def test_a_changed_source_keeps_the_translation_marks_it_and_shows_the_old_source(french: World) -> None:
    french.term("dove", definition="is a white bird.", abbreviation="DV")
    result = french.run("sync", "fr")
    assert "1 changed" in result.output
    message = _message(french, "dove.definition")
    assert (message.text, message.fuzzy) == ("est un oiseau de paix.", True)
    assert (message.previous, message.source) == ("is a bird of peace.", "is a white bird.")


def test_a_second_change_still_shows_the_source_that_the_translation_was_made_from(french: World) -> None:
    for definition in ("is a white bird.", "is a grey bird."):
        french.term("dove", definition=definition, abbreviation="DV")
        french.run("sync")
    assert _message(french, "dove.definition").previous == "is a bird of peace."


def test_sync_never_carries_a_text_from_one_key_to_another(french: World) -> None:
    french.term("owl", term="Dove", definition="is a bird of peace.")
    assert "2 added" in french.run("sync").output
    for key in ("owl.term", "owl.definition"):
        message = _message(french, key)
        assert (message.text, message.fuzzy) == ("", False)


def test_a_key_that_goes_is_kept_as_obsolete_and_comes_back_with_its_text(french: World) -> None:
    french.term("owl")
    path = french.terms / "dove.toml"
    text = path.read_text()
    path.unlink()
    assert "2 added, 3 retired" in french.run("sync").output
    gone = _message(french, "dove.definition")
    assert (gone.obsolete, gone.text) == (True, "est un oiseau de paix.")
    path.write_text(text)
    french.run("sync")
    back = _message(french, "dove.definition")
    assert (back.obsolete, back.fuzzy, back.text) == (False, False, "est un oiseau de paix.")


def test_sync_twice_changes_nothing_and_says_so(french: World) -> None:
    french.run("sync")
    before = {path: path.read_bytes() for path in french.translations.rglob("*.po*")}
    assert french.run("sync").output == "nothing to do\n"
    assert {path: path.read_bytes() for path in french.translations.rglob("*.po*")} == before


def test_comments_of_translators_and_headers_of_their_tools_survive(french: World) -> None:
    path = french.catalog("fr")
    text = path.read_text().replace('"Language: fr\\n"', '"Language: fr\\n"\n"X-Generator: Weblate\\n"')
    path.write_text(text.replace("#. The preferred term", "# ask Marie's team\n#. The preferred term"))
    french.run("sync")
    assert "X-Generator: Weblate" in path.read_text()
    assert "# ask Marie's team" in path.read_text()


@pytest.mark.parametrize("there", [Path.mkdir, os.mkfifo])
def test_what_lies_in_the_place_of_a_template_and_is_no_file_stops_nothing(
    french: World, there: Callable[[Path], object]
) -> None:
    path = french.translations / "glossary.pot"
    path.unlink(missing_ok=True)
    there(path)
    result = french.run("sync")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert path.is_file() or "glossary.pot could not be written" in result.output


def test_sync_leaves_a_catalog_that_it_can_not_read_alone_and_does_the_others(french: World) -> None:
    broken, other = french.catalog("fr"), french.catalog("de")
    broken.write_text(broken.read_text() + '\nmsgid "cut')
    before = broken.read_bytes()
    french.term("owl")
    result = french.run("sync")
    assert result.exit_code == 1
    assert "quotation marks do not match" in result.output
    assert broken.read_bytes() == before
    assert "owl.term" in other.read_text()


def test_a_new_language_can_be_opened_at_once_and_is_not_made_twice(world: World) -> None:
    needs("msgfmt")
    world.term("dove")
    assert world.run("new-language", "PT-br").exit_code == 0
    path = world.translations / "pt-BR" / "LC_MESSAGES" / "glossary.po"
    assert '"Language: pt_BR\\n"' in path.read_text()
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=True, capture_output=True, text=True)
    assert "warning" not in done.stderr
    again = world.run("new-language", "pt-BR")
    assert again.exit_code == 1
    assert "is there already" in again.output


@pytest.mark.parametrize(
    ("tag", "words"), [("x!", "is not a language tag"), ("qqq", "is not a language tag"), ("en", "already")]
)
def test_a_new_language_that_is_none_is_refused(world: World, tag: str, words: str) -> None:
    world.term("dove")
    result = world.run("new-language", tag)
    assert result.exit_code == 1
    assert words in result.output


def test_a_deprecated_tag_makes_todays_language(world: World) -> None:
    world.term("dove")
    assert "he/LC_MESSAGES" in world.run("new-language", "iw").output


def test_the_template_has_the_translators_notes(world: World) -> None:
    path = world.term("dove")
    path.write_text(path.read_text() + '[notes]\nterm = "Not the pigeon."\n')
    world.run("sync")
    template = (world.translations / "glossary.pot").read_text()
    assert '#. Not the pigeon.\nmsgctxt "dove.term"' in template


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"Language: fr\\n"', '"Language: de\\n"', "its header says Language: de, its folder fr"),
        ('msgctxt "dove.term"', 'msgctxt "dove"', "“dove” is not a key"),
        ("Colombe", "<b>Colombe</b>", "dove.term: it holds “<”"),
        ("Colombe", "Col\u202eombe", "U+202E"),
    ],
)
def test_check_names_what_is_wrong_with_a_catalog(french: World, old: str, new: str, words: str) -> None:
    french.run("sync")
    path = french.catalog("fr")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    result = french.run("check")
    assert result.exit_code == 1
    assert words in result.output
    assert "fr/LC_MESSAGES/glossary.po:" in result.output


@pytest.mark.parametrize("data", [b"\xff\xfe", b""])
def test_a_template_that_is_none_is_made_anew_by_sync(french: World, data: bytes) -> None:
    french.run("sync")
    path = french.translations / "glossary.pot"
    before = path.read_bytes()
    path.write_bytes(data)
    assert "glossary.pot:0: it does not match the term files; run “glossary sync”" in french.run("check").output
    french.run("sync")
    assert path.read_bytes() == before
    path.write_bytes(before.replace(b"\n", b"\r\n"))
    assert french.run("check").exit_code == 0, "line ends of Windows are no change"


def test_check_says_when_catalogs_or_templates_have_fallen_behind(french: World) -> None:
    french.run("sync")
    assert french.run("check").exit_code == 0
    french.term("owl")
    output = french.run("check").output
    assert "glossary.pot:0: it does not match the term files; run “glossary sync”" in output
    assert "the English has changed since (owl.term, owl.definition)" in output


def _renamed(world: World) -> None:
    world.catalog("fr", {"owl.term": "Chouette", "owl.definition": "est un oiseau de nuit."})
    world.rename("dove", "pigeon")


def test_a_new_id_takes_the_texts_with_it_field_by_field_and_nothing_else_moves(french: World) -> None:
    french.term("owl", definition="is a bird of peace.")  # the same English as the dove's
    french.run("sync")
    french.catalog("fr", {"dove.abbreviation": "CB"}, fuzzy=("dove.abbreviation",))
    before = {key: _message(french, f"dove.{key}") for key in ("term", "definition", "abbreviation")}
    _renamed(french)
    path = french.terms / "pigeon.toml"
    path.write_text(path.read_text().replace("is a bird of peace.", "is a bird of cities."))
    assert "fr/LC_MESSAGES/glossary.po: 3 moved" in french.run("sync").output
    for key, old in before.items():
        new = _message(french, f"pigeon.{key}")
        assert (new.text, new.fuzzy) == (old.text, old.fuzzy or key == "definition"), key
    assert _message(french, "pigeon.definition").previous == "is a bird of peace."
    assert _message(french, "owl.term").text == "Chouette"
    assert _message(french, "owl.definition").text == "est un oiseau de nuit."
    text = (french.translations / "fr" / "LC_MESSAGES" / "glossary.po").read_text()
    assert "dove." not in text
    assert french.run("sync").output == "nothing to do\n"


def test_a_text_that_the_new_key_has_is_never_overwritten(french: World) -> None:
    french.rename("dove", "pigeon")
    path = french.terms / "pigeon.toml"
    claim = path.read_text()
    path.write_text(claim.replace('formerly = ["dove"]\n', ""))
    french.run("sync")  # without the claim, the old texts are gone, and kept as obsolete
    french.catalog("fr", {"pigeon.definition": "est un pigeon."})
    path.write_text(claim)
    assert "1 moved" in french.run("sync").output
    assert _message(french, "pigeon.term").text == "Colombe", "the obsolete one, into the empty one"
    assert _message(french, "pigeon.definition").text == "est un pigeon."
    kept = _message(french, "dove.definition")
    assert (kept.obsolete, kept.text) == (True, "est un oiseau de paix."), "nothing is lost"


def test_check_takes_the_old_keys_of_a_renamed_concept_for_no_mistake(french: World) -> None:
    french.rename("dove", "doves")
    output = french.run("check").output
    assert "mistyped" not in output
    assert "run “glossary sync fr”" in output
