"""Damaged content: what a watching service makes of it. “make faults” does ten thousand; here are some hundred."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from glossary.edition.loading import stamp
from tests.faults import build, campaign
from tests.mutations import BYTES, FILES
from tests.running import Running, serving
from tests.world import World

SEED = "short"
PART = 150
CERTAIN = (
    "cut off",
    "emptied",
    "zeroed",
    "UTF-8 with a byte-order mark",
    "UTF-16",
    "Latin-1",
    "Windows line ends",
    "a merge conflict",
    "nested deeply",
    "many lines",
    "a huge file",
    "a folder in its place",
    "a pipe in its place",
    "a link in its place",
    "an approved text altered",
)
"""Damages after which no ledger is good, whatever the dice say."""


@pytest.mark.parametrize("part", range(3))
def test_no_damage_lets_a_text_through_that_was_not_approved_or_stops_the_service(
    part: int, counted: Callable[[str], None]
) -> None:
    wrong, counts = campaign(SEED, range(part * PART, (part + 1) * PART))
    assert wrong == [], f"repeat with: python -m tests.faults --seed {SEED} --only NUMBER"
    counted(f"{PART} damages of content, of which " + ", ".join(f"{number} {what}" for what, number in counts.items()))
    assert counts.total() == PART
    assert len(counts) >= 2, counts  # of so few, one or two are refused, or by chance none


def _until(service: Running, expected: Callable[[list[Any]], bool]) -> list[Any]:
    """Ask until the service's list of problems is as expected."""
    for _ in range(200):
        ready = json.loads(service.get("/readyz")[1])
        if expected(ready["problems"]):
            assert ready["status"] == "ready"
            problems: list[Any] = ready["problems"]
            return problems
        time.sleep(0.05)
    raise AssertionError(ready)


def _refresh(path: Path, good: bytes) -> None:
    """Put a good file where something else may be now."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.write_bytes(good)


def test_a_running_service_keeps_what_is_approved_while_its_ledger_is_damaged_again_and_again(tmp_path: Path) -> None:
    world = build(tmp_path)
    path, dice = world.ledger("fr"), Random(SEED)
    good = path.read_bytes()
    with serving(tmp_path, {**world.environment(), "GLOSSARY_WATCH_SECONDS": "0"}) as service:
        paths = ["/v1/fr/terms.json", "/v1/fr/terms/dove.json", "/fr/dove/", "/v1/fr/bundle.json"]
        before = {name: service.get(name)[1] for name in paths}
        assert "est un oiseau de paix." in before[paths[0]].decode()
        for name in CERTAIN:
            if name in BYTES:
                path.write_bytes(BYTES[name](dice, good))
            else:
                FILES[name](dice, path, world.translations / "fr")
            os.kill(service.process.pid, signal.SIGHUP)
            problems = _until(service, bool)
            assert problems[0]["file"].endswith("fr/approvals/otter.jsonl"), name
            assert problems[0]["problem"], name
            assert problems[0]["remedy"], name
            assert {name: service.get(name)[1] for name in paths} == before, name
            _refresh(path, good)
            os.kill(service.process.pid, signal.SIGHUP)
            _until(service, lambda problems: not problems)
        assert {name: service.get(name)[1] for name in paths} == before
        assert "Traceback" not in service.log.read_text()


def test_a_link_that_leads_to_itself_is_a_problem_like_others(french: World) -> None:
    ledger = french.ledger("fr")
    ledger.unlink(missing_ok=True)
    ledger.symlink_to(ledger)
    assert "fr/approvals/otter.jsonl" in french.run("check").output
    stamp(french.terms, french.translations, french.support)
