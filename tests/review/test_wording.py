"""What a glossary asks of its words, over the command line: phrases, false friends, hard sentences, terms that look alike."""

from __future__ import annotations

import pytest

from glossary.content import wording
from glossary.review import readability
from tests.conftest import ROOT
from tests.world import TODAY, World

LONG = (
    "Eine Taube ist ein Vogel, "
    + "der fliegt und ruht und trinkt und frisst und schläft und singt " * 2
    + "und bleibt."
)
HARD = "Ornithological investigations demonstrate considerable variability regarding reproductive characteristics."


@pytest.fixture
def birds(world: World) -> World:
    """Two concepts without a fault in three languages, and the table of this repository beside their terms."""
    (world.root / "wording.toml").write_bytes((ROOT / "glossary" / "wording.toml").read_bytes())
    world.term("dove", definition="is a bird of peace.", plain="A bird that says coo.", note="A note that says enough.")
    world.term("owl", definition="is a bird of the night.")
    return world


def _check(world: World) -> list[str]:
    world.run("sync")
    return world.run("check").output.splitlines()


def _found(world: World, check: str) -> list[str]:
    return [line for line in _check(world) if line.endswith(f"[{check}]")]


@pytest.mark.parametrize(
    ("field", "text", "phrase"),
    [
        ("note", "As of November 2026, it was in force.", "As of"),
        ("definition", "is a bird that currently lives in cities.", "currently"),
        ("note", "A law since last\u00a0year.", "last\u00a0year"),
        ("note", "Not found in any source seen.", "source seen"),
    ],
)
def test_english_that_speaks_of_a_passing_time_is_an_error(birds: World, field: str, text: str, phrase: str) -> None:
    birds.term("dove", group="material", related=(), **{field: text})
    (line,) = _found(birds, "temporal")
    assert "terms/dove.toml:" in line
    assert f": dove.{field}: “{phrase}” speaks of a time that passes" in line
    assert "warning" not in line


@pytest.mark.parametrize(
    "text", ["It was agreed on 22 June 2026.", "It lasts a year.", "The lastyear is no word.", "Whereas offers end."]
)
def test_an_event_with_its_day_is_no_passing_time(birds: World, text: str) -> None:
    birds.term("dove", note=text)
    assert _found(birds, "temporal") == []


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("de", "Stand November 2026: in Kraft.", "Im Juni 2026 wurde eine Einigung erzielt."),
        ("fr", "C’est actuellement en vigueur.", "Un accord a été conclu le 22 juin 2026."),
        ("fr", "L'année dernière, tout a changé.", "L’année du poster est connue."),
        ("fi", "Marraskuun 2026 tilanne: voimassa.", "Siitä sovittiin 22. kesäkuuta 2026."),
        ("uk", "Станом на листопад 2026 року він чинний.", "Домовленості досягнуто 22 червня 2026 року."),
        ("ar", "الحالة في نوفمبر 2026: القرار نافذ.", "اتُّفق عليه في 22 يونيو 2026."),
        ("hu", "A 2026. novemberi állapot szerint hatályos.", "2026. június 22-én megállapodtak róla."),
    ],
)
def test_passing_times_are_found_in_the_words_of_each_language(
    birds: World, language: str, wrong: str, right: str
) -> None:
    birds.catalog(language, {"dove.note": wrong})
    (line,) = _found(birds, "temporal")
    assert " dove.note: “" in line
    birds.catalog(language, {"dove.note": right})
    assert _found(birds, "temporal") == []


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("pl", "Tu można zgłosić ptaka.", "Turkawka to ptak."),
        ("it", "Qui puoi segnalare un uccello.", "Un uccello che canta."),
        ("sv", "Här kan man se en fågel.", "Den här fågeln sjunger."),
        ("el", "Εδώ είναι ένα πουλί.", "Ένα πουλί που πετά."),
    ],
)
def test_a_plain_version_does_not_point_at_a_place(birds: World, language: str, wrong: str, right: str) -> None:
    birds.catalog(language, {"dove.plain": wrong})
    (line,) = _found(birds, "here")
    assert " dove.plain: “" in line
    birds.catalog(language, {"dove.plain": right, "dove.note": wrong})
    assert _found(birds, "here") == []


