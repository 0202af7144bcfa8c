"""Languages that the CLDR lacks, scripts, and private use: which tags there are, their names, and who is served what."""

from __future__ import annotations

import importlib.util
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel import localedata

from glossary.errors import BadTag
from glossary.language import dates, letters, names, numbers, registered, sentences, tags
from glossary.review import marks

UNKNOWN_TO_CLDR = {
    "ase": ("American Sign Language", "American Sign Language", "ltr"),
    "bfi": ("British Sign Language", "British Sign Language", "ltr"),
    "gsg": ("Deutsche Gebärdensprache", "German Sign Language", "ltr"),
    "rom": ("Romani chib", "Romany", "ltr"),
    "rmn": ("Balkan Romani", "Balkan Romani", "ltr"),
    "ary": ("الدارجة", "Moroccan Arabic", "rtl"),
}
KNOWN = {
    "ar-MA": ("العربية (المغرب)", "Arabic (Morocco)", "rtl"),
    "de-x-leicht": ("Deutsch (leicht)", "German (leicht)", "ltr"),
    "de-AT-x-leicht": ("Deutsch (Österreich, leicht)", "German (Austria, leicht)", "ltr"),
    "sr": ("српски (ћирилица)", "Serbian (Cyrillic)", "ltr"),
    "sr-Cyrl": ("српски (ћирилица)", "Serbian (Cyrillic)", "ltr"),
    "sr-Latn": ("srpski (latinica)", "Serbian (Latin)", "ltr"),
    "zh": ("中文 (简体)", "Chinese (Simplified)", "ltr"),
    "zh-Hant": ("中文 (繁體)", "Chinese (Traditional)", "ltr"),
    "pa-Arab": ("پنجابی (عربی)", "Punjabi (Arabic)", "rtl"),
    "ca-valencia": ("català (valencià)", "Catalan (Valencian)", "ltr"),
}
ALL = {**UNKNOWN_TO_CLDR, **KNOWN}


@pytest.mark.parametrize("tag", ALL)
def test_a_tag_has_a_name_in_itself_and_in_english_which_says_its_script_and_a_direction(tag: str) -> None:
    language = names.describe(tag)
    assert (language.name, language.english_name, language.direction) == ALL[tag]


@pytest.mark.parametrize("tag", ["xxq", "qaa", "zz", "x-private"])
def test_a_language_that_is_not_registered_cannot_be_offered(tag: str) -> None:
    with pytest.raises(BadTag):
        names.require_known(tag)


def test_own_names_are_of_languages_that_are_registered_and_that_the_cldr_has_no_name_of() -> None:
    for language in registered.OWN_NAMES:
        assert registered.english_name(language), language
        known = names.cldr(language)
        assert known is None or known.get_display_name(known) is None, language
    signed = [language for language in registered.OWN_NAMES if language not in ("ary", "rom")]
    assert all("Sign Language" in str(registered.english_name(language)) for language in signed)


def test_every_own_name_says_where_and_when_it_was_read_and_those_of_the_registry_stand_in_it() -> None:
    (folder,) = importlib.util.find_spec("langcodes").submodule_search_locations  # type: ignore[union-attr,misc]
    registry = (Path(folder) / "data" / "language-subtag-registry.txt").read_text("utf-8").casefold()
    assert date.today() >= registered.SEEN
    for language, own in registered.OWN_NAMES.items():
        assert len(own.source) > 20, language
        if own.source.startswith("IANA"):
            assert f"description: {own.name}\n".casefold() in registry, language


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("DE-X-LEICHT", "de-x-leicht"),
        ("en-U-CA-Gregory-NU-Latn", "en-u-ca-gregory-nu-latn"),
        ("de-T-EN-Hant", "de-t-en-hant"),
        ("DE-a-FooB-x-BAR-Ab", "de-a-foob-x-bar-ab"),
        ("mn-cyrl-mn-u-co-phonebk", "mn-Cyrl-MN-u-co-phonebk"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("SGN-be-fr", "sgn-BE-FR"),
        ("X-AB-Latn", "x-ab-latn"),
        ("I-Klingon", "i-klingon"),
        ("sl-ROZAJ-1994", "sl-rozaj-1994"),
    ],
)
def test_a_tag_is_read_in_the_usual_case_and_all_behind_a_single_letter_in_lower_case(written: str, usual: str) -> None:
    assert tags.parse(written) == usual


