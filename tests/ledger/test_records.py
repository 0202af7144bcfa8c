"""Which records count: not those dated ahead, not those of somebody who acts in another's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.world import TODAY, World

ENTRY = "/v1/fr/terms/dove.json"
AHEAD = f"{TODAY + timedelta(days=30)}T00:00:00Z"


@pytest.fixture
def birds(french: World) -> World:
    """One concept, vetted in English and French."""
    french.approve("fr", "dove")
    return french


def _shown(world: World) -> tuple[str, object]:
    entry = world.get(ENTRY).json
    assert entry is not None
    return entry["definition"], entry["fallback"]


def _digest(world: World, who: str, number: int = 0) -> str:
    digest = json.loads(world.ledger("fr", who).read_text().splitlines()[number])["digest"]
    assert isinstance(digest, str)
    return digest


def _revoke(world: World, who: str, *pinned: str) -> None:
    path = world.translations / "policy.toml"
    path.write_text(path.read_text().replace(f'id = "{who}"', f'id = "{who}"\nrevoked = {json.dumps(pinned)}'))


def _replaced_by_a_thief(world: World, when: str) -> None:
    """Let heron approve another text, and somebody who acts as otter too, on any day."""
    world.catalog("fr", {"dove.definition": "est sans danger."})
    assert world.vet("fr", "dove", "heron", "subject").exit_code == 0
    approved = json.loads(world.ledger("fr", "heron").read_text().splitlines()[-1])
    line = world.forged("fr", when=when, text=approved["text"])
    world.ledger("fr").write_text(world.ledger("fr").read_text() + line)


def test_an_approval_that_is_dated_ahead_does_not_count_and_is_reported_with_its_line(french: World) -> None:
    french.vet("fr", "dove", "otter", "language")
    french.vet("fr", "dove", "heron", "subject")
    french.ledger("fr").write_text(french.forged("fr", when=AHEAD))
    assert _shown(french) == ("is a bird of peace.", {"reason": "awaiting_review"})
    result = french.run("check")
    assert result.exit_code == 1
    day = TODAY + timedelta(days=30)
    what = f"fr/approvals/otter.jsonl:1: {day} lies in the future; today is {TODAY} (UTC); the approval does not count"
    assert what in result.output
    assert french.run("check", "--on", str(day)).output.count("lies in the future") == 0


def test_a_withdrawal_of_an_approval_dated_ahead_counts_at_once_and_after_that_day(french: World) -> None:
    french.vet("fr", "dove", "otter", "language")
    french.vet("fr", "dove", "heron", "subject")
    french.ledger("fr").write_text(french.forged("fr", when=AHEAD))
    assert french.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    assert _shown(french)[1] == {"reason": "withdrawn"}
    withdrawal = json.loads(french.ledger("fr", "heron").read_text().splitlines()[-1])
    assert withdrawal["when"] == AHEAD.replace("00Z", "01Z")
    later = datetime.now(UTC).timestamp() + 40 * 86_400
    entry = french.client(clock=lambda: later).get(ENTRY).json
    assert entry is not None
    assert entry["fallback"] == {"reason": "withdrawn"}
    warning = "the withdrawal counts all the same"
    assert warning in french.run("check").output


def test_a_service_that_runs_counts_an_approval_as_soon_as_its_day_has_come(french: World) -> None:
    french.vet("fr", "dove", "otter", "language")
    french.vet("fr", "dove", "heron", "subject")
    french.ledger("fr").write_text(french.forged("fr", when=f"{TODAY + timedelta(days=1)}T00:00:00Z"))
    now = [datetime.now(UTC).timestamp()]
    client = french.client(clock=lambda: now[0])
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    assert client.get(ENTRY).json["language"] == "en"  # type: ignore[index]
    now[0] += 86_400
    Watch(front).look()
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]


def test_a_clock_that_is_set_back_takes_no_approval_away_that_has_counted(birds: World) -> None:
    now = [datetime.now(UTC).timestamp() + 10]
    client = birds.client(clock=lambda: now[0])
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]
    now[0] -= 86_400 * 3
    for path in (*birds.terms.iterdir(), *birds.support.iterdir()):  # their days would be ahead, too
        path.write_text(path.read_text().replace(str(TODAY), str(TODAY - timedelta(days=9))))
    Watch(front).look()
    every = client.get("/readyz").json["problems"]  # type: ignore[index]
    problems = [problem for problem in every if "/approvals/" in problem["file"]]
    assert len(problems) == 3
    assert all("it has counted before" in problem["problem"] for problem in problems)
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]


@pytest.mark.parametrize("when", [f"{TODAY}T00:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_backdated_approval_by_a_revoked_reviewer_falls_back_to_the_text_without_it(birds: World, when: str) -> None:
    pinned = _digest(birds, "otter")
    _replaced_by_a_thief(birds, f"{TODAY + timedelta(days=0)}T23:59:59Z" if when.startswith(str(TODAY)) else when)
    if when.startswith(str(TODAY)):
        assert _shown(birds)[0] == "est sans danger."
    _revoke(birds, "otter", pinned)
    assert _shown(birds) == ("est un oiseau de paix.", None)
    output = birds.run("check").output
    assert "fr/approvals/otter.jsonl:2: warning: it does not count: “otter” is revoked" in output
    assert "otter.jsonl:1: " not in output


def test_a_revoked_reviewer_whose_approvals_are_not_pinned_leaves_the_english(birds: World) -> None:
    _revoke(birds, "otter")
    assert _shown(birds) == ("is a bird of peace.", {"reason": "awaiting_review"})


def test_a_revocation_never_brings_a_withdrawn_text_back_and_keeps_withdrawals(birds: World) -> None:
    pinned = _digest(birds, "otter")
    assert birds.vet("fr", "dove", "otter", "language", "--withdraw").exit_code == 0
    assert _shown(birds)[1] == {"reason": "withdrawn"}
    birds.approve("fr", "dove")
    _revoke(birds, "otter", pinned)
    assert _shown(birds)[1] == {"reason": "withdrawn"}


def test_a_revoked_reviewer_approves_nothing_and_may_take_back(birds: World) -> None:
    _revoke(birds, "otter", _digest(birds, "otter"))
    birds.catalog("fr", {"dove.definition": "est un autre oiseau."})
    result = birds.vet("fr", "dove", "otter", "language")
    assert (result.exit_code, "“otter” is revoked" in result.output) == (1, True)
    assert birds.vet("fr", "dove", "otter", "language", "--withdraw").exit_code == 0


def test_what_is_pinned_must_be_a_digest(birds: World) -> None:
    _revoke(birds, "otter", "otter")
    assert "policy.toml:" in birds.run("check").output
    assert "it is not the digest of a record" in birds.run("check").output
