"""No day in content lies in the future: one rule for every file, told with its line, and nothing stays online by one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.world import TODAY, World

DAYS = (date(2062, 1, 1), date.max, TODAY + timedelta(days=1))


def _contact(world: World, day: date) -> Path:
    return world.record("FI", as_of=day, expires_in=0 if day == date.max else 90)


def _verified(world: World, day: date) -> Path:
    path = world.record("FI")
    path.write_text(path.read_text().replace("as_of =", f'verified_on = {day}\nverified_by = "otter"\nas_of ='))
    return path


def _directory(world: World, day: date) -> Path:
    path = world.support / "directories.toml"
    path.write_text(path.read_text().replace(f"as_of = {TODAY}", f"as_of = {day}", 1))
    return path


def _source(world: World, day: date) -> Path:
    path = world.terms / "dove.toml"
    path.write_text(re.sub(r"^as_of = .*$", f"as_of = {day}", path.read_text(), flags=re.M))
    return path


def _retired(world: World, day: date) -> Path:
    path = world.term("owl")
    path.write_text(path.read_text() + f"[retired]\non = {day}\n")
    return path


def _allowed(world: World, day: date) -> Path:
    path = world.translations / "allow.toml"
    words = "".join(f'{name} = "dove"\n' for name in ("language", "key", "check", "text", "reason", "by"))
    path.write_text(f"[[allow]]\n{words}on = {day}\n")
    return path


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("write", [_contact, _verified, _directory, _source, _retired, _allowed])
def test_a_day_in_the_future_is_told_with_its_line(french: World, write: object, day: date) -> None:
    assert callable(write)
    path = write(french, day)
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if f"= {day}" in text)
    result = french.run("check")
    assert f"/{path.name}:{line}: " in result.output
    assert f"{day} lies in the future; today is {TODAY} (UTC); mend the day" in result.output
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), "no traceback"


@pytest.mark.parametrize("write", [_contact, _directory, _source, _retired])
def test_a_service_keeps_what_it_had_before_a_day_in_the_future(french: World, write: object) -> None:
    from glossary.serving.watch import Watch

    client = french.client()
    before = client.get("/v1/support.json").data
    assert callable(write)
    write(french, date(2062, 1, 1))
    front: Any = client.application.wsgi_app
    Watch(front).look()
    assert client.get("/v1/support.json").data == before
    assert client.get("/v1/en/terms/dove.json").status_code == 200
    assert "lies in the future" in client.get("/readyz").get_data(as_text=True)


def test_a_day_that_is_meant_to_lie_ahead_may(french: World) -> None:
    french.record("FI", expires_in=300)
    policy = french.translations / "policy.toml"
    policy.write_text(policy.read_text() + f"until = {TODAY + timedelta(days=900)}\n")
    french.run("sync")
    assert french.run("check").exit_code == 0


def test_what_will_expire_can_be_asked_of_any_day(french: World) -> None:
    for day in (TODAY + timedelta(days=400), date.max):
        result = french.run("check", "--on", str(day))
        assert "it expired on" in result.output
        assert isinstance(result.exception, SystemExit | type(None))
