"""A passkey made in a browser signs a line of a ledger: stock ``ssh-keygen``, our own check and ``verify.html`` say good."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from glossary.contract.evidence import Record
from glossary.errors import BadSignature, Fault
from glossary.proofs import keys, signatures, signers, signing
from glossary.proofs.keys import Key
from glossary.proofs.signatures import Signature
from glossary.proofs.signers import Signer
from tests import authenticators
from tests.browser import Site
from tests.conftest import needs
from tests.engines import Engine
from tests.proofs.test_page import FIRST, NAMESPACE, PAGE, READ, document

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
