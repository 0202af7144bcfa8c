"""The translator's checks, over the command line: each row of the table finds its fault and lets good text pass."""

from __future__ import annotations

import pytest

from glossary.review.checks import CHECKS
from tests.world import World

ENGLISH = "is a bird (Columba) seen by 1,000 people at https://birds.example.org/a in 2024."
GOOD = {
    "fr": "est un oiseau (Columba) vu par 1\u00a0000 personnes\u00a0: https://birds.example.org/a en 2024.",
    "ar": "طائر (Columba) رآه ١٬٠٠٠ شخص https://birds.example.org/a سنة ٢٠٢٤.",
    "ro": "este o pasăre (Columba) văzută de 1.000 de oameni, așa și https://birds.example.org/a în 2024.",
    "uk": "це птах (Columba), якого бачили 1000 людей https://birds.example.org/a у 2024.",
}


def _findings(world: World, language: str, definition: str, english: str = ENGLISH, **fields: str) -> str:
    path = world.term("dove", **{"definition": english} | fields)  # type: ignore[arg-type]
    path.write_text('keep = ["Columba"]\n' + path.read_text())
    world.run("sync")
    texts = {f"dove.{name}": value for name, value in fields.items()}
    world.catalog(language)
    world.catalog(language, {"dove.term": "X", "dove.definition": definition, **texts})
    return world.run("check").output


@pytest.mark.parametrize(("language", "definition"), GOOD.items())
def test_a_good_translation_passes(world: World, language: str, definition: str) -> None:
    assert _findings(world, language, definition) == "0 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("check", "language", "old", "new"),
    [
        ("addresses", "fr", "example.org/a", "example.org/b"),
        ("numbers", "fr", "2024", "2042"),
        ("numbers", "ar", "٢٠٢٤", "٢٠٤٢"),
        ("kept-token", "fr", "Columba", "colombe"),
        ("final-mark", "fr", "2024.", "2024"),
        ("final-mark", "ar", "٢٠٢٤.", "٢٠٢٤؟"),
        ("french-spaces", "fr", "\u00a0:", ":"),
        ("french-spaces", "fr", "\u00a0:", " :"),
        ("paired", "fr", "(Columba)", "(Columba"),
        ("paired", "fr", "(Columba)", "Columba)"),
        ("quotes", "fr", "(Columba)", "« (Columba)"),
        ("quotes", "fr", "(Columba)", '"Columba"'),
        ("romanian-letters", "ro", "așa", "aşa"),
        ("mixed-scripts", "uk", "птах", "птaх"),
        ("mixed-scripts", "ar", "طائر", "طائرA"),
        ("mixed-scripts", "ar", "طائر", "وNCMECطائر"),
    ],
)
def test_each_check_finds_its_fault(world: World, check: str, language: str, old: str, new: str) -> None:
    assert old in GOOD[language]
    output = _findings(world, language, GOOD[language].replace(old, new, 1))
    assert f"[{check}]" in output
    assert "dove.definition: " in output
    assert "0 errors" not in output


@pytest.mark.parametrize(
    ("language", "english", "text", "fits"),
    [
        ("el", "who is a Columba?", "ποιος είναι Columba;", True),
        ("el", "who is a Columba?", "ποιος είναι Columba?", True),
        ("el", "this is a Columba.", "είναι Columba;", False),
        ("de", "is a “Columba”.", "ist eine „Columba“.", True),
        ("de", "is a “Columba”.", "ist eine „Columba.", False),
        ("sv", "is a “Columba”.", "är en ”Columba”.", True),
        ("fr", "is a “Columba”.", "est une «\u00a0Columba\u00a0».", True),
        ("fr", "is a “Columba”.", "est une « Columba ».", False),
        ("it", "is a Columba (point a).", "è una Columba (lettera a), lettera b).", True),
        ("it", "is a Columba (point a).", "è una Columba (lettera a, lettera b.", False),
        ("el", "is a Columba (recitals 60, 61).", "είναι Columba (σημείο 60), σημείο 61).", True),
        ("el", "is a Columba (recitals 60, 61).", "είναι Columba (σημείο 60, σημείο 61.", False),
        ("el", "is a Columba of 2024.", "είναι Columba του 2024).", False),
        ("ar", "is a Columba of the UN.", "هي Columba وUN وبالـUN.", True),
        ("uk", "is a Columba of the UN.", "це Columba вUN.", False),
    ],
)
def test_the_languages_own_marks_count(world: World, language: str, english: str, text: str, fits: bool) -> None:
    assert _findings(world, language, text, english).startswith("0 errors" if fits else "") is True
    assert (world.run("check").exit_code == 0) is fits


