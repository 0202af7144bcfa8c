"""What one text must not say because of another, over the command line, in English and in translations."""

from __future__ import annotations

import json

import pytest

from glossary.language.sentences import sentences
from tests.world import World


def _check(world: World) -> str:
    return world.run("check").output


@pytest.fixture
def birds(world: World) -> World:
    """Two concepts without a fault; the dove's word to avoid is “sky rat”."""
    world.term(
        "dove",
        abbreviation="DV",
        definition="is a bird of peace.",
        plain="A bird.",
        note="Some say “sky rat”.",
        forms="dove\ndoves\nrock dove",
        avoid="sky rat",
        avoid_reason="It hurts.",
    )
    world.term("owl", definition="is a bird of the night.", forms="owl\nowls")
    world.catalog("fi")
    world.run("sync")
    assert _check(world) == "0 errors, 0 warnings\n"
    return world


def _with(world: World, concept: str, field: str, text: str) -> str:
    """Return what check says when one field of a concept says something else."""
    path = world.terms / f"{concept}.toml"
    lines = [line for line in path.read_text().split("\n") if not line.startswith(f"{field} = ")]
    lines.insert(lines.index("[text]") + 1, f"{field} = {json.dumps(text, ensure_ascii=False)}")
    path.write_text("\n".join(lines))
    world.run("sync")
    return _check(world)


@pytest.mark.parametrize("definition", ["is a Dove of peace.", "is a DV.", "is what doves, all of them, are."])
def test_a_definition_does_not_use_its_own_term(birds: World, definition: str) -> None:
    output = _with(birds, "dove", "definition", definition)
    assert "terms/dove.toml:7: dove.definition: it uses “" in output
    assert "which it should explain; use other words [circular]" in output
    assert "1 error, 0 warnings" in output


@pytest.mark.parametrize("definition", ["is a bird of dovecotes.", "is a bird, not an owl."])
def test_a_definition_may_use_words_like_its_own_and_other_terms(birds: World, definition: str) -> None:
    assert _with(birds, "dove", "definition", definition).startswith("0 errors, 0 warnings")


def test_a_circle_in_a_translation_is_for_a_person_to_judge(birds: World) -> None:
    birds.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on kyyhky."})
    output = _check(birds)
    assert "warning: dove.definition: it uses “Kyyhky”" in output
    assert "0 errors, 1 warning" in output


def test_a_definition_is_circular_only_where_it_defines(birds: World) -> None:
    assert "[circular]" in _with(birds, "dove", "definition", "is a dove of peace. It lives in cities.")
    assert "[circular]" not in _with(birds, "dove", "definition", "is a bird of peace. A dove lives in cities.")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("term", "Sky rat"),
        ("definition", "is a SKY RAT."),
        ("plain", "A sky  rat."),
        ("note", "Like a sky rat, “it” flies."),
        ("forms", "owl\nsky rat"),
        ("definition", "is a “sky rat”."),
        ("plain", "A sky\u00a0rat."),
    ],
)
def test_no_text_uses_a_word_that_any_concept_asks_to_avoid(birds: World, field: str, text: str) -> None:
    output = _with(birds, "owl", field, text)
    assert f"owl.{field}: it uses “sky rat”, a word to avoid (see “dove”)" in output
    assert "[avoided-word]" in output
    assert "0 errors" not in output


@pytest.mark.parametrize("text", ["Some say “sky rat”.", "The law says „a sky rat”.", "Rats of the sky."])
def test_a_note_may_quote_a_word_to_avoid(birds: World, text: str) -> None:
    assert _with(birds, "owl", "note", text).startswith("0 errors")


@pytest.mark.parametrize(
    ("field", "text"), [("forms", "owl\ndoves"), ("term", "Rock Dove"), ("abbreviation", "dv"), ("forms", "Doves")]
)
def test_a_name_leads_to_one_concept(birds: World, field: str, text: str) -> None:
    output = _with(birds, "owl", field, text)
    assert f"terms/owl.toml:7: owl.{field}: “" in output
    assert "” also leads to “dove”; keep it for the concept that a reader would mean [claimed-twice]" in output
    assert "terms/dove.toml:" in output, "both places are named, so that either can be mended"


def test_names_are_told_apart_by_the_languages_own_letters(birds: World) -> None:
    birds.catalog("fi", {"dove.term": "Näkki", "dove.definition": "on lintu.", "dove.forms": "näin"})
    birds.catalog("fi", {"owl.term": "Nakki", "owl.definition": "on yölintu.", "owl.forms": "NÄIN"})
    output = _check(birds)
    assert output.count("[claimed-twice]") == 2
    assert "“NÄIN” also leads to “dove”" in output


@pytest.mark.parametrize(
    ("field", "words", "message"),
    [
        ("definition", 35, ""),
        ("definition", 36, "it has a sentence of 36 words, more than the limit of 35"),
        ("plain", 20, ""),
        ("plain", 21, "its sentences have 21 words on average, more than the limit of 20"),
        ("plain", 26, "it has a sentence of 26 words, more than the limit of 25"),
        ("note", 26, "its sentences have 26 words on average, more than the limit of 25"),
    ],
)
def test_a_sentence_that_is_hard_to_read_is_a_warning(birds: World, field: str, words: int, message: str) -> None:
    output = _with(birds, "owl", field, " ".join(["bird"] * words) + ".")
    assert (f"warning: owl.{field}: {message}" in output) if message else output.startswith("0 errors, 0 warnings")
    assert "0 errors" in output


