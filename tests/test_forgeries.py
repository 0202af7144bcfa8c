"""Promises 1 and 9: well-formed content that nobody approved reaches no reader.

A few forgeries of each kind; ``make forgeries`` tries ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.faults import quietly
from tests.forgeries import KINDS, Trial
from tests.world import World

Trials = Callable[[Callable[[Path], World]], Trial]


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    """Make a trial of each glossary that is forged, once."""
    with quietly():
        yield cache(lambda build: Trial(tmp_path_factory.mktemp("forgeries"), "1", build))


@pytest.mark.parametrize("kind", KINDS)
def test_a_forgery_reaches_a_reader_only_where_its_guard_is_off(trials: Trials, kind: str) -> None:
    trial = trials(KINDS[kind].build)
    assert [trial.run(KINDS[kind], number).wrong for number in range(2)] == [None, None]
    assert trial.run(KINDS[kind], 0, guarded=False).true


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 40
