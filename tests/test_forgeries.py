"""Promises 1 and 9: well-formed content that nobody approved reaches no reader.

A few forgeries of each kind; ``make forgeries`` tries ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import quietly
from tests.forgeries import KINDS, Trial


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with quietly():
        yield Trial(Path(tmp_path_factory.mktemp("forgeries")), "1")


@pytest.mark.parametrize("kind", KINDS)
def test_a_forgery_reaches_a_reader_only_where_its_guard_is_off(trial: Trial, kind: str) -> None:
    assert [trial.run(KINDS[kind], number).wrong for number in range(2)] == [None, None]
    assert trial.run(KINDS[kind], 0, guarded=False).true


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 40