def test_sentences_are_counted_as_the_language_ends_them(birds: World) -> None:
    sentence = "See Mr. Dove, Art. 2(c): " + " ".join(["bird"] * 14) + "."
    assert _with(birds, "owl", "plain", f"{sentence} {sentence}").startswith("0 errors, 0 warnings")
    assert "22 words on average" in _with(birds, "owl", "plain", sentence.replace("See", "See also the"))


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fr", "Il est dit CSAM.", "L’oiseau est là."),
        ("es", "Nadie tiene la culpa de un encuentro.", "La culpa no es tuya."),
        ("es", "Se va al centro.", "La persona ayuda."),
        ("en", "It is in the app.", "The bird is safe."),
        ("de", "Es gibt Rechte der Kinder.", "Die Vögel haben keine."),
        ("pt", "É material sexual.", "A pessoa ajuda."),
        ("el", "Είναι CSAM.", "Το πουλί είναι εδώ."),
    ],
)
def test_a_word_that_only_ends_like_an_abbreviation_ends_a_sentence(
    birds: World, language: str, first: str, second: str
) -> None:
    words = "bo " * 13
    text = f"Bo, {words}{first} {second[:-1]} {words[:-1]}."
    birds.term("owl", plain=text if language == "en" else "It is a bird.")
    birds.run("sync")
    if language != "en":
        birds.catalog(language)
        birds.catalog(language, {"owl.plain": text})
    assert "-sentence]" not in _check(birds)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "C’est M. Dupont"),
        ("fr", "Ce sont MM. Dupont"),
        ("es", "Lo dijo el Sr. Gómez"),
        ("en", "It is Prof. Owl"),
    ],
)
def test_a_usual_abbreviation_ends_no_sentence(birds: World, language: str, text: str) -> None:
    assert sentences(f"{text}. {text}.", language) == [f"{text}.", f"{text}."]


def test_a_language_that_takes_more_words_may_use_them(birds: World) -> None:
    birds.term("owl", definition="is " + " ".join(["bird"] * 30) + ".")
    birds.run("sync")
    long = " ".join(["éan"] * 45) + "."
    for tag in ("ga", "fi"):
        birds.catalog(tag)
        birds.catalog(tag, {"owl.term": "X", "owl.definition": long})
    output = _check(birds)
    assert "fi/LC_MESSAGES/glossary.po:" in output
    assert "it has a sentence of 45 words, more than the limit of 38" in output
    assert "ga/LC_MESSAGES/glossary.po:" not in output


def test_a_judged_finding_is_allowed_until_the_text_changes(birds: World) -> None:
    row = 'language = "en"\nkey = "owl.definition"\ncheck = "circular"\ntext = "is an owl."\nreason = "a test"\n'
    (birds.translations / "allow.toml").write_text(f'[[allow]]\n{row}by = "otter"\non = 2026-01-31\n')
    assert _with(birds, "owl", "definition", "is an owl.").startswith("0 errors, 0 warnings")
    assert "[circular]" in _with(birds, "owl", "definition", "is the owl.")


def test_english_that_fails_its_checks_can_not_be_approved(birds: World) -> None:
    _with(birds, "owl", "definition", "is an owl.")
    result = birds.vet("en", "owl", "heron", "subject")
    assert result.exit_code == 1
    assert "the draft fails its checks" in result.output
    assert "[circular]" in result.output
    assert birds.vet("en", "dove", "heron", "subject").exit_code == 0


def test_a_preview_shows_these_findings_beside_the_draft(birds: World) -> None:
    birds.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on kyyhky."})
    assert "it uses “Kyyhky”, which it should explain" in birds.preview("/fi/dove/").text


@pytest.mark.parametrize("first", "=+-@")
@pytest.mark.parametrize(("field", "text"), [("definition", "{}is a bird."), ("forms", "dove\n{}doves")])
def test_no_text_begins_as_a_formula_of_a_spreadsheet(birds: World, first: str, field: str, text: str) -> None:
    output = _with(birds, "dove", field, text.format(first))
    assert f"dove.{field}: it begins with “{first}”, and a spreadsheet makes a formula of it; begin it with" in output
    assert "[formula]" in output


def test_no_draft_of_a_catalog_begins_as_a_formula_of_a_spreadsheet(birds: World) -> None:
    birds.catalog("fi", {"dove.definition": "=on rauhan lintu.", "owl.definition": "\työn lintu."})
    output = _check(birds)
    assert "dove.definition: it begins with “=”, and a spreadsheet makes a formula of it" in output
    assert "owl.definition: it begins with a tab or a carriage return; delete what stands before" in output


@pytest.mark.parametrize("first", ["\t", "\r"])
def test_no_english_text_begins_with_a_tab_or_a_carriage_return(birds: World, first: str) -> None:
    output = _with(birds, "dove", "definition", f"{first}is a bird of peace.")
    assert "dove.toml:7: text.definition: it begins with a tab or a carriage return" in output


def test_a_form_of_one_letter_is_an_error_because_nobody_could_look_for_it(world: World) -> None:
    world.term("dove", forms="doves\nd", avoid="?\nflying rat", avoid_reason="It belittles the bird.")
    output = world.run("check").output
    assert "dove.forms: “d” is not looked for in prose: it has less than two letters; write the word out" in output
    assert "dove.avoid: “?” is not looked for in prose" in output
    assert output.count("[one-letter]") == 2