@pytest.mark.parametrize(
    ("check", "definition"),
    [
        ("length", "Columba 1000 2024 https://birds.example.org/a mot" + ". Mot mot" * 20 + "."),
        ("same-as-source", ENGLISH),
    ],
)
def test_a_doubtful_text_is_a_warning_and_no_error(world: World, check: str, definition: str) -> None:
    output = _findings(world, "fi", definition)
    assert f"[{check}]" in output
    assert "0 errors, 1 warning" in output


@pytest.mark.parametrize(
    ("language", "definition", "level"),
    [
        ("hi", "एक पक्षी है।", None),
        ("bn", "একটি পাখি।", None),
        ("my", "ငှက်ဖြစ်သည်။", None),
        ("km", "ជាសត្វស្លាប។", None),
        ("am", "ወፍ ነው።", None),
        ("hy", "թռչուն է։", None),
        ("ur", "ایک پرندہ ہے۔", None),
        ("ja", "鳥である。", None),
        ("zh", "是一种鸟．", None),
        ("bo", "བྱ་ཞིག་ཡིན།", None),
        ("th", "เป็นนก", None),
        ("fr", "est « un oiseau. »".replace(" ", "\u00a0"), None),
        ("fr", "est un oiseau。", "warning: "),
        ("fr", "est un oiseau§", "warning: "),
        ("fr", "est un oiseau,", ""),
        ("fr", "est un oiseau", ""),
        ("fr", "est un oiseau)", ""),
        ("ja", "鳥である？", ""),
    ],
)
def test_a_sentence_ends_as_its_script_does_and_an_unknown_mark_is_for_a_person(
    world: World, language: str, definition: str, level: str | None
) -> None:
    output = _findings(world, language, definition, "is a bird.")
    found = [line for line in output.splitlines() if "[final-mark]" in line or "[unknown-mark]" in line]
    assert len(found) == (level is not None), output
    assert not found or f": {level}dove.definition: it ends with " in found[0]


@pytest.mark.parametrize(
    ("english", "french", "what"),
    [
        ("Is a bird", "est un oiseau.", "it ends with a full stop, the English without one"),
        ("is a bird.", "est un oiseau", "it ends with no final mark, the English with a full stop"),
    ],
)
def test_another_ending_is_told_with_that_of_the_english_which_may_be_the_one_to_mend(
    world: World, english: str, french: str, what: str
) -> None:
    remedy = "end it as the English does, with your language's own mark, or have the English mended first [final-mark]"
    assert f"dove.definition: {what}; {remedy}" in _findings(world, "fr", french, english)


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        ("est un oiseau that lives in the city.", "that lives in"),
        ("est un oiseau, Better Internet for Kids.", None),
        ("est un oiseau “that lives in the city”.", None),
        ("est un oiseau qui vit en ville.", None),
        ("est un oiseau end-to-end.", None),
        ("est un oiseau end to end.", "end to end"),
    ],
)
def test_half_a_sentence_left_in_english_is_told(world: World, definition: str, found: str | None) -> None:
    english = "is a bird that lives in the city, end-to-end, or end to end, Better Internet for Kids."
    output = _findings(world, "nl", definition, english)
    assert ("[left-in-english]" in output) is (found is not None)
    assert found is None or f"warning: dove.definition: it has English words (“{found}”)" in output


