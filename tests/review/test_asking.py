"""A change that a reviewer asks for: the translator sees it in the catalog, and nobody approves the text meanwhile."""

from __future__ import annotations

import pytest

from tests.world import TODAY, World

REASON = "“Colombe” is the bird; is the ship meant?"


def _refuse(
    world: World, reason: str = REASON, *more: str, language: str = "fr", who: str = "otter"
) -> tuple[int, str]:
    role = "subject" if who == "heron" else "language"
    result = world.vet(language, "dove", who, role, "--refuse", reason, *more)
    return result.exit_code, result.output


def _catalog(world: World) -> str:
    return (world.translations / "fr" / "LC_MESSAGES" / "glossary.po").read_text()


def test_a_translator_sees_what_a_reviewer_asks_for_and_the_text_waits(french: World) -> None:
    before = _catalog(french)
    code, output = _refuse(french)
    assert code == 0
    assert "fr/LC_MESSAGES/glossary.po: dove.definition is marked as open, with your reason above it" in output
    entry = next(each for each in _catalog(french).split("\n\n") if 'msgctxt "dove.definition"' in each)
    assert entry.startswith(f"# otter asks for a change ({TODAY}): {REASON}\n#. The definition")
    assert "\n#, fuzzy\nmsgctxt" in entry
    others = [each for each in before.split("\n\n") if 'msgctxt "dove.definition"' not in each]
    assert [each for each in _catalog(french).split("\n\n") if each != entry] == others, "no other entry is touched"
    assert "the draft is not finished (definition)" in french.vet("fr", "dove", "heron", "subject").output
    french.run("sheet", "fr", "--output", str(french.root / "fr.html"))
    assert REASON in (french.root / "fr.html").read_text()


def test_asking_leaves_what_readers_see(french: World) -> None:
    french.approve("fr", "dove")
    assert _refuse(french)[0] == 0
    assert french.get("/v1/fr/terms/dove.json").json["definition"] == "est un oiseau de paix."  # type: ignore[index]


def test_a_reason_may_be_about_another_field_and_have_several_lines(french: World) -> None:
    french.catalog("fr", {"dove.abbreviation": "CLB"})
    assert _refuse(french, "Nobody  writes it.\n\n, fuzzy is no flag here\n", "--field", "abbreviation")[0] == 0
    entry = next(each for each in _catalog(french).split("\n\n") if "dove.abbreviation" in each)
    assert f"# otter asks for a change ({TODAY}): Nobody writes it.\n# , fuzzy is no flag here\n#. " in entry
    output = french.vet("fr", "dove", "otter", "language").output
    assert "Not included (unfinished, or its English is not vetted yet): abbreviation" in output


def test_a_field_that_is_empty_gets_the_comment_and_no_mark(french: World) -> None:
    assert _refuse(french, "There is one: CLB.", "--field", "abbreviation")[0] == 0
    entry = next(each for each in _catalog(french).split("\n\n") if "dove.abbreviation" in each)
    assert "There is one: CLB." in entry
    assert "fuzzy" not in entry


def test_asking_twice_is_asking_once_and_two_people_both_stand_there(french: World) -> None:
    for who in ("otter", "otter", "heron"):
        assert _refuse(french, who=who)[0] == 0
    assert _catalog(french).count("asks for a change") == 2


@pytest.mark.parametrize(
    ("reason", "more", "words"),
    [
        (" \n", (), "there is no reason"),
        ("Ask me: somebody@example.org", (), "a person's address"),
        ("x" * 2001, (), "more than 2000 characters"),
        ("a\u200bb", (), "[U+200B], which nobody sees"),
        ("a\x1b[31m", (), "[U+001B], which nobody sees"),
        ("why", ("--field", "title"), "a text has no field “title”; name one of: term"),
    ],
)
def test_a_reason_that_cannot_stand_in_a_catalog_is_refused(
    french: World, reason: str, more: tuple[str, ...], words: str
) -> None:
    before = _catalog(french)
    code, output = _refuse(french, reason, *more)
    assert code == 1
    assert words in output
    assert _catalog(french) == before


def test_only_who_may_vet_may_ask_and_only_where_there_is_an_entry(french: World) -> None:
    assert "“nobody” is not a registered reviewer" in _refuse(french, who="nobody")[1]
    assert "English texts have no catalog" in french.vet("en", "dove", "heron", "subject", "--refuse", "no").output
    assert "has no “dove.note”; run “glossary sync”" in _refuse(french, REASON, "--field", "note")[1]


def test_nothing_is_asked_for_unless_the_reviewer_says_yes(french: World) -> None:
    before = _catalog(french)
    words = ("vet", "fr", "dove", "--by", "otter", "--role", "language", "--refuse", REASON)
    result = french.run(*words, text="n\n")
    assert (result.exit_code, _catalog(french)) == (1, before)
    assert "Ask for a change of dove.definition in fr as “otter”?" in result.output
    assert french.run(*words, text="y\n").exit_code == 0
    assert _catalog(french) != before
