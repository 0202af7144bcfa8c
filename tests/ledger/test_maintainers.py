"""Where an operator pins the keys of maintainers, the policy counts only as enough of them signed it, and no older one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.serving.front import Front
from glossary.serving.watch import Watch
from tests import keys
from tests.conftest import ROOT, needs
from tests.world import KEEPERS, World

ENTRY = "/v1/fr/terms/dove.json"
NAMESPACE, BASELINE = "glossary-policy@v1:glossary", "glossary-baseline@v1:glossary"
SHIPPED = ROOT / "glossary" / "baseline" / "baseline.toml"


class Pinned:
    """A world whose operator pins the keys of three maintainers, of whom two must sign."""

    def __init__(self, world: World, folder: Path) -> None:
        needs("ssh-keygen")
        self.world, self.folder = world, folder
        self.policy = world.translations / "policy.toml"
        self.pins = folder / "maintainers"
        self.names = ["wren", "finch", "robin"]
        made = keys.make(folder, *self.names, "cuckoo")
        lines = (f"{name} {keys.public(made[name])}\n" for name in self.names)
        self.pins.write_text("".join(lines))
        world.get(ENTRY)
        world.adopting = False
        self.write(1)
        self.sign("wren", "finch")
        self.sign_baseline("wren", "finch")

    def write(self, version: int | None, more: str = "") -> Pinned:
        """Write the policy anew, with a version."""
        rest = self.policy.read_text().partition("review_due_months")[2]
        head = f"version = {version}\n" if version is not None else ""
        self.policy.write_text(f"{head}review_due_months{rest}{more}")
        return self

    def sign(self, *names: str, by: str = "", namespace: str = NAMESPACE) -> Pinned:
        """Sign the policy with the stock ssh-keygen, in these names."""
        for name in names:
            made = self._signed(self.policy.read_bytes(), by or name, namespace)
            (self.policy.parent / f"policy.toml.{name}.sig").write_bytes(made)
        return self

    def sign_baseline(self, *names: str, by: str = "", namespace: str = BASELINE, more: bytes = b"") -> None:
        """Sign the release's baseline in these names, for which the folder of the keys has signatures."""
        for name in names:
            made = self._signed(SHIPPED.read_bytes() + more, by or name, namespace)
            (self.folder / f"baseline.toml.{name}.sig").write_bytes(made)

    def sign_confirmed(self, name: str) -> None:
        """Sign the list of confirmed losses."""
        made = self._signed((self.policy.parent / "confirmed.txt").read_bytes(), name, "glossary-confirmed@v1:glossary")
        (self.policy.parent / f"confirmed.txt.{name}.sig").write_bytes(made)

    def _signed(self, data: bytes, by: str, namespace: str) -> bytes:
        command = ["ssh-keygen", "-Y", "sign", "-f", str(self.folder / by), "-n", namespace]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    def settings(self, **more: Any) -> dict[str, Any]:
        return {"maintainers": str(self.pins), "maintainers_needed": 2, **more}

    def client(self, **more: Any) -> tuple[FlaskClient, Watch]:
        client = self.world.client(**self.settings(**more))
        front = client.application.wsgi_app
        assert isinstance(front, Front)
        return client, Watch(front)

    def check(self, **more: str) -> str:
        """What “glossary check” says where the operator has pinned the keys."""
        return self.world.run("check", GLOSSARY_MAINTAINERS=str(self.pins), **more).output


@pytest.fixture
def pinned(french: World, tmp_path_factory: pytest.TempPathFactory) -> Pinned:
    french.approve("fr", "dove")
    return Pinned(french, tmp_path_factory.mktemp("operator"))


def _problems(client: FlaskClient) -> str:
    document = client.get("/readyz").json
    assert document is not None
    return "\n".join(f"{problem['file']}: {problem['problem']}" for problem in document["problems"])


def test_a_policy_that_enough_maintainers_signed_counts_and_readyz_says_that_they_vouch(pinned: Pinned) -> None:
    client, _ = pinned.client()
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]
    assert client.get("/readyz").json["keys_vouched_for_by"] == "maintainers"  # type: ignore[index]
    assert b"Only the repository of this glossary vouches" not in client.get("/en/about/").data
    assert "maintainers that it takes" not in pinned.check()


def test_keys_that_maintainers_signed_are_printed_without_a_word_about_the_repository(pinned: Pinned) -> None:
    alone = pinned.world.run("signers").output
    assert alone.startswith("# the keys are vouched for by the repository only\n")
    signed = pinned.world.run("signers", GLOSSARY_MAINTAINERS=str(pinned.pins)).output
    assert alone == f"# the keys are vouched for by the repository only\n{signed}"


