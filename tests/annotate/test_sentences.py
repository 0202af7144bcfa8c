"""Terms are found in prose that a reader marked by hand: 26 languages, with forms that no list has and false friends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.annotate.evaluation import PRECISION, RECALL, Judge, Judged, demonstrated, sentences


def test_what_the_glossary_lists_is_found_in_sentences_and_hardly_anything_else(counted: Callable[[str], None]) -> None:
    """One test for all languages: what they have is read once."""
    judged = {language: Judge(words).judge(sentences(language)) for language, words in demonstrated().items()}
    assert len(judged) == 26
    below = {
        language: (it.recall, it.precision, it.missed, it.wrong)
        for language, it in judged.items()
        if it.recall < RECALL or it.precision < PRECISION
    }
    assert below == {}
    counted(_total([*judged.values()]))


def _total(judged: list[Judged]) -> str:
    every, found = sum(it.mentions for it in judged), sum(it.all_found for it in judged)
    right, within = sum(it.right for it in judged), sum(it.within for it in judged)
    return (
        f"{found} of {every} mentions found in marked sentences, listed and not; "
        f"{within} of {right + within} matches are a part of a longer mention"
    )


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_mark_is_read_with_its_place(language: str) -> None:
    for sentence in sentences(language):
        assert "](" not in sentence.text
        assert all(sentence.text[mention.start : mention.end].strip() for mention in sentence.mentions)