@pytest.mark.parametrize(
    ("english", "text", "fits"),
    [
        ("is a Columba for a child.", "es Columba para una persona menor de 18 años.", True),
        ("is a Columba for children of 5.", "es Columba para menores de 18 años, de 5.", True),
        ("is a Columba for a child.", "es Columba para una persona menor de 16 años.", False),
        ("is a Columba for a child.", "es Columba para menores de 18 años, de 18.", False),
        ("is a Columba for children of 5.", "es Columba para menores de 18 años.", False),
        ("is a Columba for anybody.", "es Columba para una persona menor de 18 años.", False),
    ],
)
def test_a_child_may_be_called_a_person_under_18_and_no_other_number_may_be_added(
    world: World, english: str, text: str, fits: bool
) -> None:
    """A glossary says so in its own table; another hears nothing of it."""
    (world.root / "wording.toml").write_text('[[implied]]\nnumber = "18"\nwords = ["child", "children"]\n')
    assert ("[numbers]" not in _findings(world, "es", text, english)) is fits
    (world.root / "wording.toml").unlink()
    assert "[numbers]" in world.run("check").output


def test_a_name_to_keep_need_not_be_among_the_forms_that_a_language_has(world: World) -> None:
    forms = {"term": "Columba", "note": "See Columba.", "forms": "Columba\ndoves"}
    path = world.term("dove", **forms)  # type: ignore[arg-type]
    path.write_text('keep = ["Columba"]\n' + path.read_text())
    world.run("sync")
    world.catalog("fr", {"dove.term": "Columba", "dove.forms": "colombe", "dove.note": "Voir colombe."})
    kept = [line for line in world.run("check").output.splitlines() if "[kept-token]" in line]
    assert ["dove.note" in line for line in kept] == [True], kept


def test_a_word_to_avoid_must_not_be_used(world: World) -> None:
    reason = "raison."
    output = _findings(
        world, "fr", "est un vilain PIGÉON Columba.", "is a Columba.", avoid="pigeon", avoid_reason=reason
    )
    assert "it uses “pigeon”, a word to avoid" in output


def test_a_judged_exception_covers_exactly_the_text_that_was_judged(world: World) -> None:
    wrong = GOOD["fr"].replace("2024", "2042")
    assert "[numbers]" in _findings(world, "fr", wrong)
    row = f'language = "fr"\nkey = "dove.definition"\ncheck = "numbers"\ntext = "{wrong}"\n'
    allow = world.translations / "allow.toml"
    allow.write_text(f'[[allow]]\n{row}reason = "a test"\nby = "otter"\non = 2026-01-31\n')
    assert world.run("check").exit_code == 0
    assert "[numbers]" in _findings(world, "fr", wrong.replace("2042", "2043"))


def test_a_broken_list_of_exceptions_is_refused(world: World) -> None:
    world.term("dove")
    (world.translations / "allow.toml").write_text('[[allow]]\nlanguage = "fr"\n')
    result = world.run("check")
    assert result.exit_code == 1
    assert "allow.toml:1: allow.reason: Missing data for required field; see docs/translators.md" in result.output


def test_interface_strings_are_checked_and_keep_what_stands_in_braces(world: World) -> None:
    world.term("dove")
    world.catalog("fr")
    world.run("sync")
    path = world.translations / "fr" / "LC_MESSAGES" / "interface.po"
    head, tail = path.read_text().split('msgid "Approved by {reviewer} on {date}"\nmsgstr ""')
    path.write_text(f'{head}msgid "Approved by {{reviewer}} on {{date}}"\nmsgstr "Approuvé le {{date}}: oui"{tail}')
    output = world.run("check").output
    assert "entry.approved: “{reviewer}” is missing" in output
    assert "[french-spaces]" in output
    assert "fr/LC_MESSAGES/interface.po:" in output


def test_placeholders_are_not_taken_for_english(world: World) -> None:
    world.term("dove")
    world.catalog("nl")
    world.run("sync")
    path = world.translations / "nl" / "LC_MESSAGES" / "interface.po"
    head, tail = path.read_text().split('msgid "Approved by {reviewer} on {date}"\nmsgstr ""')
    words = 'msgid "Approved by {reviewer} on {date}"\nmsgstr "{reviewer} on {date}"'
    path.write_text(f"{head}{words}{tail}")
    assert "[left-in-english]" not in world.run("check").output


def test_every_check_of_the_table_says_what_to_do() -> None:
    assert all(check.remedy and check.fields for check in CHECKS)
    assert len({check.name for check in CHECKS}) == len(CHECKS)