@pytest.mark.parametrize(
    ("requested", "offered", "suits", "stands_in"),
    [
        ("zh-Hant", ["en", "zh"], None, "zh"),
        ("zh-TW", ["en", "zh-Hans"], None, "zh-Hans"),
        ("zh-HK", ["en", "zh-Hant"], "zh-Hant", "zh-Hant"),
        ("zh-CN", ["en", "zh"], "zh", "zh"),
        ("zh", ["en", "zh-Hant"], None, "zh-Hant"),
        ("sr", ["en", "sr-Latn"], None, "sr-Latn"),
        ("sr-Latn", ["en", "sr"], None, "sr"),
        ("sr-Cyrl", ["en", "sr"], "sr", "sr"),
        ("sr", ["en", "sr-Cyrl"], "sr-Cyrl", "sr-Cyrl"),
        ("sr-ME", ["en", "sr", "sr-Latn"], "sr-Latn", "sr"),
        ("hr", ["en", "sr-Latn"], None, None),
        ("de-x-leicht", ["de", "en"], "de", "de"),
        ("de", ["de", "de-x-leicht"], "de", "de"),
        ("gsg", ["de", "en"], None, None),
        ("bfi", ["ase", "en"], None, None),
        ("sgn-ase", ["ase", "en"], "ase", "ase"),
        ("sgn-DE", ["en", "gsg"], "gsg", None),
        ("ary", ["ar", "en"], None, "ar"),
        ("ar-MA", ["ar", "ary"], "ar", "ar"),
        ("rmn", ["en", "rom"], None, "rom"),
        ("fr-Cyrl", ["en", "fr"], "fr", "fr"),
    ],
)
def test_what_is_written_in_another_script_does_not_suit_and_stands_in_at_most(
    requested: str, offered: list[str], suits: str | None, stands_in: str | None
) -> None:
    assert (tags.choose(requested, offered), tags.stand_in(requested, offered)) == (suits, stands_in)


@pytest.mark.parametrize(
    ("deprecated", "now"),
    [("sgn-DE", "gsg"), ("sgn-ase", "ase"), ("iw", "he"), ("zh-cmn-Hans", "zh-Hans"), ("prs", "fa-AF")],
)
def test_a_tag_of_old_becomes_the_one_of_today(deprecated: str, now: str) -> None:
    assert tags.current(tags.parse(deprecated)) == now


@pytest.mark.parametrize("tag", sorted({*localedata.locale_identifiers(), "ht", "se"} - {"root"}))
def test_no_date_is_written_with_a_number_for_a_name(tag: str) -> None:
    """Of Haitian Creole, as of many languages, the CLDR's release 49 has no names of months: digits stand there instead."""
    language = tag.replace("_", "-")
    assert "M11" not in dates.written(date(2026, 11, 23), language) + dates.published("2026-11", language)


def test_a_date_in_a_language_without_names_of_months_is_in_digits() -> None:
    assert (dates.written(date(2026, 11, 23), "smj"), dates.published("2026-11", "smj")) == ("2026-11-23", "2026-11")


def test_a_month_in_latvian_has_no_full_stop_within() -> None:
    assert dates.published("2025-04", "lv") == "2025. gada aprīlis"


@pytest.mark.parametrize("tag", ALL)
def test_whatever_a_language_has_rules_for_falls_back_and_never_fails(tag: str) -> None:
    assert letters.alphabetical(["b", "a"], tag, key=str) == ["a", "b"]
    assert letters.initial("apple", tag)
    assert letters.fold("Éa", tag)
    assert numbers.whole(1234, tag)
    assert numbers.plural(Decimal(1), tag) in numbers.plurals(tag)
    assert "2026" in dates.written(date(2026, 11, 23), tag) or "٢٠٢٦" in dates.written(date(2026, 11, 23), tag)
    assert dates.published("2026-11", tag)
    assert names.region("FI", tag)
    assert names.name_in("fr", tag)
    assert names.name_in(tag, "fr")
    assert sentences.sentences("One. Two.", tag) == ["One.", "Two."]
    assert marks.final("It is.", "Es ist.", tag) is None


def test_a_variety_has_the_order_and_the_marks_of_its_language() -> None:
    assert letters.alphabetical(["zebra", "öl", "apa"], "sv-x-enkel", key=str) == ["apa", "zebra", "öl"]
    assert dates.written(date(2026, 11, 23), "de-x-leicht") == "23. November 2026"
    assert dates.written(date(2026, 11, 23), "gsg") == "2026-11-23"
    assert numbers.plurals("sr-Latn") == numbers.plurals("sr")


def test_a_well_formed_tag_that_is_not_valid_leads_to_its_language_all_the_same() -> None:
    twice = tags.parse("de-u-co-phonebk-u-co-phonebk")  # an extension only once is valid (RFC 5646 section 2.2.9)
    assert tags.choose(twice, ("de", "en")) == "de"
    assert tags.choose(tags.parse("sr-Latn-1994-1994"), ("en", "sr")) is None
