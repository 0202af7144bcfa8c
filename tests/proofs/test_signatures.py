"""Signatures, beside the stock ``ssh-keygen``: what one makes the other accepts, and ours asks for more."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from glossary.errors import BadContent, BadSignature, Fault, Refused
from glossary.proofs import keys, signatures, signers, signing
from glossary.proofs.signatures import Signature
from glossary.proofs.signers import Signer
from tests.conftest import needs
from tests.passkey import Passkey

NAMESPACE = "glossary-approval@v1:birds"
LINE = '{"concept": "dove", "text": {"term": "Täubchen"}}\n'.encode()
ORIGINS = ("https://desk.example.org",)


@pytest.fixture(autouse=True)
def _stock() -> None:
    needs("ssh-keygen")


def _keygen(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["ssh-keygen", *arguments], input=data, capture_output=True, check=False)


def _made(folder: Path, *more: str, passphrase: str = "") -> Path:
    """Make a key of SSH; return its file."""
    file = folder / "key"
    done = _keygen("-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(file), *more)
    assert done.returncode == 0, done.stderr
    return file


def _never() -> str:
    raise AssertionError("it asks for a passphrase")


def _stock_says(
    folder: Path, signature: Signature, *known: Signer, name: str = "otter", when: datetime | None = None
) -> bool:
    """Return whether the stock ``ssh-keygen`` calls a signature good, by the ``allowed_signers`` that we write."""
    (folder / "allowed").write_text(signers.write(known, ORIGINS))
    (folder / "line.sig").write_text(signature.armour)
    options = ["-f", str(folder / "allowed"), "-I", name, "-n", NAMESPACE, "-s", str(folder / "line.sig")]
    options += ["-O", f"verify-time={when:%Y%m%d%H%M%SZ}"] if when else []
    return _keygen("-Y", "verify", *options, data=LINE).returncode == 0


def _fault(signature: Signature, message: bytes = LINE, namespace: str = NAMESPACE) -> Fault | None:
    """Return what our own check finds wrong, or ``None``."""
    try:
        signatures.check(signature, message, namespace, ORIGINS)
    except BadSignature as error:
        return error.fault
    return None


def test_ssh_keygen_accepts_what_a_file_of_a_key_signs_and_we_what_it_signs(tmp_path: Path) -> None:
    file = _made(tmp_path)
    ours = signing.with_file(file, LINE, NAMESPACE, _never)
    theirs = _keygen("-Y", "sign", "-f", str(file), "-n", NAMESPACE, data=LINE).stdout.decode()
    assert ours.armour == theirs
    assert signatures.read(theirs) == signatures.read(ours.base64) == ours
    assert _fault(ours) is None
    assert _stock_says(tmp_path, ours, Signer("otter", ours.key, (NAMESPACE,)))
    assert ours.key == signing.public(file.with_suffix(".pub"))
    assert ours.key.fingerprint in _keygen("-l", "-f", f"{file}.pub").stdout.decode()


def test_a_key_with_a_passphrase_asks_for_it(tmp_path: Path) -> None:
    file = _made(tmp_path, passphrase="nest box")
    assert _fault(signing.with_file(file, LINE, NAMESPACE, lambda: "nest box")) is None
    with pytest.raises(Refused, match="that is not the passphrase of "):
        signing.with_file(file, LINE, NAMESPACE, lambda: "next box")


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[str]:
    """An SSH agent without keys; its socket."""
    needs("ssh-agent")
    socket = tmp_path / "agent"
    said = subprocess.run(["ssh-agent", "-s", "-a", str(socket)], capture_output=True, text=True, check=True).stdout
    yield str(socket)
    os.kill(int(re.findall(r"SSH_AGENT_PID=(\d+)", said)[0]), signal.SIGTERM)


def test_the_agent_signs_with_the_key_that_it_holds(tmp_path: Path, agent: str) -> None:
    file = _made(tmp_path)
    with pytest.raises(Refused, match="does not sign with that key; add it with “ssh-add FILE”"):
        signing.with_file(Path(f"{file}.pub"), LINE, NAMESPACE, _never, agent)
    environment = {**os.environ, "SSH_AUTH_SOCK": agent}
    subprocess.run(["ssh-add", "-q", str(file)], env=environment, check=True)
    file.unlink()
    signature = signing.with_file(Path(f"{file}.pub"), LINE, NAMESPACE, _never, agent)
    assert _fault(signature) is None
    assert _stock_says(tmp_path, signature, Signer("otter", signature.key))
    with pytest.raises(Refused, match="there is no SSH agent"):
        signing.with_file(Path(f"{file}.pub"), LINE, NAMESPACE, _never)


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_key_of_another_kind_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    file = _made(tmp_path, "-t", kind)
    with pytest.raises(Refused, match="key is no private Ed25519 key; make one with “ssh-keygen -t ed25519”"):
        signing.with_file(file, LINE, NAMESPACE, _never)
    theirs = _keygen("-Y", "sign", "-f", str(file), "-n", NAMESPACE, data=LINE).stdout.decode()
    with pytest.raises(BadSignature, match="of a kind that does not count"):
        signatures.read(theirs)


def test_ssh_keygen_accepts_a_passkey(tmp_path: Path) -> None:
    passkey = Passkey()
    signature = signatures.read(passkey.sign(LINE, NAMESPACE).armour)
    assert _fault(signature) is None
    assert _stock_says(tmp_path, signature, Signer("otter", passkey.key, (NAMESPACE,)))
    extended = passkey.sign(LINE, NAMESPACE, flags=0x85, extensions=b"\xa1\x63abc\xf5")
    assert _fault(extended) is None
    assert _stock_says(tmp_path, extended, Signer("otter", passkey.key))


OURS: dict[str, tuple[Fault, Callable[[], Signature]]] = {
    "only touched": (Fault.UNVERIFIED, lambda: Passkey().sign(LINE, NAMESPACE, flags=0x01)),
    "on an origin outside the list": (
        Fault.SITE,
        lambda: Passkey(origin="https://evil.desk.example.org").sign(LINE, NAMESPACE),
    ),
    "of another site than its origin": (Fault.SITE, lambda: Passkey(site="other.example.org").sign(LINE, NAMESPACE)),
    "in a frame": (Fault.FRAMED, lambda: Passkey().sign(LINE, NAMESPACE, crossOrigin=True)),
    "below another page": (Fault.FRAMED, lambda: Passkey().sign(LINE, NAMESPACE, topOrigin="https://evil.example.org")),
}


@pytest.mark.parametrize("what", OURS)
def test_what_ssh_keygen_lets_pass_of_a_passkey_we_refuse(tmp_path: Path, what: str) -> None:
    fault, make = OURS[what]
    signature = make()
    assert _stock_says(tmp_path, signature, Signer("otter", signature.key))
    assert _fault(signature) is fault


def _other_hash(folder: Path) -> Signature:
    options = ["-Y", "sign", "-f", str(_made(folder)), "-n", NAMESPACE, "-O", "hashalg=sha256"]
    return signatures.read(_keygen(*options, data=LINE).stdout.decode())


def test_only_sha512_counts(tmp_path: Path) -> None:
    with pytest.raises(BadSignature, match="its hash is sha256, not sha512"):
        _other_hash(tmp_path)


def test_a_passkey_that_signs_otherwise_than_in_a_browser_is_refused() -> None:
    passkey = Passkey()
    good = passkey.sign(LINE, NAMESPACE)
    plain = good.raw.replace(b"\0\0\0\x2bwebauthn-sk-", b"\0\0\0\x22sk-")
    assert _fault(replace(good, raw=plain)) is Fault.KIND
    spaced = passkey.sign(LINE, NAMESPACE, type="webauthn.create")
    assert _fault(spaced) is Fault.UNREADABLE


@pytest.mark.parametrize("kind", ["key", "passkey"])
def test_other_words_another_namespace_and_another_key_are_told_apart(tmp_path: Path, kind: str) -> None:
    signature = signing.with_file(_made(tmp_path), LINE, NAMESPACE, _never)
    other = replace(signature, key=keys.Key(keys.ED25519, bytes(31) + b"\x01"))
    if kind == "passkey":
        signature = Passkey().sign(LINE, NAMESPACE)
        other = replace(signature, key=Passkey().key)
    assert _fault(signature, LINE.replace(b"dove", b"dovf")) is Fault.WORDS
    assert _fault(signature, namespace="glossary-approval@v1:fish") is Fault.NAMESPACE
    assert _fault(replace(signature, namespace="x"), namespace="x") is Fault.WORDS
    assert _fault(other) is Fault.WORDS
    assert not _stock_says(tmp_path, other, Signer("otter", other.key))


@pytest.mark.parametrize("kind", ["key", "passkey"])
def test_no_changed_byte_of_a_signature_is_accepted(tmp_path: Path, kind: str) -> None:
    signature = signing.with_file(_made(tmp_path), LINE, NAMESPACE, _never)
    if kind == "passkey":
        signature = Passkey().sign(LINE, NAMESPACE)
    data = signature.data
    for at in range(len(data)):
        changed = b64encode(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]).decode()
        with pytest.raises(BadSignature):
            signatures.check(signatures.read(changed), LINE, NAMESPACE, ORIGINS)
    for cut in range(len(data)):
        with pytest.raises(BadSignature):
            signatures.read(b64encode(data[:cut]).decode())


JULY = datetime(2026, 7, 1, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "name", "fault"),
    [
        (JULY, "otter", None),
        (JULY, "wren", Fault.UNKNOWN_KEY),
        (JULY.replace(month=8), "otter", Fault.DAYS),
        (JULY.replace(year=2025), "otter", Fault.DAYS),
    ],
)
def test_a_key_counts_for_its_person_on_its_days_for_us_as_for_ssh_keygen(
    tmp_path: Path, when: datetime, name: str, fault: Fault | None
) -> None:
    signature = signing.with_file(_made(tmp_path), LINE, NAMESPACE, _never)
    signer = Signer("otter", signature.key, (NAMESPACE,), datetime(2026, 1, 1, tzinfo=UTC), JULY)
    assert 'valid-after="20260101000000Z",valid-before="20260701235959Z"' in signer.line
    assert (fault is None) == _stock_says(tmp_path, signature, signer, name=name, when=when)
    assert signers.read(tmp_path / "allowed") == (signer,)
    assert signers.origins(tmp_path / "allowed") == ORIGINS
    assert _objection(signer, name, NAMESPACE, when) is fault
    fish = _objection(signer, name, "glossary-approval@v1:fish", when)
    assert fish is (Fault.NAMESPACE if name == "otter" else Fault.UNKNOWN_KEY)


def _objection(signer: Signer, name: str, namespace: str, when: datetime) -> Fault | None:
    try:
        signers.require([signer], name, signer.key, namespace, when)
    except BadSignature as error:
        return error.fault
    return None


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("otter* KEY", "“otter*” is a pattern"),
        ("otter valid-before=\"20260701\" KEY", "the time “20260701” is not written as"),
        ("otter verify-required KEY", "“verify-required” is neither an option"),
        ("otter namespaces=\"glossary*\" KEY", "a namespace in it is a pattern"),
        ("otter ssh-rsa AAAA", "“ssh-rsa” is neither an option nor a kind of key"),
        ("otter ssh-ed25519 AAAA", "key of the kind"),
        ("otter", "it is no public key"),
    ],
)  # fmt: skip
def test_a_line_of_allowed_signers_that_can_be_misread_is_refused_with_its_place(
    tmp_path: Path, line: str, what: str
) -> None:
    (tmp_path / "allowed").write_text(f"# ours\n\n{line.replace('KEY', Passkey().key.line)}\n")
    with pytest.raises(BadContent) as error:
        signers.read(tmp_path / "allowed")
    assert "allowed:3: " in str(error.value)
    assert what in str(error.value)
