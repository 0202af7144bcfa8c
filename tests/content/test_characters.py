"""Characters that nobody sees: refused in what is written now, reported where they are served, shown to whoever approves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.characters import hidden
from glossary.cli import main
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger import record
from tests.world import World

REFUSED = {
    "a zero-width space in Latin": "un oi\u200bseau.",
    "a joiner in Latin": "un oi\u200dseau.",
    "a soft hyphen": "un oi\u00adseau.",
    "a word joiner": "un oi\u2060seau.",
    "a mark of direction without such letters": "un oiseau\u200f.",
    "a tag": "un oiseau\U000e0061.",
    "a Hangul filler": "un \u3164 oiseau.",
    "a halfwidth filler": "un \uffa0 oiseau.",
    "an empty Braille pattern": "un \u2800 oiseau.",
    "a variation selector after a Latin letter": "un oise\ufe0eau.",
    "a variation selector after a space": "un \ufe0foiseau.",
    "a grapheme joiner": "un oi\u034fseau.",
    "two joiners": "می\u200c\u200cخواهد.",
}

NEEDED = {
    "Persian": "او می\u200cخواهد.",
    "Hindi": "क\u094d\u200dष.",
    "Arabic beside Latin": "كلمة CSAM\u200f.",
    "Khmer": "ខ្មែរ\u200bភាសា។",
    "Mongolian": "ᠠ\u180b᠃",
    "Han": "葛\U000e0100城。",
    "a symbol": "♥\ufe0e.",
    "French spaces": "un\u00a0oiseau\u202f!",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_draft_with_a_character_that_nobody_sees_is_refused_at_its_line(french: World, text: str) -> None:
    french.catalog("fr", {"dove.definition": text})
    output = french.run("check").output
    assert "fr/LC_MESSAGES/glossary.po:" in output
    assert "dove.definition: it holds the character U+" in output
    assert french.vet("fr", "dove", "otter", "language").exit_code == 1
    assert not french.ledger("fr").exists()


SPLIT = "un rat\u00ad volant", "un r\u200bat volant.", "un ra\u2060t volant\u200e.", "un rat \ufeffvolant <br>."


@pytest.mark.parametrize("text", SPLIT)
def test_a_word_to_avoid_is_named_also_in_a_text_that_is_refused(world: World, text: str) -> None:
    world.term("dove", avoid="sky rat", avoid_reason="It hurts.")
    words = {"dove.avoid": "rat volant", "dove.avoid_reason": "Cela blesse.", "dove.term": "Colombe"}
    world.catalog("fr", {**words, "dove.definition": text})
    output = world.run("check").output
    refused = re.search(r"(glossary\.po:\d+: dove\.definition: )it holds", output)
    assert refused is not None
    assert f"{refused[1]}it uses “rat volant”, a word to avoid (see “dove”)" in output


def test_a_word_to_avoid_that_is_itself_refused_is_one_in_other_texts(world: World) -> None:
    world.term("dove", avoid="sky rat", avoid_reason="It hurts.")
    words = {"dove.avoid": "rat vo\u00adlant", "dove.avoid_reason": "Cela blesse.", "dove.term": "Colombe"}
    world.catalog("fr", {**words, "dove.definition": "est un rat volant."})
    assert "dove.definition: it uses “rat volant”, a word to avoid" in world.run("check").output


def test_a_preview_shows_a_refused_text_with_the_reason_beside_its_english(french: World) -> None:
    french.catalog("fr", {"dove.definition": "est un oi\u00adseau de paix."})
    page = french.preview("/fr/dove/").text
    review = page[page.index("Draft beside its source") :]
    assert "est un oiseau de paix." in review
    assert "it holds the character U+00AD, which nobody sees; delete it" in review


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_a_script_needs_is_no_hidden_character(text: str) -> None:
    assert hidden(text) == ""


def test_an_english_draft_and_a_contact_with_one_are_refused(french: World) -> None:
    french.term("owl", definition="is a b\u200bird.")
    french.record("FI", operator="A help\u00adline")
    output = french.run("check").output
    assert "terms/owl.toml:8: text.definition: it holds the character U+200B, which nobody sees; delete it" in output
    assert "record.operator: it holds the character U+00AD, which nobody sees" in output


def test_one_run_names_every_field_of_an_english_draft_that_is_refused(french: World) -> None:
    french.term("owl", definition="is a b\u200bird.", note="It is a n\u00adight bird.")
    output = french.run("check").output
    assert "text.definition: it holds the character U+200B" in output
    assert "text.note: it holds the character U+00AD" in output


def _old_line(world: World, note: str) -> None:
    """Write the record that ``vet`` wrote before such characters were refused."""
    text = Text(term="Dove", definition="is a bird of peace.", note=note)
    when = record.reading("en")(world.ledger("en").read_bytes().splitlines()[0]).when
    act = Approval(when, "heron", "subject", Verdict.APPROVE, "en", "dove", text, None)
    world.ledger("en").write_text(record.line(act))


def test_an_old_record_with_one_is_reported_and_still_served(french: World) -> None:
    _old_line(french, "A b\u200bird.")
    result = french.run("check")
    assert "en/approvals/heron.jsonl:1: warning: dove.note: it holds the character U+200B" in result.output
    answer = french.get("/v1/en/terms/dove.json").json
    assert answer
    assert answer["note"] == "A b\u200bird."
    assert french.vet("en", "dove", "heron", "subject", "--withdraw").exit_code == 0, "taking back always works"


def test_vet_and_the_sheet_show_every_other_one_as_its_number(world: World) -> None:
    world.term("dove", definition="is a bird.")
    world.approve("en", "dove")
    world.catalog("ar", {"dove.term": "حمامة", "dove.definition": "طائر\u200e \u202fx."})
    policy = world.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('["fr", "fi"', '["ar", "fr", "fi"'))
    shown = world.vet("ar", "dove", "otter", "language").output
    assert "طائر[U+200E] \u202fx." in shown
    path = world.root / "sheet.html"
    assert world.run("sheet", "ar", "--output", str(path)).exit_code == 0
    assert "طائر[U+200E] \u202fx." in path.read_text()
    assert "\u200e" not in path.read_text()


def test_nothing_quoted_from_a_file_reaches_a_terminal_as_a_command(french: World) -> None:
    escape = "\x1b[2J\x9b31m\u202e"
    path = french.catalog("fr")
    path.write_text(path.read_text() + f'\nmsgctxt "dove.{escape}"\nmsgid "a"\nmsgstr "b"\n\n')
    (french.terms / f"ow{escape}l.toml").write_text("")
    (french.translations / escape).mkdir()
    commands = [("check",), ("sync",), ("status",), ("vet", "fr", "dove", "--by", escape, "--role", "language")]
    commands += [("sheet", "fr"), ("new-language", escape), ("sync", escape), ("status", escape), (escape,)]
    commands += [("vet", "fr", "dove", "--by", "otter", "--role", escape), ("check", "--since", escape)]
    refused = [french.run(*command).output for command in commands]
    (french.terms / f"ow{escape}l.toml").unlink()
    outputs = refused + [french.run(*command).output for command in commands]
    for output in outputs:
        assert not set(output) & {"\x1b", "\x9b", "\u202e"}, output
    assert "“dove.[U+001B][2J[U+009B]31m[U+202E]” is not a key" in outputs[len(commands)]


def test_a_finding_is_one_line_whatever_it_quotes(french: World) -> None:
    path = french.catalog("fr")
    path.write_text(path.read_text() + '\nmsgctxt "dove.\\nx.po:1: forged"\nmsgid "a"\nmsgstr "b"\n\n')
    lines = french.run("check").output.splitlines()
    assert not [line for line in lines if line.startswith("x.po:1")]


def test_a_setting_is_quoted_so_that_it_can_be_seen(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["sync"], env={"GLOSSARY_TERMS": str(tmp_path / "\x1b[2J")})
    assert result.exit_code == 1
    assert "[U+001B][2J”, which is not a folder" in result.output


@pytest.mark.parametrize("character", ["\ue001", "\U000f0001", "\U0010ffff", "\U0001ffff", "\ufdd0"])
def test_a_character_to_which_no_standard_gives_a_meaning_is_refused(world: World, character: str) -> None:
    world.term("dove", definition=f"is a {character} bird.")
    checked = world.run("check")
    assert (checked.exit_code, f"it holds the character U+{ord(character):04X}" in checked.output) == (1, True)
