"""Figure files are read strictly: each fault has its file and line, and one run finds all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from glossary.content import figures
from glossary.content.amounts import Measure, Number
from glossary.content.figure import Figure
from glossary.content.formula import computed, rounded
from glossary.language import numbers
from tests.conftest import ROOT
from tests.figures import TEXTS, YEAR, claim, counted
from tests.world import World

SHARE: dict[str, Any] = {
    "measure": "percent",
    "name": "share",
    "derived_from": {"some": "some", "birds": "all"},
    "formula": "some / birds",
    "denominator": "all",
    "texts": {"sentence": "In {year}, {share} of the birds were swifts."},
}


@pytest.fixture
def swifts(world: World) -> World:
    """A world with a concept."""
    world.term("swift")
    return world


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"value": "many"}, "1: value: it is not a number"),
        ({"value": None}, "1: value: Missing data for required field"),
        ({"bound": "roughly"}, "3: bound: Must be one of: exact, at_least, about"),
        ({"place": "Atlantis"}, "6: place: “Atlantis” is no region of the CLDR"),
        ({"seen": date(2999, 1, 1)}, "12: seen: 2999-01-01 lies in the future"),
        ({"url": "http://birds.example.org"}, "10: url: Not a valid URL"),
        ({"published": "April 2025"}, "11: published: it is no year, month or day"),
        ({"published": "2025-02-31"}, "11: published: it is no year, month or day"),
        ({"published": "٢٠٢٥"}, "11: published: it is no year, month or day"),
        ({"published": "2999"}, "published: it is after “seen”"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on: it lies before the end of the period"),
        ({"value": -5}, "value: a count is a whole number, not below 0"),
        ({"value": 1.5}, "value: a count is a whole number, not below 0"),
        ({"name": "year"}, "name: it is the name of the period's year"),
        ({"plural": "crows"}, "plural: “crows” is the name of no number of it"),
        ({"texts": {"sentence": "Many swifts were counted."}}, "text.sentence: it does not say its number"),
        ({"texts": {"counts": "Swifts { in towns."}}, "text.counts: a brace in it belongs to no number"),
        ({"period": {"from": date(2024, 2, 1), "to": date(2024, 1, 1)}}, "5: period.to: it lies before the beginning"),
        ({"measure": "percent"}, "formula: a share or an increase is computed"),
        ({"concept": "swift"}, "concept: it has to be said once"),
        ({"supersedes": "crows"}, "supersedes names “crows”, which is no figure"),
        ({"colour": "black"}, "colour: Unknown field"),
        ({"texts": {"caveat": None}}, "text.caveat: it is missing"),
        ({"texts": {"caveat": "There are 5 of them."}}, "text.caveat: a number is typed into it"),
        ({"texts": {"caveat": "It is half, or 50 %."}}, "text.caveat: a number is typed into it"),
        ({"texts": {"counts": "Swifts counted last year."}}, "text.counts: “last year” means another time"),
        ({"texts": {"counts": "Swifts currently in {crows}."}}, "text.counts: {crows} stands for no number"),
        ({"texts": {"reason": "No."}}, "text.reason: it has no place in this record"),
    ],
)
def test_each_fault_of_a_figure_file_is_named_with_its_line(swifts: World, changes: dict[str, Any], found: str) -> None:
    counted(swifts, "swifts", **changes)
    result = swifts.run("check")
    assert result.exit_code == 1
    assert f"figures/swifts.toml:{found}" in result.output or f": {found}" in result.output


@pytest.mark.parametrize("name", ["birds", "year"])
def test_no_number_of_a_figure_stands_for_another(swifts: World, name: str) -> None:
    counted(swifts, "swifts", numbers={name: {"value": 77, "measure": "count"}})
    assert f"two of its numbers have the name “{name}”" in swifts.run("check").output


def test_a_figure_ends_only_by_one_that_is_later_and_is_shown(swifts: World) -> None:
    counted(swifts, "swifts")
    counted(swifts, "swallows", supersedes="swifts", year=YEAR - 1)
    assert "supersedes: it does not come after “swifts”" in swifts.run("check").output
    counted(swifts, "swallows", supersedes="swifts", input=True)
    assert "supersedes: it does not come after “swifts”" in swifts.run("check").output
    counted(swifts, "swallows", supersedes="swifts")
    assert "supersedes" not in swifts.run("check").output
    counted(swifts, "swifts", supersedes="swallows")
    assert "supersedes: it does not come after “s" in swifts.run("check").output


def test_a_figure_counts_a_concept_that_there_is(swifts: World) -> None:
    counted(swifts, "swifts", concept="crow", texts={"unit": None})
    assert "concept names “crow”, which is no concept" in swifts.run("check").output
    counted(swifts, "swifts", concept="swift", texts={"unit": None})
    assert "figures/" not in swifts.run("check").output


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, None),
        ({"value": 62.3}, "swifts.toml:1: value: it is 62.3, and the formula gives 62.2"),
        ({"formula": "some / none"}, "formula: “none” is not under derived_from"),
        ({"formula": "some ** 9"}, "formula: it holds more than names, whole numbers, + - * / and brackets"),
        ({"formula": "some / (birds - birds)"}, "formula: it divides by nothing"),
        ({"denominator": "swifts"}, "denominator names “swifts”, which is this figure"),
    ],
)
def test_a_share_is_what_its_formula_gives(swifts: World, changes: dict[str, Any], found: str | None) -> None:
    counted(swifts, "some", value=181112, input=True, texts=dict.fromkeys(TEXTS))
    counted(swifts, "all", value=291273)
    counted(swifts, "swifts", **{"value": 62.2, **SHARE, **changes})
    checked = swifts.run("check").output
    assert ("figures/" in checked) is (found is not None)
    assert found is None or found in checked


def test_a_figure_is_no_more_exact_than_what_it_is_derived_from(swifts: World) -> None:
    counted(swifts, "some", value=181112, bound="at_least")
    counted(swifts, "all", value=291273)
    counted(swifts, "swifts", value=62.2, **SHARE)
    assert "bound: it cannot be exact, because a figure that it is derived from is not" in swifts.run("check").output


def test_at_least_is_never_more_than_what_the_formula_gives(swifts: World) -> None:
    counted(swifts, "some", value=546000, bound="at_least")
    counted(swifts, "all", value=291273)
    counted(swifts, "swifts", **{**SHARE, "value": 187.5, "bound": "at_least"})
    assert "value: it is 187.5, and the formula gives 187.4" in swifts.run("check").output
    counted(swifts, "swifts", **{**SHARE, "value": 187.4, "bound": "at_least"})
    assert "figures/" not in swifts.run("check").output


def test_a_withdrawn_claim_needs_its_reason_and_a_source(swifts: World) -> None:
    path = claim(swifts, "myth")
    assert "figures/" not in swifts.run("check").output
    path.write_text(path.read_text().replace("reason =", "title =").partition("[[sources]]")[0])
    assert "myth.toml:1: sources: Missing data for required field" in swifts.run("check").output


def test_a_number_in_a_translation_of_a_figure_is_an_error_and_is_never_shown(swifts: World) -> None:
    counted(swifts, "swifts")
    swifts.catalog("fr")
    swifts.phrase("fr", "figure.swifts.caveat", "Il y en a 5 de plus.")
    checked = swifts.run("check")
    assert checked.exit_code == 1
    assert "figure.swifts.caveat: its numbers differ from the English (5)" in checked.output


@pytest.mark.parametrize("text", ["Le {year} est là.", "Rien."])
def test_a_placeholder_that_is_lost_or_made_up_keeps_a_translation_from_being_adopted(swifts: World, text: str) -> None:
    counted(swifts, "swifts")
    swifts.catalog("fr")
    swifts.adopt()
    swifts.adopting = False
    swifts.phrase("fr", "figure.swifts.sentence.other", text)
    done = swifts.run("adopt", "fr", "--by", "keeper", "--yes")
    assert "it and the English do not have the same names in braces" in done.output
    assert "1 adoption" not in done.output


@pytest.mark.parametrize(
    ("formula", "values", "like", "result"),
    [
        ("reports / before - 1", {"reports": 546000, "before": 186819}, "192.3", "192.3"),
        ("hosted / confirmed", {"hosted": 181112, "confirmed": 291273}, "62.2", "62.2"),
        ("(a + b) * 2 / 3", {"a": 1, "b": 2}, "200", "200"),
    ],
)
def test_formulas_are_computed_exactly(formula: str, values: dict[str, int], like: str, result: str) -> None:
    exact = computed(formula, {name: Decimal(value) for name, value in values.items()}) * 100
    assert rounded(exact, Decimal(like)) == Decimal(result)


@pytest.mark.parametrize("formula", ["a(1)", "a.b", "1.5", "a if a else a", "", "a" * 300, "True", "[a]"])
def test_a_formula_is_nothing_but_arithmetic(formula: str) -> None:
    with pytest.raises(ValueError, match="it"):
        computed(formula, {"a": Decimal(1)})


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "7,028"), ("es", "7028"), ("pl", "7028"), ("pt", "7028"), ("de", "7.028"), ("fr", "7\u202f028")],
)
def test_numbers_are_grouped_as_each_language_groups_them(language: str, written: str) -> None:
    assert numbers.whole(7028, language) == written


@pytest.mark.parametrize("language", ["cs", "da", "de", "es", "fi", "fr", "hr", "lt", "ro", "sk", "sl", "sv"])
def test_a_percent_sign_stands_after_a_no_break_space_where_the_language_has_one(language: str) -> None:
    assert numbers.percent(Decimal("62.2"), language) == "62,2\u00a0%"


def test_per_cent_and_percentage_points_are_two_units() -> None:
    assert Number(Decimal(11), Measure.PERCENT).written("en") == "11%"
    assert Number(Decimal(11), Measure.POINTS).written("en") == "11"


def test_the_shipped_figures_are_those_whose_sources_were_read() -> None:
    records = figures.load(ROOT / "glossary" / "figures", date(2026, 11, 30))
    counts = {name: (each.number.value, each.seen_at) for name, each in records.items() if isinstance(each, Figure)}
    assert counts == {
        "iwf-webpages-2024": (291273, "publisher"),
        "iwf-eu-webpages-2024": (181112, "press"),
        "iwf-eu-share-2024": (Decimal("62.2"), "press"),
        "ncmec-enticement-2023": (186819, "press"),
        "ncmec-enticement-2024": (546000, "press"),
        "ncmec-enticement-increase-2024": (Decimal("192.2"), "press"),
    }
