"""``glossary verify``: what it says of evidence is what ``verify.html`` says, and a log that lost something is found."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.contract import evidence
from glossary.contract.evidence import Record
from glossary.errors import Fault
from glossary.proofs import log as logs
from glossary.proofs import notes
from tests.conftest import ROOT, needs
from tests.proofs.test_page import CASES, FIRST, NAMESPACE, OTTER, TRUSTED, _both, document
from tests.world import World

SAME = {"framed": "site", "namespace": "site", "kind": "unreadable"}
"""Faults that the page does not tell apart, for it has to be small."""


def _verify(world: World, given: dict[str, Any], keys: str = TRUSTED, *more: str) -> Result:
    file, trusted = world.root / "dove.evidence.json", world.root / "allowed_signers"
    file.write_text(json.dumps(given, ensure_ascii=False))
    trusted.write_text("".join(line for line in keys.splitlines(keepends=True) if not line.startswith("SHA256:")))
    prints = [word for line in keys.splitlines() if line.startswith("SHA256:") for word in ("--fingerprint", line)]
    return world.run("verify", str(file), "--signers", str(trusted), *prints, *more)


@pytest.mark.parametrize("name", CASES)
def test_the_command_and_the_page_agree_on_each_case(world: World, name: str) -> None:
    make, keys, faults = CASES[name]
    result = _verify(world, make(), keys)
    said = re.findall(r"^  ([a-z_]+): ", result.output, re.MULTILINE)
    assert [SAME.get(fault, fault) for fault in said] == faults, result.output
    assert result.exit_code == (0 if set(faults) == {"good"} else 1)


def test_it_says_who_in_which_role_by_which_key_and_vouched_for_by_whom(world: World) -> None:
    good = _verify(world, _both()).output
    passkey = f"passkey {OTTER.key.fingerprint}"
    assert "dove in de, glossary-approval@v1:birds" in good
    assert f"good: “otter” (language) on 2026-11-23, {passkey}, vouched for by the signers that you gave" in good
    alone = world.run("verify", str(world.root / "dove.evidence.json"))
    assert alone.exit_code == 1
    assert f"unknown_key: “otter” (language) on 2026-11-23, {passkey}: nobody whom you named vouches" in alone.output
    assert alone.output == world.run("verify", str(world.root)).output


def test_a_proof_is_checked_from_the_line_in_the_evidence(world: World, tmp_path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    signature = OTTER.sign(FIRST.encode(), NAMESPACE)
    line = evidence.ledger_line(FIRST, signature).encode()
    log, _ = logs.append(tmp_path / "log", [b"{}\n", line], "birds.example.org/log", private)
    known = str(notes.verifier_of("birds.example.org/log", private, notes.SIGNATURE))
    given = document(Record(FIRST, signature, log.proof(line)))
    assert "good" in (said := _verify(world, given, TRUSTED, "--log", known).output)
    assert "in the log at its checkpoint of 2" in said
    other = document(Record(FIRST, signature, log.proof(b"{}\n")))
    assert "proof: “otter”" in _verify(world, other, TRUSTED, "--log", known).output
    again = document(Record(FIRST, OTTER.sign(FIRST.encode(), NAMESPACE), log.proof(line)))
    assert "proof: “otter”" in _verify(world, again, TRUSTED, "--log", known).output
    stranger = replace(notes.verifier(known), point=bytes(32))
    assert "unknown_key: “otter”" in _verify(world, given, TRUSTED, "--log", str(stranger)).output


DAMAGED: dict[str, Callable[[str], str]] = {
    "nothing": lambda proof: "",
    "one line": lambda proof: proof.partition("\n")[0],
    "no path": lambda proof: proof.partition("\n")[0] + "\n\n" + proof.partition("\n\n")[2],
    "a signature that is no Base64": lambda proof: f"{proof[:-2]}\n",
    "half a letter": lambda proof: proof.replace("birds", "bir\ud800s"),
    "a number that is none": lambda proof: proof.replace("index 1", "index one"),
    "another size": lambda proof: proof.replace("\n2\n", f"\n{10**30}\n"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_proof_that_cannot_be_read_is_a_fault_of_its_record(world: World, tmp_path: Path, damage: str) -> None:
    private = Ed25519PrivateKey.generate()
    signature = OTTER.sign(FIRST.encode(), NAMESPACE)
    line = evidence.ledger_line(FIRST, signature).encode()
    log, _ = logs.append(tmp_path / "log", [b"{}\n", line], "birds.example.org/log", private)
    known = str(notes.verifier_of("birds.example.org/log", private, notes.SIGNATURE))
    proof = log.proof(line)
    assert proof
    given = document(Record(FIRST, signature, DAMAGED[damage](proof)))
    (world.root / "dove.evidence.json").write_text(json.dumps(given))
    (world.root / "allowed_signers").write_text(TRUSTED)
    arguments = str(world.root / "dove.evidence.json"), "--signers", str(world.root / "allowed_signers"), "--log", known
    result = world.run("verify", *arguments)
    assert (result.exit_code, type(result.exception)) == (1, SystemExit), result.exception
    assert re.search(r"^  (unreadable|words|proof|unknown_key): “otter”", result.output, re.MULTILINE), result.output


@pytest.mark.parametrize(
    "data", ["{}", "[]", "nothing", '{"format": "glossary-evidence@v1", "format": "x"}', "[" * 9999]
)
def test_what_is_no_evidence_is_refused_in_words(world: World, data: str) -> None:
    (world.root / "x.evidence.json").write_text(data)
    result = world.run("verify", str(world.root / "x.evidence.json"))
    assert result.exit_code == 1
    assert "it is no evidence of a text; give a file that ends in .evidence.json" in result.output
    assert "cannot be read (No such file or directory)" in world.run("verify", "nowhere.evidence.json").output
    assert "holds no evidence" in world.run("verify", str(world.terms)).output


def test_a_log_that_lost_something_since_a_checkpoint_is_found(world: World, tmp_path: Path) -> None:
    private, folder = Ed25519PrivateKey.generate(), tmp_path / "log"
    known = str(notes.verifier_of("birds.example.org/log", private, notes.SIGNATURE))
    logs.append(folder, [b"1\n", b"2\n"], "birds.example.org/log", private)
    shutil.copy(folder / "checkpoint", tmp_path / "since")
    arguments = "verify", str(folder), "--since", str(tmp_path / "since"), "--log", known
    logs.append(folder, [b"3\n"], "", private)
    good = world.run(*arguments)
    assert good.exit_code == 0
    assert "good: birds.example.org/log has 3 records, and nothing was taken out of the first 2" in good.output
    shutil.rmtree(folder)
    logs.append(folder, [b"1\n", b"3\n", b"4\n"], "birds.example.org/log", private)
    bad = world.run(*arguments)
    assert bad.exit_code == 1
    assert "the first 2 records of the log are not what they were" in bad.output
    assert "it is not said by what you know the log" in world.run(*arguments[:-2]).output


def test_the_lines_of_the_page_for_stock_tools_verify_evidence(tmp_path: Path) -> None:
    for tool in ("ssh-keygen", "jq"):
        needs(tool)
    (tmp_path / "dove.evidence.json").write_text(json.dumps(_both(), ensure_ascii=False))
    (tmp_path / "allowed_signers").write_text(TRUSTED)
    page = (ROOT / "docs" / "verifying.md").read_text()
    (lines,) = [block for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "ssh-keygen" in block]
    done = subprocess.run(["sh", "-ec", lines], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 'Good "glossary-approval@v1:birds" signature for otter' in done.stdout


def test_the_page_explains_each_fault() -> None:
    page = (ROOT / "docs" / "verifying.md").read_text()
    assert [fault for fault in Fault if f"`{fault}`" not in page] == []


def test_it_says_under_which_id_a_text_was_approved(world: World) -> None:
    given = {**_both(), "id": "pigeon", "formerly": ["dove"]}
    said = _verify(world, given)
    assert said.exit_code == 0
    assert "pigeon in de, glossary-approval@v1:birds" in said.output
    assert "good: “otter” (language) on 2026-11-23 under its former id “dove”, " in said.output
    assert "former id" not in _verify(world, _both()).output


def test_evidence_from_before_there_were_former_ids_is_still_good(world: World) -> None:
    given = _both()
    del given["formerly"]
    assert _verify(world, given).exit_code == 0
