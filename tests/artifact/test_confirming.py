"""A rollback is the artifact before: it is taken once somebody has confirmed it, and no withdrawal is lost without that."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from tests.artifact.instance import Instance, pack
from tests.world import World


class Rollback:
    """An instance that serves the second of two artifacts, and remembers."""

    def __init__(self, world: World, root: Path) -> None:
        self.world, self.origin, self.state = world, root / "origin", root / "state"
        self.state.mkdir()
        world.approve("fr", "dove")
        pack(world, self.origin)
        self.older = (self.origin / "content.json").read_bytes()
        self.instance = self.start()

    def start(self) -> Instance:
        return Instance(self.state / "content", self.origin, state=str(self.state))

    def back(self) -> None:
        (self.origin / "content.json").write_bytes(self.older)
        self.instance.look()

    def confirm(self, *more: str) -> Result:
        without = dict.fromkeys(("GLOSSARY_TERMS", "GLOSSARY_TRANSLATIONS", "GLOSSARY_SUPPORT"), "")
        return self.world.run(
            "confirm", *more, **without, GLOSSARY_CONTENT=str(self.origin), GLOSSARY_STATE=str(self.state)
        )


@pytest.fixture
def rollback(french: World, tmp_path: Path) -> Rollback:
    return Rollback(french, tmp_path)


def test_a_rollback_takes_back_no_withdrawal_until_it_is_confirmed(french: World, rollback: Rollback) -> None:
    instance = rollback.instance
    assert instance.language == "fr"
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    pack(french, rollback.origin)
    instance.look()
    assert instance.language == "en"
    rollback.back()
    assert instance.language == "en"
    assert rollback.start().language == "en", "nor does a start"
    result = rollback.confirm("--yes")
    assert result.exit_code == 0, result.output
    assert "without it, its text is online again" in result.output
    instance.look()
    assert instance.language == "fr"
    assert instance.problems == []
    assert rollback.start().language == "fr"


def test_what_was_confirmed_once_is_held_back_again_when_it_had_come_back(french: World, rollback: Rollback) -> None:
    instance = rollback.instance
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    pack(french, rollback.origin)
    newer = (rollback.origin / "content.json").read_bytes()
    instance.look()
    rollback.back()
    assert rollback.confirm("--yes").exit_code == 0
    instance.look()
    (rollback.origin / "content.json").write_bytes(newer)
    instance.look()
    assert instance.language == "en"
    french.ledger("fr", "heron").write_text(french.ledger("fr", "heron").read_text().splitlines(keepends=True)[0])
    french.source("law")
    pack(french, rollback.origin)
    instance.look()
    assert instance.language == "en"
    assert "a record is gone: withdraw dove" in "".join(instance.problems)


def test_a_newer_artifact_that_lost_a_record_waits_for_a_confirmation_too(french: World, rollback: Rollback) -> None:
    instance = rollback.instance
    french.ledger("fr", "heron").unlink()
    pack(french, rollback.origin)
    instance.look()
    assert instance.language == "fr"
    assert "a record is gone: approve dove" in "".join(instance.problems)
    assert rollback.confirm("--yes").exit_code == 0
    instance.look()
    assert instance.language == "en"


def test_nothing_is_confirmed_by_who_does_not_say_so(french: World, rollback: Rollback) -> None:
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    pack(french, rollback.origin)
    rollback.instance.look()
    assert "nothing is offered that waits" in rollback.confirm().output
    rollback.back()
    assert rollback.confirm().exit_code == 1
    rollback.instance.look()
    assert rollback.instance.language == "en"


def test_where_nothing_is_remembered_nothing_can_be_confirmed(french: World, rollback: Rollback) -> None:
    result = french.run(
        "confirm",
        GLOSSARY_TERMS="",
        GLOSSARY_TRANSLATIONS="",
        GLOSSARY_SUPPORT="",
        GLOSSARY_CONTENT=str(rollback.origin),
    )
    assert result.exit_code == 1
    assert "GLOSSARY_STATE" in result.output
