"""Tags, their choice, names, direction, order and folding."""

from __future__ import annotations

import string
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import BadTag
from glossary.language import letters, names, tags

OWN_NAMES = {
    "bg": "български", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English", "es": "español",
    "et": "eesti", "fi": "suomi", "fr": "français", "ga": "Gaeilge", "hr": "hrvatski", "hu": "magyar", "it": "italiano",
    "lt": "lietuvių", "lv": "latviešu", "mt": "Malti", "nl": "Nederlands", "pl": "polski", "pt": "português",
    "ro": "română", "sk": "slovenčina", "sl": "slovenščina", "sv": "svenska", "uk": "українська", "ar": "العربية",
}  # fmt: skip
EU = list(OWN_NAMES)


@pytest.mark.parametrize(
    ("tag", "offered", "expected"),
    [
        ("pt-BR", EU, "pt"),
        ("pt", ["pt-BR", "en"], "pt-BR"),
        ("PT", EU, "pt"),
        ("zh-Hant-TW", ["zh", "zh-Hant", "en"], "zh-Hant"),
        ("zh-TW", ["zh-Hans", "zh-Hant"], "zh-Hant"),
        ("zh-Hant", ["zh-Hans"], None),
        ("no", ["nb", "da"], "nb"),
        ("nb", ["da", "en"], None),
        ("sr", EU, None),
        ("sr-Latn", EU, None),
        ("sh", EU, None),
        ("bs", EU, None),
        ("hr", ["sr", "en"], None),
        ("de-CH-1996", EU, "de"),
        ("de-a-foo-x-bar", EU, "de"),
        ("en-GB-oxendict", EU, "en"),
        ("mo", EU, "ro"),
        ("ca", EU, None),
        ("lb", EU, None),
        ("und", EU, None),
        ("fr", [], None),
    ],
)
def test_a_tag_finds_the_language_that_its_reader_reads_and_no_other(
    tag: str, offered: list[str], expected: str | None
) -> None:
    assert tags.choose(tag, offered) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.1", ("fr-CH", "fr", "en")),
        ("en;q=0.2, FI", ("fi", "en")),
        ("fr;q=0, de", ("de",)),
        ("*", ()),
        ("", ()),
        ("fr;q=oops, de;q=2, french, pt_BR, ;;, sv", ("sv",)),
        ("da, en-gb;q=0.8", ("da", "en-GB")),
    ],
)
def test_a_browser_header_is_read_by_quality_and_never_fails(header: str, expected: tuple[str, ...]) -> None:
    assert tags.accepted(header) == expected


@given(st.text())
def test_any_header_at_all_gives_well_formed_tags(header: str) -> None:
    assert all(tags.parse(tag) == tag for tag in tags.accepted(header))


_TAGS = st.lists(st.text(string.ascii_letters + string.digits, min_size=1, max_size=8), min_size=1, max_size=4).map(
    "-".join
)


@given(_TAGS, st.sets(st.sampled_from(EU)))
def test_choice_is_always_one_of_the_offered_or_none(tag: str, offered: set[str]) -> None:
    try:
        parsed = tags.parse(tag)
    except BadTag:
        return
    chosen = tags.choose(parsed, offered)
    assert chosen is None or chosen in offered
    assert parsed not in offered or chosen == parsed


@pytest.mark.parametrize(
    "tag", ["", "x", "pt_BR", "fr-", "-fr", "fr fr", "français", "a" * 40, "1a", "fr\n", "en-toolongsubtag"]
)
def test_what_is_no_tag_is_refused_with_an_example_of_one(tag: str) -> None:
    with pytest.raises(BadTag, match="pt-BR"):
        tags.parse(tag)


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("sv", ["apa", "zebra", "ångström", "äpple", "öl"]),
        ("cs", ["cihla", "čaj", "had", "chata", "ihned"]),
        ("et", ["sõna", "šokk", "zebra", "žanr", "tuba", "õun", "äär", "öö", "üks"]),
        ("es", ["nada", "nube", "ñandú", "oso"]),
        ("el", ["Άλφα", "βήτα", "Γάμμα", "ώρα"]),
        ("ar", ["أب", "باب", "تاج", "ياقوت"]),
        ("da", ["abe", "zebra", "ære", "øl", "å"]),
        ("en", ["co-op", "Émile", "fable"]),
    ],
)
def test_alphabetical_order_is_the_languages_own(language: str, ordered: list[str]) -> None:
    assert letters.alphabetical(reversed(ordered), language, key=str) == ordered


@pytest.mark.parametrize(
    ("language", "one", "other", "same"),
    [
        ("fr", "Pédopiégeage", "pedopiegeage", True),
        ("sv", "å", "a", False),
        ("fi", "ä", "a", False),
        ("de", "Straße", "STRASSE", True),
        ("de", "über", "uber", True),
        ("es", "niño", "nino", False),
        ("es", "canción", "cancion", True),
        ("el", "Κακοποίηση", "κακοποιηση", True),
        ("ar", "إساءة", "اساءة", True),
        ("cs", "dítě", "dite", True),
        ("cs", "š", "s", False),
        ("tr", "ı", "i", False),
        ("en", "Co-op", "co op", True),
        ("fr", "e\u0301tat", "état", True),
    ],
)
def test_search_folds_what_readers_of_the_language_take_for_the_same_letter(
    language: str, one: str, other: str, same: bool
) -> None:
    assert (letters.fold(one, language) == letters.fold(other, language)) is same


@pytest.mark.parametrize("language", OWN_NAMES)
def test_many_words_at_once_are_folded_as_each_alone(language: str) -> None:
    words = ["Europarådet", "kindes", "č", "CH", "Straße", "ſ", "12", "أبو", "й", "ǆ", "l·l", "\u0301", "ά"]
    assert letters.letters_of(words, language) == [letters.letters(word, language) for word in words]
    assert letters.letters_of([], language) == []


@pytest.mark.parametrize(("tag", "name"), OWN_NAMES.items())
def test_every_language_has_its_own_name_and_direction(tag: str, name: str) -> None:
    language = names.describe(tag)
    assert (language.name, language.direction) == (name, "rtl" if tag == "ar" else "ltr")


def test_what_readers_type_is_folded_without_being_remembered_at_length() -> None:
    letters.fold("a", "en")
    tracemalloc.start()
    try:
        for number in range(500):
            letters.fold(f"{number}{'a' * 190}", "en")
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 50_000
