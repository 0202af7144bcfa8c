"""The data of all concepts together, over the command line: relations, broader terms, the age of what is known of a law."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import TODAY, World, processes


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def _check(world: World) -> str:
    world.run("sync")
    return world.run("check").output


def test_a_relation_that_goes_one_way_is_an_error(world: World) -> None:
    world.term("dove", related=("owl", "wren"))
    world.term("owl", related=("dove",))
    world.term("wren")
    output = _check(world)
    assert "terms/dove.toml:4: dove.related: it names “wren”, which does not name “dove”; name each under" in output
    assert "[one-way]" in output
    assert "1 error, 0 warnings" in output


def test_broader_terms_do_not_lead_in_a_circle(world: World) -> None:
    above = {"dove": "owl", "owl": "wren", "wren": "dove", "tit": "dove"}
    for concept, broader in above.items():
        path = world.term(concept)
        path.write_text(f'broader = "{broader}"\n{path.read_text()}')
    output = _check(world)
    assert "terms/owl.toml:1: owl.broader: its broader terms lead back to it (owl > wren > dove > owl)" in output
    assert output.count("[circle]") == 3, "a concept below a circle is not in it"
    _change(world.terms / "wren.toml", 'broader = "dove"\n', "")
    assert _check(world) == "0 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("state", "days", "old"),
    [("in_force", 365, False), ("in_force", 366, True), ("agreed", 31, False), ("agreed", 32, True),
     ("proposed", 32, True), ("lapsed", 32, False), ("lapsed", 366, True)],
)  # fmt: skip
def test_a_law_is_looked_up_again_sooner_while_it_moves(world: World, state: str, days: int, old: bool) -> None:
    then = TODAY - timedelta(days=days)
    path = world.term("dove")
    _change(path, f'as_of = {TODAY}\nstate = "in_force"', f'as_of = {then}\nstate = "{state}"')
    output = _check(world)
    message = f"warning: dove.sources.0.as_of: “A law” ({state.replace('_', ' ')}) was last looked up on {then}"
    assert (f"terms/dove.toml:15: {message}" in output) is old
    assert f"0 errors, {int(old)} warning" in output


def test_a_page_that_is_not_a_law_does_not_age(world: World) -> None:
    _change(
        world.term("dove"),
        f'kind = "law"\nas_of = {TODAY}\nstate = "in_force"',
        'kind = "standard"\nas_of = 2001-01-31',
    )
    assert _check(world) == "0 errors, 0 warnings\n"


def test_a_judged_relation_is_allowed(world: World) -> None:
    world.term("dove", related=("owl",))
    world.term("owl")
    row = 'language = "en"\nkey = "dove.related"\ncheck = "one-way"\ntext = "owl"\nreason = "a test"\n'
    (world.translations / "allow.toml").write_text(f'[[allow]]\n{row}by = "otter"\non = 2026-01-31\n')
    assert _check(world) == "0 errors, 0 warnings\n"


_AGED = {364: "dove", 365: "owl", 366: "wren", 367: "tern"}
"""Concepts with a law that was last looked up so many days ago."""


def test_a_check_says_the_same_at_the_same_moment_in_every_time_zone(world: World) -> None:
    for days, bird in _AGED.items():
        _change(world.term(bird), f"as_of = {TODAY}", f"as_of = {TODAY - timedelta(days=days)}")
    zones = ("Etc/GMT+12", "UTC", "Pacific/Kiritimati")
    command = [sys.executable, "-m", "glossary", "check"]
    outputs = {
        zone: subprocess.run(command, env=processes(world) | {"TZ": zone}, capture_output=True, text=True, check=False)
        for zone in zones
    }
    said = {zone: f"{done.stderr}{done.stdout}" for zone, done in outputs.items()}
    assert len(set(said.values())) == 1, said
    assert said["UTC"].endswith(" 2 warnings\n"), said["UTC"]
