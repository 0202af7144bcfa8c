"""Several at one ledger at once, killed at any moment: what was said to be recorded is, whole and once.

``KILLS=1000 make test ARGS=tests/ledger/test_concurrency.py`` is the long form.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from glossary.content import files
from glossary.ledger import ledgers
from tests.conftest import ROOT
from tests.world import World, processes

KILLS = int(os.environ.get("KILLS", "24"))
WRITERS = 3

APPEND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.ledger import ledgers
translations, name = Path(sys.argv[1]), sys.argv[2]
text = Text(term="Bird", definition="is a bird." * 50)
for number in range(1_000_000):
    concept = f"{name}-{number}"
    record = Approval(datetime(2026, 1, 1, tzinfo=UTC), "heron", "subject", Verdict.APPROVE, "en", concept, text, None)
    with ledgers.locked(translations, "en"):
        ledgers.append(translations, record)
    print(concept, flush=True)
"""
"""Adds records as fast as it can, and names each that is recorded."""

VET = """
import sys
from glossary.cli import main
for concept in sys.argv[1:]:
    main(["vet", "en", concept, "--by", "heron", "--role", "subject", "--yes"], standalone_mode=False)
    print("done", concept, flush=True)
"""


def _start(world: World, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", *arguments], cwd=ROOT, env=processes(world), stdout=subprocess.PIPE, text=True
    )


def _printed(process: subprocess.Popen[str], mark: str = "") -> list[str]:
    """Return the concepts that a process named, each in a whole line, before it ended."""
    output, _ = process.communicate(timeout=60)
    lines = [line for line in output.splitlines(keepends=True) if line.endswith("\n") and line.startswith(mark)]
    return [line.removeprefix(mark).strip() for line in lines]


def _recorded(world: World, language: str = "en") -> Counter[str]:
    parts = ledgers.read(world.translations, language)
    return Counter(record.concept for part in parts for record in part.records)


def test_writers_that_are_killed_at_any_moment_lose_no_record_and_tear_none(
    world: World, counted: Callable[[str], None]
) -> None:
    path, dice, acknowledged = world.ledger("en"), Random(0), list[str]()
    for kill in range(0, KILLS, WRITERS):
        writers = [_start(world, APPEND, str(world.translations), f"w{kill + number}") for number in range(WRITERS)]
        for writer in writers:
            assert writer.stdout is not None
            acknowledged.append(writer.stdout.readline().strip())  # it is under way
        for writer in writers:
            time.sleep(dice.uniform(0, 0.05))
            writer.kill()
        for writer in writers:
            acknowledged += _printed(writer)
        recorded = _recorded(world)
        assert set(recorded.values()) == {1}
        assert recorded.keys() >= set(acknowledged)
    with files.locked(path.parent):
        assert [file.name for file in path.parent.iterdir()] == [path.name]
    counted(
        f"{len(acknowledged)} records acknowledged by {KILLS} killed writers, "
        f"{recorded.total()} in the ledger, 0 lost or torn"
    )


@pytest.mark.parametrize("part", range(2))
def test_a_vet_that_is_killed_leaves_a_ledger_that_loads_and_blocks_nobody(world: World, part: int) -> None:
    concepts, dice = [f"bird-{number}" for number in range(24)], Random(part)
    for concept in concepts:
        world.term(concept)
    killed, other = _start(world, VET, *concepts), _start(world, VET, *concepts[::-1][:10])
    assert killed.stdout is not None
    acknowledged = [next(line for line in killed.stdout if line.startswith("done ")).split()[1]]
    time.sleep(dice.uniform(0.05, 0.4))
    killed.kill()
    acknowledged += _printed(killed, "done ")
    assert other.wait(60) == 0
    acknowledged += _printed(other, "done ")
    recorded = _recorded(world)
    assert set(recorded.values()) == {1}
    assert recorded.keys() >= set(acknowledged)
    left = [concept for concept in concepts if concept not in recorded]
    last = _start(world, VET, *left)
    assert _printed(last, "done ") == left
    assert sorted(_recorded(world)) == sorted(concepts)
    assert world.client().get("/v1/en/terms.json").status_code == 200


def test_two_who_approve_the_same_text_at_once_are_recorded_once(french: World) -> None:
    command = ["vet", "fr", "dove", "--by", "otter", "--role", "language", "--yes"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "glossary", *command],
            cwd=ROOT,
            env=processes(french),
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 1, 1, 1, 1, 1]
    assert sum("“otter” approved exactly this text" in text for text in errors) == 5
    assert _recorded(french, "fr") == Counter({"dove": 1})
