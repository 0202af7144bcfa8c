"""Long texts in the letters of a language: the same letters as of each text alone."""

from __future__ import annotations

from random import Random

import pytest

from glossary.language import codes
from glossary.language.codes import BREAK, END
from glossary.language.letters import fold
from tests.language.test_languages import EU

_LATIN = "aAáÁàÅåäæßcCčçdDđðeéfgGġħHhiİıjJlLł·nNñoöőœrRřsSšŝßtTþuűyzZžż"
_OTHERS = {
    "ar": "اأإآةهويىئءلمكتبتثشًٌَُِّْـ٠١",
    "bg": "абвгдежзийѝклмнстщъьюяѐ",
    "el": "αάβγδεέζηήθιίϊΐκλμνξοόσςυϋΰωώ",
    "uk": "абвгґдеєжзиіїйклщьюя'’",
}
_ANY = " .,-’'(12½²\u00ad\u200dªŉǆ\u0301\u0323"


def _pieces(language: str, random: Random, letters: str) -> list[str]:
    return ["".join(random.choices(letters, k=random.choice((0, 3, 12, 60)))) for _ in range(30)]


def _lines(pieces: list[str]) -> str:
    return END.join(f"{BREAK} {piece} {BREAK} {piece[::-1]} {BREAK}" if piece else "" for piece in pieces)


def _slowly(pieces: list[str], language: str) -> str:
    """Return what is stated: each line folded, one space between words, and lines between breaks."""
    both = [
        [" ".join(filter(None, fold(line, language).split(" "))) for line in (piece, piece[::-1])] for piece in pieces
    ]
    spaced = [[f" {line} " if line else " " for line in lines] for lines in both]
    whole = zip(pieces, spaced, strict=True)
    return ascii(END.join(BREAK + BREAK.join(lines) + BREAK if piece else "" for piece, lines in whole))


def _back(coded: codes.Coded) -> str:
    letters = {ord(code): chr(letter) for letter, code in coded.codes.items()}
    return ascii(coded.text.translate(letters))  # a letter may be a surrogate, which no report of a test can hold


@pytest.mark.parametrize("language", [*EU, "tr", "cy", "vi"])
def test_a_long_text_has_the_letters_of_each_of_its_lines(language: str) -> None:
    random = Random(language)
    for letters in (
        _LATIN,
        _OTHERS.get(language, _LATIN) + "cCshH",
        _LATIN + _ANY,
        _OTHERS.get(language, "zsSZ") + _ANY,
    ):
        for _ in range(5):
            pieces = _pieces(language, random, letters + "   ")
            assert _back(codes.coded(_lines(pieces), language)) == _slowly(pieces, language)


@pytest.mark.parametrize("language", EU)
def test_a_text_of_the_language_is_told_letter_by_letter(language: str) -> None:
    random = Random(language)
    text = _lines(_pieces(language, random, _OTHERS.get(language, _LATIN) + " " * 9))
    assert codes.by_letter(text, language) is not None


def test_letters_that_depend_on_others_are_told_by_the_word() -> None:
    vowel_first, attached = (
        "\u0e40\u0e01 \u0e01\u0e40",
        "\u0418\u0306 \u0438\u0306",
    )  # Thai, and a Cyrillic letter in two parts
    many = " ".join(map(chr, range(0x4E00, 0x4F00)))
    for text, language in ((vowel_first, "en"), (attached, "bg"), (many, "de")):
        assert codes.by_letter(text, language) is None
        assert _back(codes.coded(_lines([text]), language)) == _slowly([text], language)
