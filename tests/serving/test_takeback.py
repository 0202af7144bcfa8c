"""Taking back works and takes effect in every state of the content, and nothing else changes in those states."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.edition import loading
from glossary.serving import reading, watch
from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests.machines import eventually
from tests.running import serving
from tests.world import TODAY, World

ENTRY = "/v1/fr/terms/dove.json"
ENGLISH = "/v1/en/terms/dove.json"


@pytest.fixture
def birds(french: World) -> World:
    """Two concepts: one vetted in English and French, one in English."""
    french.approve("fr", "dove")
    french.term("owl")
    french.approve("en", "owl")
    return french


def _watched(world: World, **settings: Any) -> tuple[FlaskClient, Watch]:
    client = world.client(**settings)
    front = client.application.wsgi_app
    assert isinstance(front, Front)
    return client, Watch(front)


def _fallback(client: FlaskClient) -> object:
    entry = client.get(ENTRY).json
    assert entry is not None
    return entry["fallback"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


BROKEN: dict[str, Callable[[World], object]] = {
    "a term file": lambda world: _cut(world.terms / "owl.toml"),
    "the policy": lambda world: _cut(world.translations / "policy.toml"),
    "the contacts": lambda world: _cut(world.support / "directories.toml"),
    "another language's ledger": lambda world: _cut(world.ledger("en")),
    "the colleague's ledger": lambda world: _cut(world.ledger("fr", "otter")),
    "an older shared ledger": lambda world: (world.translations / "fr" / "approvals.jsonl").write_text(
        "<<<<<<< ours\n"
    ),
    "the term files, all gone": lambda world: shutil.rmtree(world.terms),
    "the contacts, all gone, and the term files": lambda world: [*map(shutil.rmtree, (world.terms, world.support))],
    "line ends": lambda world: world.ledger("fr", "otter").write_bytes(
        world.ledger("fr", "otter").read_bytes().replace(b"\n", b"\r\n")
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_withdrawal_works_and_takes_effect_whatever_else_is_broken(birds: World, broken: str) -> None:
    client, watch = _watched(birds)
    english = client.get(ENGLISH).json
    BROKEN[broken](birds)
    watch.look()
    assert _fallback(client) is None, "the last good edition"
    edition = client.get(ENTRY).headers["Glossary-Edition"]
    result = birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    assert result.exit_code == 0
    assert "recorded; dove in fr is withdrawn. A service that runs takes it out" in result.output
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
    assert client.get(ENTRY).headers["Glossary-Edition"] != edition
    assert client.get("/readyz").json["problems"]  # type: ignore[index]
    after = client.get(ENGLISH).json
    assert english is not None
    assert after is not None
    assert {**after, "languages": english["languages"]} == english


def test_a_withdrawal_in_a_ledger_with_a_damaged_line_is_written_on_a_line_of_its_own(birds: World) -> None:
    client, watch = _watched(birds)
    path = birds.ledger("fr", "heron")
    path.write_bytes(path.read_bytes() + b'{"when": "cut')
    assert birds.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
    assert path.read_text().count("\n") == 3


SAVED: dict[str, Callable[[bytes], bytes]] = {
    "by Git for Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "with a byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "by a shell of Windows, in UTF-16": lambda data: data.decode().encode("utf-16"),
    "with a conflict": lambda data: b"<<<<<<< ours\n" + data + b"=======\n>>>>>>> theirs\n",
    "below a hundred damaged lines": lambda data: b"x\n" * 150 + data,
    "cut": lambda data: data[:-1],
}


def test_a_retirement_that_is_lost_while_content_is_broken_does_not_bring_the_concept_back(birds: World) -> None:
    client, watch = _watched(birds)
    lines = birds.translations / "adoptions" / "keeper.jsonl"
    adopted, term, good = lines.read_bytes(), birds.terms / "dove.toml", (birds.terms / "owl.toml").read_bytes()
    written = term.read_bytes()
    term.write_text(term.read_text() + f"[retired]\non = {TODAY}\n")
    birds.adopt()
    birds.adopting = False
    _cut(birds.terms / "owl.toml")
    watch.look()
    assert client.get(ENGLISH).status_code == 410
    lines.write_bytes(adopted)
    watch.look()
    term.write_bytes(written)
    (birds.terms / "owl.toml").write_bytes(good)
    watch.look()
    assert client.get(ENGLISH).status_code == 410
    assert "a record is gone" in client.get("/readyz").json["problems"][0]["problem"]  # type: ignore[index]


@pytest.mark.parametrize("how", SAVED)
def test_what_is_taken_back_takes_effect_however_its_file_was_saved(birds: World, how: str) -> None:
    client, watch = _watched(birds)
    assert birds.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    path = birds.terms / "owl.toml"
    path.write_text(path.read_text() + f"[retired]\non = {TODAY}\n")
    birds.adopt()
    birds.adopting = False
    for path in (birds.ledger("fr", "heron"), birds.translations / "adoptions" / "keeper.jsonl"):
        path.write_bytes(SAVED[how](path.read_bytes()))
    watch.look()
    assert len(client.get("/readyz").json["problems"]) > 1  # type: ignore[index]
    assert _fallback(client) == {"reason": "withdrawn"}
    assert client.get("/v1/en/terms/owl.json").status_code == 410


def test_a_withdrawal_by_nobody_who_is_registered_takes_nothing_out(birds: World) -> None:
    client, watch = _watched(birds)
    line = birds.forged("fr", who="badger", verdict="withdraw", when=f"{TODAY}T23:59:59Z")
    birds.ledger("fr", "badger").write_text(line)
    watch.look()
    assert _fallback(client) is None


def test_a_lost_line_is_held_back_and_a_withdrawal_in_the_same_commit_is_not(birds: World) -> None:
    client, watch = _watched(birds)
    assert birds.vet("fr", "dove", "heron", "subject", "--withdraw").exit_code == 0
    birds.ledger("fr", "otter").unlink()
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert problems[0]["file"].endswith("fr/approvals/otter.jsonl")
    assert "a record is gone: approve dove as language" in problems[0]["problem"]


def test_a_revocation_takes_effect_while_other_content_is_broken(birds: World) -> None:
    client, watch = _watched(birds)
    path = birds.translations / "policy.toml"
    path.write_text(path.read_text().replace('id = "otter"', 'id = "otter"\nrevoked = []'))
    _cut(birds.terms / "owl.toml")
    watch.look()
    assert _fallback(client) == {"reason": "awaiting_review"}


def _adopted_by_the_keeper(world: World) -> list[str]:
    lines = (world.translations / "adoptions" / "keeper.jsonl").read_text().splitlines()
    return [json.loads(line)["digest"] for line in lines]


def test_what_only_a_revoked_person_adopted_goes_while_other_content_is_broken(birds: World) -> None:
    birds.phrase("fr", "nav.skip", "La suite")
    birds.record("FI")
    birds.run("adopt", "FI", "--by", "second-keeper", "--yes")
    birds.adopt()
    birds.adopting = False
    theirs = _adopted_by_the_keeper(birds)
    records, term = birds.support / "records.toml", birds.terms / "dove.toml"
    records.write_text(records.read_text().replace("555", "666"))
    term.write_text(term.read_text().replace('"confident"', '"avoid"'))
    birds.phrase("fr", "nav.skip", "Ailleurs")
    birds.adopt()
    client, watch = _watched(birds)

    def seen() -> tuple[object, ...]:
        found, entry = client.get("/v1/support/fi.json").json, client.get(ENGLISH).json
        assert found is not None
        assert entry is not None
        return len(found["records"]), len(found["directories"]), entry["usage"], "Ailleurs" in client.get("/fr/").text

    assert seen() == (1, 2, "avoid", True)
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "keeper"', f'id = "keeper"\nrevoked = {json.dumps(theirs)}'))
    _cut(birds.terms / "owl.toml")
    watch.look()
    assert seen() == (0, 2, "confident", False)
    assert ">La suite</a>" in client.get("/fr/").text
    assert client.get(ENGLISH).status_code == client.get(ENTRY).status_code == 200
    edition = client.get(ENGLISH).headers["Glossary-Edition"]
    (birds.terms / "owl.toml").write_text("broken in another way")
    watch.look()
    assert client.get(ENGLISH).headers["Glossary-Edition"] == edition


def test_a_concept_that_a_revoked_person_retired_does_not_come_back_while_content_is_broken(birds: World) -> None:
    birds.adopt()
    theirs = _adopted_by_the_keeper(birds)
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text() + f"[retired]\non = {TODAY}\n")
    client, watch = _watched(birds)
    birds.adopting = False
    policy = birds.translations / "policy.toml"
    policy.write_text(policy.read_text().replace('id = "keeper"', f'id = "keeper"\nrevoked = {json.dumps(theirs)}'))
    _cut(birds.terms / "owl.toml")
    watch.look()
    assert client.get(ENGLISH).status_code == 410


def test_a_retirement_takes_effect_while_other_content_is_broken(birds: World) -> None:
    client, watch = _watched(birds)
    path = birds.terms / "dove.toml"
    path.write_text(path.read_text() + f"[retired]\non = {TODAY}\n")
    birds.adopt()
    _cut(birds.terms / "owl.toml")
    watch.look()
    assert client.get(ENTRY).status_code == client.get(ENGLISH).status_code == 410
    assert client.get("/v1/en/terms/owl.json").status_code == 200


def test_a_withdrawn_text_does_not_come_back_while_content_is_broken_nor_when_it_is_mended(birds: World) -> None:
    client, watch = _watched(birds)
    good = (birds.terms / "owl.toml").read_bytes()
    _cut(birds.terms / "owl.toml")
    birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    watch.look()
    lines = birds.ledger("fr", "heron").read_text().splitlines(keepends=True)
    birds.ledger("fr", "heron").write_text(lines[0])  # the withdrawal is lost
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
    (birds.terms / "owl.toml").write_bytes(good)
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
    assert "its text is online again" in client.get("/readyz").json["problems"][0]["problem"]  # type: ignore[index]


@pytest.mark.parametrize("lost", ["a line", "a file", "a folder", "the translations"])
def test_a_ledger_that_vanishes_is_not_an_empty_one(birds: World, lost: str) -> None:
    client, watch = _watched(birds)
    before = client.get(ENTRY).data
    path = birds.ledger("en")
    if lost == "a line":
        path.write_text(path.read_text().splitlines(keepends=True)[1])
    elif lost == "a file":
        path.unlink()
    else:
        shutil.rmtree(path.parents[{"a folder": 0, "the translations": 2}[lost]])
    watch.look()
    assert client.get(ENTRY).data == before
    assert client.get(ENGLISH).status_code == 200
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert problems
    if lost != "the translations":
        assert "a record is gone: approve dove as subject" in problems[0]["problem"]
        assert "glossary confirm" in problems[0]["remedy"]


def test_what_is_gone_is_switched_to_once_it_was_confirmed(birds: World) -> None:
    client, watch = _watched(birds)
    birds.run("sync")
    birds.commit()
    birds.ledger("fr").unlink()
    watch.look()
    assert _fallback(client) is None
    asked = birds.run("confirm", text="n\n")
    assert asked.exit_code == 1
    assert "fr/approvals/otter.jsonl: approve dove as language, " in asked.output
    assert "Confirm that 1 record should be gone?" in asked.output
    watch.look()
    assert _fallback(client) is None
    result = birds.run("confirm", "--yes")
    assert result.exit_code == 0
    assert "confirmed 1 record; commit translations/confirmed.txt" in result.output
    watch.look()
    assert _fallback(client) == {"reason": "awaiting_review"}
    assert client.get("/readyz").json["problems"] == []  # type: ignore[index]
    assert "nothing is gone" in birds.run("confirm").output
    assert birds.run("check", "--since", "HEAD").exit_code == 0


def test_confirm_takes_the_digests_that_it_is_given_and_no_others(birds: World) -> None:
    birds.run("sync")
    birds.commit()
    digests = [json.loads(birds.ledger("fr", who).read_text())["digest"] for who in ("otter", "heron")]
    for path in birds.ledgers("fr"):
        path.unlink()
    assert birds.run("confirm", digests[0], "--yes").exit_code == 0
    assert digests[0] in (birds.translations / "confirmed.txt").read_text()
    assert digests[1] not in (birds.translations / "confirmed.txt").read_text()
    assert "is not gone" in birds.run("confirm", "sha256:0").output


def test_a_damaged_list_of_confirmed_losses_is_a_finding_with_its_line(birds: World) -> None:
    birds.run("sync")
    (birds.translations / "confirmed.txt").write_text("sha256:0 is too short\n")
    assert "translations/confirmed.txt:1: it does not begin with the digest of a record" in birds.run("check").output
    assert birds.run("serve").exit_code == 1


def test_records_that_are_gone_are_noticed_across_a_restart_where_there_is_a_folder_for_it(
    birds: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("state")
    state = {"GLOSSARY_STATE": str(folder)}
    birds.client(state=str(folder))
    birds.ledger("fr").unlink()
    result = birds.run("serve", **state)
    assert result.exit_code == 1
    assert "fr/approvals/otter.jsonl:0: a record is gone: approve dove as language" in result.output
    assert birds.run("confirm", "--yes", **state).exit_code == 0
    entry = birds.client(state=str(folder)).get(ENTRY).json
    assert entry is not None
    assert entry["fallback"] == {"reason": "awaiting_review"}
    assert birds.run("serve", GLOSSARY_STATE=str(folder / "nowhere")).exit_code == 1


def test_a_worker_that_starts_anew_does_not_switch_to_content_that_has_lost_records(
    birds: World, tmp_path: Path
) -> None:
    with serving(tmp_path, {**birds.environment(), "GLOSSARY_WATCH_SECONDS": "1"}) as service:
        birds.ledger("fr").unlink()
        assert eventually(lambda: b"a record is gone" in service.get("/readyz")[1])
        main = service.process.pid
        for child in Path(f"/proc/{main}/task/{main}/children").read_text().split():
            if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)

        def answered() -> bool:
            try:
                return b"est un oiseau de paix." in service.get(ENTRY)[1] and b"gone" in service.get("/readyz")[1]
            except OSError:
                return False

        assert eventually(answered), service.log.read_text()
        birds.vet("fr", "dove", "heron", "subject", "--withdraw")
        assert eventually(lambda: b"withdrawn" in service.get(ENTRY)[1])


def test_content_for_which_there_was_no_room_is_kept_as_soon_as_there_is(
    birds: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    folder.write_text("a file, so that no folder can be made")
    _, service = _watched(birds, kept=str(folder))
    folder.unlink()
    service.look()
    assert (folder / "current").exists(), "a start that found no room"
    shutil.rmtree(folder)
    folder.write_text("again")
    birds.term("wren")
    service.look()
    service.look()
    folder.unlink()
    monkeypatch.setattr(watch, "AGAIN", 0)
    service.look()
    assert list((folder / "current").rglob("wren.toml"))


def test_content_that_goes_on_changing_is_not_served_and_the_next_look_takes_it(
    birds: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, watch = _watched(birds)
    load = loading.load

    def changing(*arguments: Any) -> Any:
        edition = load(*arguments)
        (birds.translations / "glossary.pot").write_text(str(datetime.now(UTC)))
        return edition

    monkeypatch.setattr(reading, "PAUSE", 0)
    monkeypatch.setattr(loading, "load", changing)
    birds.vet("fr", "dove", "heron", "subject", "--withdraw")
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}, "taking back waits for nothing"
    problems = client.get("/readyz").json["problems"]  # type: ignore[index]
    assert problems[0]["problem"] == "the content went on changing while it was read"
    monkeypatch.undo()
    watch.look()
    assert client.get("/readyz").json["problems"] == []  # type: ignore[index]


def test_a_file_that_is_exchanged_for_one_of_the_same_size_and_time_is_noticed(birds: World) -> None:
    client, watch = _watched(birds)
    path = birds.terms / "dove.toml"
    stat, text = path.stat(), path.read_text()
    other = path.with_name("other")
    other.write_text(text.replace('"safe"', '"mash"'))
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(path)
    watch.look()
    assert client.get("/readyz").json["problems"]  # type: ignore[index]


def test_an_approval_dated_ahead_and_a_withdrawal_stay_withdrawn_when_that_day_has_passed(birds: World) -> None:
    ahead = f"{TODAY + timedelta(days=5)}T00:00:00Z"
    birds.catalog("fr", {"dove.definition": "est un autre oiseau."})
    birds.approve("fr", "dove")
    for who in ("otter", "heron"):
        path = birds.ledger("fr", who)
        path.write_text(birds.forged("fr", who, when=ahead))
    now = [datetime.now(UTC).timestamp()]
    client, watch = _watched(birds, clock=lambda: now[0])
    assert _fallback(client) == {"reason": "awaiting_review"}
    assert birds.vet("fr", "dove", "otter", "language", "--withdraw").exit_code == 0
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
    now[0] += 10 * 86_400
    watch.look()
    assert _fallback(client) == {"reason": "withdrawn"}