def test_without_pins_the_policy_counts_as_it_is_and_the_service_says_that_only_the_repository_vouches(
    french: World,
) -> None:
    client = french.client()
    assert client.get("/readyz").json["keys_vouched_for_by"] == "repository"  # type: ignore[index]
    assert b"Only the repository of this glossary vouches for the keys" in client.get("/en/about/").data


BAD: dict[str, tuple[Callable[[Pinned], object], str]] = {
    "unsigned": (lambda it: None, "0 of the 2 maintainers that it takes signed it"),
    "signed by one": (lambda it: it.sign("wren"), "1 of the 2 maintainers"),
    "signed by one twice": (lambda it: it.sign("wren", "finch", by="wren"), "1 of the 2 maintainers"),
    "signed by a stranger": (lambda it: it.sign("wren", "cuckoo"), "1 of the 2 maintainers"),
    "signed by a stranger in their name": (lambda it: it.sign("wren", "finch", by="cuckoo"), "0 of the 2 maintainers"),
    "signed as an approval": (lambda it: it.sign("wren", "finch", namespace="glossary-approval@v1:glossary"), "0 of"),
    "changed since": (lambda it: it.sign("wren", "finch").write(2, "# more\n"), "0 of the 2 maintainers"),
    "without a version": (lambda it: it.write(None).sign("wren", "finch"), "it has no version"),
    "another text of the same version": (
        lambda it: it.write(1).sign("wren", "finch"),
        "another text than the one",
    ),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_policy_that_does_not_count_leaves_the_last_good_one_in_force(pinned: Pinned, bad: str) -> None:
    client, watch = pinned.client()
    before = pinned.policy.read_text()
    for file in pinned.policy.parent.glob("*.sig"):
        file.unlink()
    # Whoever wrote this wants a colleague's approvals gone, and a reviewer of their own.
    pinned.policy.write_text(before.replace('id = "otter"', 'id = "otter"\nrevoked = []'))
    pinned.write(2)
    change, what = BAD[bad]
    change(pinned)
    watch.look()
    assert what in _problems(client)
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]
    if bad != "another text of the same version":  # which a process that has seen no other cannot know
        result = pinned.world.run("serve", GLOSSARY_MAINTAINERS=str(pinned.pins), PORT="1")
        assert (result.exit_code, what in result.output) == (1, True), result.output


BASELINES: dict[str, tuple[Callable[[Pinned], object], str]] = {
    "unsigned": (lambda it: None, "0 of the 2 maintainers that it takes signed it"),
    "signed by one": (lambda it: it.sign_baseline("wren"), "1 of the 2 maintainers"),
    "signed by a stranger": (lambda it: it.sign_baseline("wren", "finch", by="cuckoo"), "0 of the 2 maintainers"),
    "another one": (lambda it: it.sign_baseline("wren", "finch", more=b"\n"), "0 of the 2 maintainers"),
    "signed as a policy": (lambda it: it.sign_baseline("wren", "finch", namespace=NAMESPACE), "0 of the 2 maintainers"),
}


@pytest.mark.parametrize("bad", BASELINES)
def test_a_release_s_baseline_that_maintainers_did_not_sign_does_not_count(pinned: Pinned, bad: str) -> None:
    client, watch = pinned.client()
    for file in pinned.folder.glob("baseline.toml.*"):
        file.unlink()
    change, what = BASELINES[bad]
    change(pinned)
    pinned.world.catalog("fr", {"dove.definition": "est un oiseau."})
    watch.look()
    assert f"glossary/baseline/baseline.toml: {what}" in _problems(client)
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]
    result = pinned.world.run("serve", GLOSSARY_MAINTAINERS=str(pinned.pins), PORT="1")
    assert (result.exit_code, f"glossary/baseline/baseline.toml:0: {what}" in result.output) == (1, True), result.output


def test_whoever_takes_a_record_out_cannot_confirm_it_without_the_maintainers(pinned: Pinned) -> None:
    client, watch = pinned.client()
    digest = json.loads(pinned.world.ledger("fr").read_text())["digest"]
    pinned.world.ledger("fr").unlink()
    confirmed = pinned.world.translations / "confirmed.txt"
    confirmed.write_text(f"{digest} an approval\n")
    pinned.sign_confirmed("wren")
    watch.look()
    assert "translations/confirmed.txt: 1 of the 2 maintainers that it takes signed it" in _problems(client)
    assert client.get(ENTRY).json["language"] == "fr"  # type: ignore[index]
    pinned.sign_confirmed("finch")
    watch.look()
    assert client.get(ENTRY).json["language"] == "en"  # type: ignore[index]


