"""Promises of search in figures: how often a name typed wrongly or in a question finds its entry first, in each language."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks import search
from glossary.content.model import Status
from glossary.edition import loading
from glossary.edition.edition import Edition
from glossary.edition.finder import Finder
from glossary.settings import Settings
from tests.test_shipped import LANGUAGES


@cache
def _shipped() -> tuple[Edition, Finder]:
    settings = Settings()
    edition = loading.load(settings.terms, settings.translations, settings.support)
    return edition, Finder(edition, Status.DRAFT)


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_wrongly_typed_name_or_one_in_a_question_finds_its_entry_first(language: str) -> None:
    figures = list(search.measure(*_shipped(), language, times=1, seed=1, every=3))
    assert sum(figure.tried for _, figure in figures) > 200
    assert {kind.name: figure.wrong for kind, figure in figures if figure.share < kind.minimum} == {}
    assert (figures[-1][1].tried > 80) is (language in search.QUESTIONS)
