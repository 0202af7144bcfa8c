"""A few seconds of coverage-guided fuzzing; “make fuzz SECONDS=60” does more."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest

from tests.conftest import lacking
from tests.fuzz import TARGETS, fuzz

SECONDS = 5


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_that_coverage_leads_to_is_a_crash(target: str, counted: Callable[[str], None]) -> None:
    if importlib.util.find_spec("atheris") is None:
        lacking("atheris has no wheel for this system and Python")
    outcome = fuzz(target, SECONDS)
    assert outcome.crash == ""
    assert outcome.inputs > len(TARGETS[target].seeds)
    counted(f"{outcome.inputs} inputs to {target} in {SECONDS} s of fuzzing, 0 crashes")
