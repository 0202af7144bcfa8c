"""What a page of the desk costs: a text opens as quickly in a glossary of a thousand concepts as in a small one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from tests.desk.test_reading import Reviewer, reviewer
from tests.desk.world import Office
from tests.running import free_port
from tests.world import World

SMALL, LARGE = 42, 1000
LIMIT = 5.0
"""How many times as much a text may cost in the large glossary."""

ENTRY = """
msgctxt "{id}.term"
msgid "Bird {number}"
msgstr "Oiseau {number}"

msgctxt "{id}.definition"
msgid "is a word for the bird that has the number {number} in a list of birds."
msgstr "est un mot pour l’oiseau qui a le numéro {number} dans une liste d’oiseaux."
"""


def _office(root: Path, concepts: int) -> Office:
    world = World(root)
    for number in range(concepts):
        definition = f"is a word for the bird that has the number {number} in a list of birds."
        world.term(f"bird{number}", term=f"Bird {number}", definition=definition)
    catalog = world.catalog("fr")
    head = catalog.read_text().split("\n\n")[0]
    entries = (ENTRY.format(id=f"bird{number}", number=number) for number in range(concepts))
    catalog.write_text(f"{head}\n{''.join(entries)}")
    world.adopt()
    world.commit()
    return Office(world, root.parent / f"state{concepts}", free_port())


def _seconds(act: Callable[[int], object]) -> float:
    times = []
    for number in range(12):
        start = perf_counter()
        act(number)
        times.append(perf_counter() - start)
    return median(times)


def _cost(folder: Path, concepts: int) -> tuple[float, float]:
    """Return the seconds that it takes to open a text, and to open the next one after a verdict was given."""
    folder.mkdir()
    otter: Reviewer = reviewer(_office(folder, concepts), "otter")
    otter.visitor.get("/queue")
    opened = _seconds(lambda number: otter.open(f"fr/bird{number}"))

    def given(number: int) -> None:
        otter.open(f"fr/bird{number}")
        assert otter.approve(f"fr/bird{number}").status_code == 303
        times.append(-perf_counter())
        otter.open(f"fr/bird{number + 1}")
        times[-1] += perf_counter()

    times: list[float] = []
    for number in range(3):
        given(number)
    assert len(json.loads(otter.ledger()[-1])["digest"]) > 64
    return opened, median(times)


def test_a_text_opens_as_quickly_among_a_thousand(tmp_path: Path, counted: Callable[[str], None]) -> None:
    small, large = _cost(tmp_path / "small", SMALL), _cost(tmp_path / "large", LARGE)
    ratios = [after / before for before, after in zip(small, large, strict=True)]
    figures = ", ".join(f"{1000 * each:.0f} ms" for each in (*small, *large))
    counted(f"opening a text at the desk: {ratios[0]:.1f} times, after a verdict {ratios[1]:.1f} times ({figures})")
    if max(ratios) > LIMIT:
        pytest.fail(f"{LARGE} concepts cost {max(ratios):.1f} times as much as {SMALL} ({figures})")
