"""Terms are found in prose as a reader sees them, with the place of each in the text as it came."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from glossary.annotate.finder import Finder
from glossary.annotate.folding import Folding
from glossary.annotate.match import Match
from glossary.annotate.words import BadForms, Words
from glossary.content.model import Autolink
from glossary.edition import loading
from glossary.edition.linkable import Form
from tests.annotate.material import find, found, words
from tests.conftest import ROOT
from tests.world import World

MATERIAL = "child sexual abuse material"


def test_a_match_says_concept_form_places_and_language() -> None:
    finder = Finder(words("en", {"csam": [MATERIAL, "CSAM"]}))
    (match,) = finder.find("😀 Report CSAM here.")
    assert match == Match("csam", "CSAM", 9, 13, 10, 14, "en", "term", None, None)


def test_a_word_to_avoid_is_told_with_the_term_that_replaces_it_and_the_reason() -> None:
    finder = Finder(words("en", {"csam": [MATERIAL]}, {"csam": ["child porn"]}))
    (match,) = finder.find("No “Child porn”.")
    assert (match.usage, match.form, match.instead, match.reason) == ("avoid", "child porn", MATERIAL, "because csam")


@pytest.mark.parametrize(("ask", "concepts"), [(False, ["a"]), (True, ["a", "b"])])
def test_only_what_may_be_linked_is_found_and_what_a_person_should_look_at_on_request(
    ask: bool, concepts: list[str]
) -> None:
    listed = words("en", {"a": ["hotline"], "b": ["grooming"], "c": ["child"]}, None, {"b": "ask", "c": "never"})
    finder = Finder(listed, ask)
    assert [match.concept for match in finder.find("A hotline about grooming of a child")] == concepts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("child sexual abuse material", ["child sexual abuse material"]),
        ("child sexual abuse materials", ["child sexual abuse"]),  # the longest one is no word there
        ("sexual abuse of a child, sexual abuse", ["sexual abuse", "sexual abuse"]),
        ("child sexual abuse sexual abuse", ["child sexual abuse", "sexual abuse"]),
        ("child sexual abuse material law", ["child sexual abuse material"]),
        ("abuse material laws", ["abuse material"]),  # “material law” begins later
    ],
)
def test_the_first_mention_and_of_those_the_longest_counts(text: str, expected: list[str]) -> None:
    forms = "sexual abuse", "child sexual abuse", "child sexual abuse material", "abuse material", "material law"
    assert found("en", text, *forms) == expected


@pytest.mark.parametrize("text", ["CSEAs", "the sea", "csea", "Csea", "xCSEA", "CSEA1", "CSEA_x", "x_CSEA", "l'CSEA"])
def test_an_abbreviation_is_found_in_its_own_letters_only(text: str) -> None:
    assert found("en", text, "CSEA") == []


@pytest.mark.parametrize(
    "text", ["CSEA", "(CSEA)", "non-CSEA", "CSEA/CSAM", "CSEA.", "“CSEA”", "_CSEA_", "CSEA’s", "CSE\u00adA"]
)
def test_a_mark_beside_an_abbreviation_does_not_hide_it(text: str) -> None:
    assert [match.concept for match in find("en", text, "CSEA")] == ["CSEA"]


@pytest.mark.parametrize(
    ("language", "text", "form", "expected"),
    [
        ("fr", "Lutter contre l’abus et d'abus", "abus", ["abus", "abus"]),
        ("fr", "aujourd’hui", "hui", []),
        ("it", "dell’abuso", "abuso", ["abuso"]),
        ("mt", "b’abbuż, il-abbuż", "abbuż", ["abbuż", "abbuż"]),
        ("ga", "i gceartas, d’íomhá", "íomhá", ["íomhá"]),
        ("ga", "na híomhánna", "íomhánna", ["íomhánna"]),
        ("ar", "وبمواد الاعتداء", "مواد الاعتداء", ["مواد الاعتداء"]),
        ("ar", "الموادّ", "مواد", ["موادّ"]),
        ("ar", "ومواد فمواد بمواد لمواد كمواد ولمواد وكمواد فبمواد فلمواد", "مواد", ["مواد"] * 9),
        ("ar", "المواد والمواد فالمواد بالمواد كالمواد وبالمواد وكالمواد", "مواد", ["مواد"] * 7),
        ("ar", "للمواد وللمواد فللمواد", "مواد", ["مواد"] * 3),
        ("ar", "مـــواد", "مواد", ["مـــواد"]),
        ("uk", "п’ять пʼять п'ять", "п'ять", ["п’ять", "пʼять", "п'ять"]),
        ("uk", "п’ять", "ять", []),
        ("fi", "CSAM:n ja CSAM:stä, CSAM: ei", "CSAM", ["CSAM:n", "CSAM:stä", "CSAM"]),
        ("sv", "CSAM:s, CSAM:et", "CSAM", ["CSAM:s", "CSAM:et"]),
        ("de", "CSAM-Inhalte", "CSAM", ["CSAM"]),
        ("hu", "CSAM-ot, CSAM-tartalom", "CSAM", ["CSAM-ot", "CSAM"]),
        ("de", "MASSNAHME", "Maßnahme", ["MASSNAHME"]),
        ("el", "ΚΑΚΟΠΟΙΗΣΗ ΠΑΙΔΙΩΝ", "κακοποίηση παιδιών", ["ΚΑΚΟΠΟΙΗΣΗ ΠΑΙΔΙΩΝ"]),
        ("el", "ΛΌΓΟΣ λόγος", "λόγος", ["ΛΌΓΟΣ", "λόγος"]),
        ("ro", "exploatării copiilor prostituţie", "prostituție", ["prostituţie"]),
        ("bg", "наси\u0301лие", "насилие", ["наси\u0301лие"]),
        ("en", "the hotline’s, hotline'x", "hotline", ["hotline"]),
        ("fr", "un abus\u202f!", "abus", ["abus"]),
        ("fr", "abus\u202fsexuel abus\n  sexuel", "abus sexuel", ["abus\u202fsexuel", "abus\n  sexuel"]),
    ],
)
def test_what_a_language_joins_to_a_word_does_not_hide_it(
    language: str, text: str, form: str, expected: list[str]
) -> None:
    assert found(language, text, form) == expected


def test_a_name_is_found_with_any_capital_at_its_beginning_and_with_none_elsewhere() -> None:
    text = "Hotline HOTLINE hotline PhotoDNA Photodna photoDNA"
    assert found("en", text, "hotline", "PhotoDNA") == ["Hotline", "HOTLINE", "hotline", "PhotoDNA"]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/csam-list",
        "see www.csam.example",
        "csam@example.org",
        "csam.example",
        "a.csam",
        "sexual\n\ncsam",
    ],
)
def test_nothing_is_found_in_an_address_or_across_a_blank_line(text: str) -> None:
    assert found("en", text, "csam" if "\n" not in text else "sexual csam") == []


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("sexual www", "sexual www.example/csam"),
        ("x@x", "x@x/csam"),
        ("see:", "see://csam/abuse"),
    ],
)
def test_nothing_is_found_in_an_address_though_a_form_looks_like_the_beginning_of_one(form: str, text: str) -> None:
    assert "csam" not in found("en", text, form, "csam")


def test_an_address_does_not_slow_the_search_of_the_text_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Folding, "fold", lambda *_: pytest.fail("the text is folded with care, for some other reason"))
    text = "Abuse at https://abuse.example/abuse and www.abuse.example, me@abuse.example. Abuse’s abuse."
    assert [match.start for match in find("en", text, "abuse")] == [0, 78, 86]


def test_places_are_those_of_the_text_as_it_came_whatever_folding_does_to_it() -> None:
    text = "İİ ﬁn Cafe\u0301 ß 😀 abuse \ud800 각 e\u0301tat"
    (cafe, abuse, state) = find("en", text, "café", "abuse", "état")
    assert [text[match.start : match.end] for match in (cafe, abuse, state)] == ["Cafe\u0301", "abuse", "e\u0301tat"]
    encoded = text.encode("utf-16-le", "surrogatepass")
    for match in (cafe, abuse, state):
        units = encoded[2 * match.start_utf16 : 2 * match.end_utf16]
        assert units.decode("utf-16-le", "surrogatepass") == text[match.start : match.end]


def test_places_far_behind_in_a_long_text_count_units_of_utf_16_from_its_beginning() -> None:
    before = "A 😀 in a sentence. " * 10_000
    (match,) = find("en", f"{before}Abuse of trust.", "abuse")
    units = len(before.encode("utf-16-le")) // 2
    assert (match.start, match.start_utf16, match.end_utf16) == (len(before), units, units + len("abuse"))


def test_a_form_of_one_letter_is_never_found() -> None:
    assert found("en", "a 5 b", "a", "5", "b") == []


def test_a_form_that_says_nothing_finds_nothing() -> None:
    listed = Words("en", "", (Form("--", "a", False, Autolink.SAFE),), {}, words("en", {}).rules)
    assert Finder(listed).find("a -- b") == ()


FILE: dict[str, Any] = {
    "language": "en",
    "page": "https://glossary.example/en/{id}/",
    "rules": {"before": [], "after": ["'s"], "endings": [], "letters": {}, "ignored": ""},
    "concepts": {
        "csam": {
            "term": "Child sexual abuse material",
            "usage": "confident",
            "autolink": "safe",
            "forms": ["CSAM"],
            "ask": ["CSM"],
            "avoid": ["child porn"],
            "reason": "It is a crime, not pornography.",
            "formerly": [],
        }
    },
}


@pytest.mark.parametrize(("ask", "expected"), [(False, ["CSAM", "child porn"]), (True, ["CSAM", "CSM", "child porn"])])
def test_a_partner_needs_the_file_of_forms_only(ask: bool, expected: list[str]) -> None:
    matches = Finder(Words.read(FILE), ask).find("CSAM’s name, CSM, child porn")
    assert [match.form for match in matches] == expected
    assert matches[-1][-2:] == ("Child sexual abuse material", "It is a crime, not pornography.")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ([], "the file: it is no object"),
        ({**FILE, "language": None}, "language: it is no text"),
        ({**FILE, "concepts": []}, "concepts: it is no object"),
        (
            {**FILE, "concepts": {"csam": {"autolink": "yes", "term": "x"}}},
            "concepts.csam.autolink: it is none of safe,",
        ),
        ({**FILE, "concepts": {"csam": {"autolink": "safe"}}}, "concepts.csam.term: it is no text"),
        (
            {**FILE, "concepts": {"x": {"autolink": "safe", "term": "x", "forms": [1]}}},
            "concepts.x.forms: it is no list of texts",
        ),
        ({**FILE, "rules": {"letters": {"ss": "ß"}}}, "rules.letters: it has something else than single letters"),
    ],
)
def test_a_file_that_has_no_forms_is_refused_with_the_place(change: object, message: str) -> None:
    with pytest.raises(BadForms, match=re.escape(message)) as refused:
        Words.read(change)
    assert str(refused.value).endswith("take the file as the glossary serves it, from /v1/{lang}/forms.json")


def test_short_abbreviations_of_a_glossary_are_found_on_request_only(world: World) -> None:
    world.term("dove", abbreviation="DV", forms="RDOV\ndove")
    world.approve("en", "dove")
    edition = loading.load(world.terms, world.translations, world.support)
    listed = Words.of(edition, "en", "https://glossary.example")
    text = "A DV, an RDOV, a dove."
    assert [match.form for match in Finder(listed).find(text)] == ["RDOV", "Dove"]
    assert [match.form for match in Finder(listed, ask=True).find(text)] == ["DV", "RDOV", "Dove"]


def test_the_program_in_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    program = (ROOT / "docs" / "api.md").read_text().partition("```python\n")[2].partition("```")[0]
    concepts = {"dove": {**FILE["concepts"]["csam"], "term": "Dove", "forms": ["doves"], "avoid": ["flying rat"]}}
    (tmp_path / "forms.json").write_text(json.dumps({**FILE, "concepts": concepts}))
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "docs/api.md", "exec"), {})
    assert capsys.readouterr().out == "4 9 dove term None\n14 24 dove avoid Dove\n"