@pytest.mark.parametrize("text", ["Here you can see a bird.", "You can see a bird here.", "This is a bird."])
def test_an_english_plain_version_begins_with_what_it_is(birds: World, text: str) -> None:
    birds.term("dove", plain=text)
    assert len(_found(birds, "here")) == 1
    birds.term("dove", plain="A bird. Where it lives, this is known. There, adhere.")
    assert _found(birds, "here") == []


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [
        ("fr", "L’abus de confiance envers un oiseau.", "L’abus d’une position de confiance envers un oiseau."),
        ("ro", "Un abuzul de încredere.", "Un abuz de o poziție de încredere."),
        ("hr", "Uz zlouporabu povjerenja.", "Uz zlouporabu položaja povjerenja."),
        ("es", "«Alegaciones» es otra palabra.", "«Acusación» es otra palabra."),
        ("uk", "Його звуть ґвалтівником дітей.", "Його звуть птахом дітей."),
    ],
)
def test_a_false_friend_is_named_with_the_reason_and_what_to_write(
    birds: World, language: str, wrong: str, right: str
) -> None:
    birds.catalog(language, {"dove.note": wrong})
    (line,) = _found(birds, "false-friend")
    assert "is a false friend: " in line
    assert "; write: " in line
    birds.catalog(language, {"dove.note": right})
    assert _found(birds, "false-friend") == []


def test_a_false_friend_of_one_concept_is_no_fault_in_another(birds: World) -> None:
    birds.term("sexual-extortion")
    birds.catalog("hu", {"dove.definition": "kitalált madár.", "sexual-extortion.definition": "kitalált madár."})
    (line,) = _found(birds, "false-friend")
    assert "sexual-extortion.definition: “kitalált”" in line


def test_a_plain_sentence_has_at_most_twenty_five_words_in_every_language(birds: World) -> None:
    birds.catalog("de", {"dove.plain": LONG})
    (line,) = _found(birds, "plain-sentence")
    assert " dove.plain: it has a sentence of 31 words, more than 25" in line
    birds.catalog("de", {"dove.plain": "Eine Taube ist ein Vogel, der fliegt und ruht. Sie singt."})
    assert _found(birds, "plain-sentence") == []


