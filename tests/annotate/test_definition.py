"""The quick finder finds what the definition says, in any text."""

from __future__ import annotations

import time
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.annotate import finder
from tests.annotate.agreement import FORMS, LANGUAGES, agree, both

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


@settings(max_examples=600, deadline=None)
@given(language=st.sampled_from(LANGUAGES), text=texts())
def test_the_finder_finds_what_the_definition_says(language: str, text: str) -> None:
    agree(language, text)


@settings(max_examples=300, deadline=None)
@given(language=st.sampled_from(LANGUAGES), texts=st.lists(texts(), max_size=6))
def test_a_long_text_that_is_looked_at_in_parts_has_the_same_mentions(language: str, texts: list[str]) -> None:
    quick, plain = both(language)
    text = " ab. Abus sexuel, x ".join(texts)
    with mock.patch.object(finder, "BLOCK", 8):
        found = quick.find(text)
    assert found == plain.find(text)


def test_a_long_text_without_a_space_takes_a_time_that_grows_with_its_length() -> None:
    quick, _ = both("fr")
    for piece in ("abus", "ab@", "www.", "a\u0301", "ab-", "l'", "\0", "ab_", "://"):
        begun = time.process_time()
        quick.find(piece * (250_000 // len(piece)))
        assert time.process_time() - begun < 5, piece
