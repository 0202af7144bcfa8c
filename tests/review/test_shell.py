"""``vet`` at a terminal: the next text, several texts, and what a reviewer sees of each."""

from __future__ import annotations

import re

import pytest

from tests.world import World


@pytest.fixture
def three(world: World) -> World:
    """Three birds, drafted in French; only the English of the dove and the wren is vetted."""
    for concept in ("dove", "owl", "wren"):
        world.term(concept)
    world.approve("en", "dove", "wren")
    texts = {f"{concept}.definition": "est un oiseau." for concept in ("dove", "owl", "wren")}
    world.catalog("fr", {"dove.term": "Colombe", "owl.term": "Hibou", "wren.term": "Troglodyte", **texts})
    return world


def _next(world: World, who: str = "otter", role: str = "language") -> str:
    result = world.run("vet", "fr", "--next", "--by", who, "--role", role, "--yes")
    return result.output.split()[0] if result.exit_code == 0 else result.output


def test_the_next_text_is_one_that_waits_for_this_reviewer_vetted_english_first(three: World) -> None:
    assert [_next(three) for _ in range(3)] == ["dove", "wren", "owl"]
    assert "no text in fr waits for “otter” as “language”; “glossary status fr” says" in _next(three)
    assert _next(three, "heron", "subject") == "dove"


def test_what_is_unfinished_or_needs_nobody_else_is_not_the_next_text(three: World) -> None:
    three.catalog("fr", {"dove.definition": "est un oiseau."}, fuzzy=("dove.definition",))
    three.approve("fr", "wren")
    assert _next(three, "both", "language") == "owl"
    assert "no text in fr waits" in _next(three, "both", "subject"), "both has approved the owl already"


def test_who_may_not_vet_has_no_next_text(three: World) -> None:
    assert "“nobody” is not a registered reviewer" in _next(three, "nobody")


def test_several_texts_are_asked_for_one_by_one_and_one_refused_does_not_stop_the_others(three: World) -> None:
    three.catalog("fr", {"dove.definition": ""})
    words = ("vet", "fr", "dove", "owl", "wren", "--by", "otter", "--role", "language")
    result = three.run(*words, text="n\ny\n")
    assert result.exit_code == 1
    assert "dove (1 of 3)\ndove: the draft is empty" in result.output
    assert "owl: nothing was recorded" in result.output
    assert result.output.count("Approve this text as “otter” (language)? [y/N]") == 2, "each is asked"
    assert "recorded; wren in fr is now reviewed" in result.output
    assert "2 texts of 3 not done" in result.output
    assert len(three.ledger("fr").read_text().splitlines()) == 1
    assert three.vet("fr", "owl", "otter", "language").exit_code == 0
    result = three.run("vet", "fr", "owl", "wren", "--by", "otter", "--role", "language", "--withdraw", "--yes")
    assert (result.exit_code, result.output.count("is now draft")) == (0, 2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Missing argument 'LANGUAGE'"),
        (("fr", "dove", "--role", "language"), "Missing option '--by'"),
        (("fr", "dove", "--by", "otter"), "Missing option '--role'"),
        (("fr", "--by", "otter", "--role", "language"), "Name the concepts, or say --next"),
        (("fr", "dove", "--next", "--by", "otter", "--role", "language"), "Name the concepts, or say --next"),
        (("fr", "a", "b", "--by", "otter", "--role", "language", "--digest", "0"), "A digest is of one text"),
        (("fr", "a", "--by", "otter", "--role", "language", "--withdraw", "--refuse", "x"), "not both"),
        (("fr", "--from", "x"), "leave out LANGUAGE"),
        (("--from", "x", "--by", "otter", "--key", "y"), "leave out --by, --key"),
    ],
)
def test_words_that_do_not_go_together_are_a_wrong_command(three: World, words: tuple[str, ...], message: str) -> None:
    result = three.run("vet", *words)
    assert result.exit_code == 2
    assert message in result.output


def test_a_reviewer_sees_the_notes_the_comments_and_the_sources(french: World) -> None:
    path = french.terms / "dove.toml"
    path.write_text(path.read_text() + '[notes]\nterm = "Not the ship."\n')
    catalog = french.catalog("fr")
    catalog.write_text(catalog.read_text().replace("#. The preferred", "# Is it “Pigeon”?\n#. The preferred", 1))
    output = french.vet("fr", "dove", "otter", "language").output
    assert "  this text Colombe\n  note      Not the ship.\n  comment   Is it “Pigeon”?\n" in output
    assert re.search(
        r"\nsources\n  law       A law, Article 1 \(in force, as of [\d-]+\)\n {12}https://law.example.org/1\n", output
    )


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_no_word_is_broken_at_the_end_of_a_line(french: World, columns: int) -> None:
    words = "est un oiseau\u00a0: " + " ".join("abcdefghijklmnopqrstuvwxyz"[: 3 + n % 11] for n in range(60)) + "."
    french.catalog("fr", {"dove.definition": words})
    result = french.run("vet", "fr", "dove", "--by", "otter", "--role", "language", text="n\n", COLUMNS=str(columns))
    shown = result.output.split("this text")[2].split("sources")[0]
    lines = [line.strip(" ") for line in shown.splitlines() if line.strip()]
    assert len(lines) > 3
    assert max(map(len, result.output.split("sources")[0].splitlines())) <= columns
    assert " ".join(lines) == words, "broken at spaces only, and never at a no-break space"
