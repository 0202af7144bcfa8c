"""A passkey made in a browser signs a line of a ledger: stock ``ssh-keygen``, our own check and ``verify.html`` say good."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from glossary.content.model import Approval, Verdict
from glossary.contract.evidence import Record
from glossary.edition.loading import load
from glossary.errors import BadSignature, Fault
from glossary.ledger import record as records
from glossary.proofs import keys, signatures, signers, signing
from glossary.proofs.keys import Key
from glossary.proofs.signatures import Signature
from glossary.proofs.signers import Signer
from glossary.review import receiving
from tests import authenticators
from tests.browser import Site
from tests.conftest import needs
from tests.engines import Engine
from tests.keys import Keys, enrol, quoted
from tests.proofs.test_page import FIRST, NAMESPACE, PAGE, READ, document
from tests.world import TODAY, World

pytest_plugins = ["tests.browser", "tests.engines"]

MAKE = """async (verification) => {
  const base64 = data => btoa(String.fromCharCode(...new Uint8Array(data)));
  const random = () => crypto.getRandomValues(new Uint8Array(16));
  const publicKey = {
    challenge: random(), rp: { id: "localhost", name: "A desk" }, user: { id: random(), name: "otter", displayName: "otter" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }], attestation: "none",
    authenticatorSelection: { userVerification: verification },
  };
  const made = await navigator.credentials.create({ publicKey });
  return [base64(made.rawId), base64(made.response.getPublicKey())];
}"""
SIGN = """async (id, challenge, verification) => {
  const base64 = data => btoa(String.fromCharCode(...new Uint8Array(data)));
  const bytes = text => Uint8Array.from(atob(text), sign => sign.charCodeAt());
  const publicKey = {
    challenge: bytes(challenge), rpId: "localhost", allowCredentials: [{ type: "public-key", id: bytes(id) }],
    userVerification: verification,
  };
  const { signature, authenticatorData, clientDataJSON } = (await navigator.credentials.get({ publicKey })).response;
  return [signature, authenticatorData, clientDataJSON].map(base64);
}"""


class Held(NamedTuple):
    """A passkey that a browser's virtual authenticator holds."""

    key: Key
    sign: Callable[..., Signature]


@pytest.fixture
def held(engine: Engine, partner: Site, request: pytest.FixtureRequest) -> Iterator[Held]:
    verified = getattr(request, "param", True)
    wish = "required" if verified else "discouraged"
    engine.open(partner.page("/desk", "<p>A desk</p>", "default-src 'none'"))
    remove = authenticators.add(engine, verified)
    name, spki = engine.run(MAKE, wish)
    key = keys.of_passkey(b64decode(spki), "localhost")

    def sign(line: str, namespace: str = NAMESPACE) -> Signature:
        challenge = signatures.signed(line.encode(), namespace)
        parts = engine.run(SIGN, name, b64encode(challenge).decode(), wish)
        der, authenticator, client = map(b64decode, parts)
        return signing.by_passkey(key, namespace, der, authenticator, client, partner.origin)

    yield Held(key, sign)
    remove()


IN_BROWSERS = pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)


def _stock(folder: Path, signature: Signature, line: str) -> bool:
    needs("ssh-keygen")
    (folder / "allowed").write_text(signers.write([Signer("otter", signature.key, (NAMESPACE,))]))
    (folder / "sig").write_text(signature.armour)
    options = ["-f", str(folder / "allowed"), "-I", "otter", "-n", NAMESPACE, "-s", str(folder / "sig")]
    return (
        subprocess.run(["ssh-keygen", "-Y", "verify", *options], input=line.encode(), capture_output=True).returncode
        == 0
    )


def _fault(signature: Signature, origin: str, line: str = FIRST, namespace: str = NAMESPACE) -> Fault | None:
    try:
        signatures.check(signature, line.encode(), namespace, [origin])
    except BadSignature as error:
        return error.fault
    return None


def _page_says(engine: Engine, signature: Signature, origin: str) -> list[str]:
    engine.open(PAGE.as_uri())
    trusted = signers.write([Signer("otter", signature.key, (NAMESPACE,))], [origin])
    faults: list[str] = engine.run(READ, json.dumps(document(Record(FIRST, signature))), trusted)[1]
    return faults


@IN_BROWSERS
def test_a_passkey_of_a_browser_signs_what_all_three_verify(
    engine: Engine, held: Held, partner: Site, tmp_path: Path
) -> None:
    signature = signatures.read(held.sign(FIRST).armour)
    assert _fault(signature, partner.origin) is None
    assert _stock(tmp_path, signature, FIRST)
    changed = FIRST.replace("Vogel", "Vogal")
    assert _fault(signature, partner.origin, changed) is Fault.WORDS
    assert not _stock(tmp_path, signature, changed)
    assert _fault(signature, partner.origin, namespace="x") is Fault.NAMESPACE
    assert _fault(signature, "http://localhost:1") is Fault.SITE
    other = replace(signature.key, site="other.example.org")
    assert _fault(replace(signature, key=other), partner.origin) is Fault.WORDS
    assert _page_says(engine, signature, partner.origin) == ["good"]
    assert _page_says(engine, signature, "http://localhost:1") == ["site"]


@IN_BROWSERS
@pytest.mark.parametrize("held", [False], indirect=True)
def test_a_passkey_that_was_only_touched_does_not_count(
    engine: Engine, held: Held, partner: Site, tmp_path: Path
) -> None:
    signature = held.sign(FIRST)
    assert _stock(tmp_path, signature, FIRST)
    assert _fault(signature, partner.origin) is Fault.UNVERIFIED
    assert _page_says(engine, signature, partner.origin) == ["unverified"]


