"""The quick finder finds what the definition says, in any text."""

from __future__ import annotations

import time
from functools import cache
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.annotate import finder
from glossary.annotate.finder import Finder
from glossary.annotate.words import Words
from tests.annotate.definition import Definition
from tests.annotate.material import words

LANGUAGES = [
    "ar",
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
    "uk",
]
FORMS = (
    *(
        "abus",
        "abus sexuel",
        "abus sexuel d'enfant",
        "sexuel",
        "ab",
        "CSAM",
        "CSEA",
        "sea",
        "CSAM-Inhalte",
        "MAPs",
        "maps",
    ),
    *("Maßnahme", "café noir", "İstanbul", "насилие", "п'ять", "ять", "κακοποίηση", "λόγος", "مواد", "مواد الاعتداء"),
    *(
        "prostituție",
        "각하",
        "E2EE",
        "ﬁn",
        "a-b",
        "(EU) 2022/2065",
        "Nr. 18",
        "5 b",
        "ss",
        "st",
        "hIonad AE",
        "ab ab ab",
    ),
)
"""Forms that are in each other, and forms of every script and kind that the 26 languages have."""

MARKS = "\u0301\u0300\u0308\u0327\u0313\u0345\u064e\u0651\u0640\u1161\u11a8\u093c"
SPACES = " \n\r\t\xa0\u202f\u2009\u2029\x1c\x85"
HIDDEN = "\u00ad\u200b\u200f\u2060\ufeff"
ODD = "\0\ud800\udc00😀𝐀İıßẞﬁŉςΣΐ\u212a\u0958'’ʼ-‑‐:._@/&"
LETTERS = "abcdelmnstuxABCEIMSTáéíășşţţłøåäößñčšžġħżñийіїѝґαάΆωقبولكاسن1٣漢"


def texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(
        st.sampled_from(FORMS),
        st.sampled_from(FORMS).map(str.upper),
        st.sampled_from(FORMS).map(lambda form: form.replace(" ", "  ")),
        st.sampled_from([*MARKS, *SPACES, *HIDDEN, *ODD, *LETTERS, *(" " * 12)]),
        st.sampled_from(
            ["l'", "d’", "dell'", "b'", "وبال", "لل", ":n", "-ot", "'s", "://", "www.", "\n\n", "\r\n \r\n", "n-"]
        ),
        st.text(LETTERS + MARKS, max_size=4),
    )
    return st.lists(pieces, max_size=14).map("".join)


@cache
def _both(language: str) -> tuple[Finder, Definition]:
    listed: Words = words(
        language, {form: [form] for form in FORMS}, {"CSAM": ["abus sexuels", "ab ab"], "abus": ["sexuel x"]}
    )
    return Finder(listed), Definition(listed)


@settings(max_examples=600, deadline=None)
@given(language=st.sampled_from(LANGUAGES), text=texts())
def test_the_finder_finds_what_the_definition_says(language: str, text: str) -> None:
    quick, plain = _both(language)
    assert quick.find(text) == plain.find(text)


@settings(max_examples=300, deadline=None)
@given(language=st.sampled_from(LANGUAGES), texts=st.lists(texts(), max_size=6))
def test_a_long_text_that_is_looked_at_in_parts_has_the_same_mentions(language: str, texts: list[str]) -> None:
    quick, plain = _both(language)
    text = " ab. Abus sexuel, x ".join(texts)
    with mock.patch.object(finder, "BLOCK", 8):
        found = quick.find(text)
    assert found == plain.find(text)


def test_a_long_text_without_a_space_takes_a_time_that_grows_with_its_length() -> None:
    quick, _ = _both("fr")
    for piece in ("abus", "ab@", "www.", "a\u0301", "ab-", "l'", "\0", "ab_", "://"):
        begun = time.process_time()
        quick.find(piece * (250_000 // len(piece)))
        assert time.process_time() - begun < 5, piece