def test_english_for_children_is_not_above_the_seventh_grade(birds: World) -> None:
    birds.term("dove", plain=HARD)
    (line,) = _found(birds, "plain-grade")
    assert ": dove.plain: its Flesch-Kincaid grade is " in line
    birds.catalog("de", {"dove.plain": "Ornithologische Untersuchungen zeigen Verhaltensvariabilität."})
    birds.term("dove", plain="A small bird. It says coo, and it lives in towns.")
    assert _found(birds, "plain-grade") == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("bird", 1), ("abused", 2), ("shared", 1), ("people", 2), ("sexual", 3), ("video", 3), ("safely", 2), ("being", 2),
     ("somebody", 3), ("images", 3), ("report", 2), ("created", 3), ("social", 2), ("material", 4), ("used", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert readability.syllables(word) == count


def test_headwords_that_nobody_can_tell_apart_are_named_at_both(birds: World) -> None:
    birds.catalog(
        "fi", {"dove.term": "Lapsiin kohdistuva lintuväkivalta", "owl.term": "Lapsiin kohdistuva lintu väkivalta"}
    )
    dove, owl = _found(birds, "alike")
    assert "dove.term: readers cannot tell it from “Lapsiin kohdistuva lintu väkivalta”, the term of “owl”" in dove
    assert "owl.term: readers cannot tell it from “Lapsiin kohdistuva lintuväkivalta”, the term of “dove”" in owl
    birds.catalog("fi", {"dove.term": "Kyyhky", "owl.term": "Pöllö"})
    assert _found(birds, "alike") == []


def test_terms_with_other_numbers_are_told_apart(birds: World) -> None:
    birds.term("dove", term="Article 112 on the protection of doves")
    birds.term("owl", term="Article 113 on the protection of doves")
    assert _found(birds, "alike") == []


def test_english_headwords_that_look_alike_are_an_error_unless_somebody_judged_them(birds: World) -> None:
    birds.term("dove", term="White-winged turtle dove")
    birds.term("owl", term="White-winged turtle doves")
    assert [line for line in _found(birds, "alike") if "warning" not in line] == _found(birds, "alike") != []
    rows = "".join(
        f'[[allow]]\nlanguage = "en"\nkey = "{name}.term"\ncheck = "alike"\ntext = "{term}"\n'
        'reason = "a test"\nby = "otter"\non = 2026-01-31\n'
        for name, term in (("dove", "White-winged turtle dove"), ("owl", "White-winged turtle doves"))
    )
    (birds.translations / "allow.toml").write_text(rows)
    assert _found(birds, "alike") == []


def test_an_error_of_words_stops_an_approval(birds: World) -> None:
    birds.term("dove", note="It is currently in force.")
    birds.run("sync")
    result = birds.vet("en", "dove", "heron", "subject")
    assert result.exit_code != 0
    assert "[temporal]" in result.output


def test_another_glossary_is_asked_for_nothing_that_it_does_not_ask_itself(birds: World) -> None:
    birds.term("dove", note="Here is what was so as of last year.", plain=HARD)
    assert {line.rpartition("[")[2] for line in _check(birds)[:-1]} >= {"temporal]", "plain-grade]"}
    (birds.root / "wording.toml").unlink()
    assert [line for line in _check(birds) if "temporal" in line or "plain-" in line or "[here]" in line] == []


def test_a_table_of_ones_own_is_read_strictly_and_does_not_stop_readers(birds: World) -> None:
    birds.approve("en", "dove")
    table = birds.root / "wording.toml"
    table.write_text('[[phrases]]\ncheck = "fish"\nfields = ["note"]\nwhat = "is no bird"\nremedy = "write a bird"\n'
                     '[phrases.words]\nen = ["fish*"]\n')  # fmt: skip
    birds.term("owl", note="Eats fishes.")
    (line,) = _found(birds, "fish")
    assert "owl.note: “fishes” is no bird; write a bird [fish]" in line
    table.write_text('[[phrases]]\ncheck = "fish"\ncolour = "red"\n')
    output = "\n".join(_check(birds))
    assert "wording.toml:3: phrases.colour: Unknown field" in output
    assert "wording.toml:1: phrases.words: Missing data" in output
    assert birds.get("/v1/en/terms/dove.json").status_code == 200


def test_every_language_that_we_ship_has_its_phrases() -> None:
    table = wording.load(ROOT / "glossary" / "terms", TODAY)
    languages = {path.name for path in (ROOT / "translations").iterdir() if path.is_dir()} - {"log", "adoptions"}
    assert {row.check: set(row.words) for row in table.phrases} == {"temporal": languages, "here": languages}
    assert {friend.language for friend in table.false_friends} <= languages


@pytest.mark.parametrize(
    ("phrase", "what"), [("*", "it has no letter"), ("a*b*c*d", "a word of it has more than 2 “*”")]
)
def test_a_phrase_that_finds_anything_or_takes_for_ever_is_refused(birds: World, phrase: str, what: str) -> None:
    row = f'[[false_friends]]\nlanguage = "fr"\nphrase = "{phrase}"\nreason = "x"\ninstead = "y"\n'
    (birds.root / "wording.toml").write_text(row)
    assert f"wording.toml:3: false_friends.phrase: {what}" in birds.run("check").output