APPROVAL = "glossary-approval@v1:birds"


@pytest.fixture
def waiting(french: World, held: Held, partner: Site, keys: Keys) -> World:
    """Birds: a French text that one person has approved with a key, and that waits for otter, who has the passkey."""
    (french.root / "glossary.toml").write_text('id = "birds"\ntitle = "Birds"\n')
    enrol(french, "heron", quoted(keys["heron"]))
    enrol(french, "otter", json.dumps(held.key.line))
    policy = french.translations / "policy.toml"
    policy.write_text(f'origins = ["{partner.origin}"]\n{policy.read_text()}')
    assert french.vet("fr", "dove", "heron", "subject", "--key", str(keys["heron"])).exit_code == 0
    return french


def _line(world: World) -> str:
    """Return the line of otter's approval, as the desk makes it."""
    french = load(world.terms, world.translations, world.support)
    proposal = french.proposal("dove", "fr")
    assert proposal
    words = "otter", "language", Verdict.APPROVE, "fr", "dove", proposal.text, proposal.key[1]
    return records.line(Approval(receiving.stated((), TODAY), *words))


def _approved(world: World, line: str, signature: Signature) -> Any:
    """Take the approval, and return the evidence that is served."""
    (world.root / "answers").mkdir()
    (world.root / "answers" / "otter.line").write_text(line)
    (world.root / "answers" / "otter.line.sig").write_text(signature.armour)
    taken = world.run("vet", "--from", str(world.root / "answers"), "--yes")
    assert "dove in fr is now vetted" in taken.output, taken.output
    return world.get("/v1/fr/terms/dove.evidence.json").json


def _both_say(world: World, engine: Engine, evidence: Any, trusted: str) -> list[bool]:
    """Return whether the command and the page call evidence good."""
    (world.root / "evidence.json").write_text(json.dumps(evidence, ensure_ascii=False))
    (world.root / "trusted").write_text(trusted)
    command = world.run("verify", str(world.root / "evidence.json"), "--signers", str(world.root / "trusted"))
    engine.open(PAGE.as_uri())
    head = engine.run(READ, json.dumps(evidence), trusted)[0]
    return [command.exit_code == 0, head.startswith("Good: ")]


def _stock_says(world: World, evidence: Any, trusted: str) -> bool:
    """Return whether ``ssh-keygen`` accepts each record, by the lines of the docs."""
    needs("ssh-keygen")
    (world.root / "trusted").write_text(trusted)
    for record in evidence["records"]:
        (world.root / "sig").write_text(record["signature"])
        act = json.loads(record["line"])
        time = "verify-time=" + re.sub("[-:T]", "", act["when"])
        options = ["-f", str(world.root / "trusted"), "-I", act["who"], "-n", APPROVAL, "-O", time]
        command = ["ssh-keygen", "-Y", "verify", *options, "-s", str(world.root / "sig")]
        if subprocess.run(command, input=record["line"].encode(), capture_output=True).returncode:
            return False
    return True


def _changed(evidence: Any, **more: str) -> Any:
    """Return evidence of which otter's record is changed."""
    rows = [{**row, **more} if '"otter"' in row["line"] else row for row in evidence["records"]]
    return {**evidence, "records": rows}


@IN_BROWSERS
def test_what_a_browser_s_passkey_approves_is_good_for_all_three_and_nothing_else_is_for_ours(
    engine: Engine, held: Held, waiting: World, partner: Site
) -> None:
    line = _line(waiting)
    elsewhere = held.sign(line, "glossary-approval@v1:fish")
    evidence = _approved(waiting, line, held.sign(line, APPROVAL))
    trusted = waiting.run("signers").output
    assert _stock_says(waiting, evidence, trusted)
    assert _both_say(waiting, engine, evidence, trusted) == [True, True]
    text = {name: value.replace("paix", "paxx") for name, value in evidence["text"].items()}
    letter = {**evidence, "text": text, "records": [
        {**row, "line": row["line"].replace("paix", "paxx")} for row in evidence["records"]
    ]}  # fmt: skip
    bad = {
        "letter": (letter, trusted),
        "namespace": (_changed(evidence, signature=elsewhere.armour), trusted),
        "origin": (evidence, trusted.replace(partner.origin, "http://localhost:1")),
        "removed record": ({**evidence, "records": evidence["records"][:1]}, trusted),
        "unknown key": (evidence, "".join(row for row in trusted.splitlines(True) if not row.startswith("otter"))),
    }
    said = {name: _both_say(waiting, engine, *case) for name, case in bad.items()}
    assert {name for name, good in said.items() if any(good)} == set()


@IN_BROWSERS
@pytest.mark.parametrize("held", [False], indirect=True)
def test_an_approval_with_a_passkey_that_was_only_touched_is_good_for_the_stock_tool_alone(
    engine: Engine, held: Held, waiting: World
) -> None:
    line, trusted = _line(waiting), waiting.run("signers").output
    touched = held.sign(line, APPROVAL)
    evidence = document(Record(line, touched))
    evidence |= {"glossary": "birds", "namespace": APPROVAL, "language": "fr", "text": json.loads(line)["text"]}
    assert _stock_says(waiting, evidence, trusted)
    assert _both_say(waiting, engine, evidence, f"{trusted}# required translation language\n") == [False, False]
    (waiting.root / "answers").mkdir()
    (waiting.root / "answers" / "otter.line").write_text(line)
    (waiting.root / "answers" / "otter.line.sig").write_text(touched.armour)
    assert (
        "nobody proved who touched the passkey"
        in waiting.run("vet", "--from", str(waiting.root / "answers"), "--yes").output
    )