def test_a_newer_policy_that_is_signed_takes_effect(pinned: Pinned) -> None:
    client, watch = pinned.client()
    pinned.policy.write_text(pinned.policy.read_text().replace('id = "otter"', 'id = "otter"\nrevoked = []'))
    pinned.write(2)
    pinned.sign("finch", "robin")
    watch.look()
    assert client.get(ENTRY).json["language"] == "en"  # type: ignore[index]


def test_an_older_policy_that_was_signed_is_refused_also_after_a_restart_where_a_folder_remembers(
    pinned: Pinned, tmp_path: Path
) -> None:
    files = [pinned.policy, *pinned.policy.parent.glob("policy.toml.*.sig")]
    older = {file: file.read_bytes() for file in files}
    state = tmp_path / "state"
    state.mkdir()
    pinned.write(2)
    pinned.sign("wren", "finch")
    client, watch = pinned.client(state=str(state))
    for file, data in older.items():
        file.write_bytes(data)
    watch.look()
    assert "its version is 1, and version 2 was read before" in _problems(client)
    again = pinned.check(GLOSSARY_STATE=str(state))
    assert "its version is 1, and version 2 was read before; put the newer policy back" in again


def test_an_older_policy_is_known_from_the_log_too_which_has_what_maintainers_signed(pinned: Pinned) -> None:
    operator = {"GLOSSARY_MAINTAINERS": str(pinned.pins)}
    files = [pinned.policy, *pinned.policy.parent.glob("policy.toml.*.sig")]
    older = {file: file.read_bytes() for file in files}
    arguments = "log", "--key", str(pinned.folder / "cuckoo"), "--origin", "birds.example.org/log"
    assert pinned.world.run(*arguments, **operator).exit_code == 0
    pinned.write(2).sign("wren", "finch")
    assert "1 record added" in pinned.world.run(*arguments, **operator).output
    assert "nothing to add" in pinned.world.run(*arguments).output
    assert "policy.toml" not in pinned.check()
    for file, data in older.items():
        file.write_bytes(data)
    assert "its version is 1, and version 2 was read before; put the newer policy back" in pinned.check()
    assert pinned.world.run(*arguments, **operator).exit_code == 1


@pytest.mark.parametrize("logged", [False, True])
def test_nobody_who_only_writes_to_the_repository_makes_a_version_up_that_no_policy_reaches(
    pinned: Pinned, logged: bool
) -> None:
    arguments = "log", "--key", str(pinned.folder / "cuckoo"), "--origin", "birds.example.org/log"
    assert pinned.world.run(*arguments, GLOSSARY_MAINTAINERS=str(pinned.pins)).exit_code == 0
    with (pinned.policy.parent / "log" / "policies.txt").open("a") as file:
        file.write(f"999999999 sha256:{'0' * 64}\n")
        file.write((pinned.policy.parent / "en" / "approvals" / "heron.jsonl").read_text())  # which the log has
    if logged:  # by a job that knows no pins, too
        assert "nothing to add" in pinned.world.run(*arguments).output
    assert "999999999" not in pinned.check()
    assert pinned.client()[0].get("/readyz").status_code == 200


def test_how_many_must_sign_is_the_operators_choice(pinned: Pinned) -> None:
    output = pinned.check(GLOSSARY_MAINTAINERS_NEEDED="3")
    assert "policy.toml:0: 2 of the 3 maintainers that it takes signed it" in output
    pinned.sign("robin").sign_baseline("robin")
    assert "maintainers that it takes" not in pinned.check(GLOSSARY_MAINTAINERS_NEEDED="3")


def test_keys_that_lie_in_the_content_are_no_pins(pinned: Pinned) -> None:
    inside = pinned.world.translations / "maintainers"
    inside.write_text(pinned.pins.read_text())
    result = pinned.world.run("check", GLOSSARY_MAINTAINERS=str(inside))
    assert result.exit_code == 1
    assert "set it to a file of keys outside the content" in result.output


def test_a_withdrawal_works_and_takes_effect_while_the_policy_does_not_count(pinned: Pinned) -> None:
    client, watch = pinned.client()
    assert KEEPERS in pinned.policy.read_text()
    pinned.write(2)
    result = pinned.world.run(
        "vet", "fr", "dove", "--by", "heron", "--role", "subject", "--withdraw", "--yes",
        GLOSSARY_MAINTAINERS=str(pinned.pins),
    )  # fmt: skip
    assert result.exit_code == 0
    watch.look()
    assert client.get(ENTRY).json["fallback"] == {"reason": "withdrawn"}  # type: ignore[index]
