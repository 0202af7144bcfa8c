"""Signatures as ``ssh-keygen -Y`` makes and verifies them (OpenSSH, PROTOCOL.sshsig), by an SSH key or a passkey.

A passkey signs a WebAuthn assertion, whose challenge is what an SSH key would sign (PROTOCOL.u2f, “webauthn signatures”).
``check`` asks for more than ``ssh-keygen -Y verify`` does:

1. The namespace is exactly the one asked for, and the hash is SHA-512.
2. A passkey's signature is a WebAuthn one, by a person who was present and verified (a PIN, a fingerprint, a face).
3. It was given on an origin of the list, whose host is the passkey's site, and not in a frame of another site.

Who may sign, and when, is for ``signers``.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256, sha512
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from glossary.errors import BadSignature, Fault
from glossary.proofs import keys
from glossary.proofs.keys import PASSKEY, Key
from glossary.proofs.wire import STRING, integer, number, string, unpacked

WEBAUTHN = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
"""The kind of a passkey's signature; its key has another name."""

MAX_BYTES = 16 * 1024
"""Largest signature that is read, in armour; a passkey's has about 900 bytes."""

PRESENT, VERIFIED, ATTESTED, _EXTENDED = 0x01, 0x04, 0x40, 0x80
"""Flags of an assertion (WebAuthn section 6.1)."""

_MAGIC, _VERSION, _HASH = b"SSHSIG", (1).to_bytes(4), b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMOUR = re.compile(rf"{_BEGIN}\n(.*)\n{_END}\s*", re.DOTALL)
_WIDTH = 70


@dataclass(frozen=True)
class Assertion:
    """What a passkey signed: the flags and the counter of the authenticator data, its extensions, the client data as the
    browser wrote it, and the origin in it. ``der`` is the signature itself."""

    der: bytes
    flags: int
    counter: bytes
    origin: str
    client: bytes
    extensions: bytes

    @property
    def blob(self) -> bytes:
        """The signature as SSH writes it."""
        pair = b"".join(map(integer, decode_dss_signature(self.der)))
        parts = string(WEBAUTHN), string(pair), bytes([self.flags]), self.counter, string(self.origin)
        return b"".join((*parts, string(self.client), string(self.extensions)))


@dataclass(frozen=True)
class Signature:
    """A signature: by which key, in which namespace, and the signature itself as SSH writes it."""

    key: Key
    namespace: str
    raw: bytes

    @cached_property
    def data(self) -> bytes:
        """The signature file without its armour."""
        parts = self.key.blob, self.namespace.encode(), b"", _HASH, self.raw
        return _MAGIC + _VERSION + b"".join(map(string, parts))

    @property
    def base64(self) -> str:
        """The signature in one line."""
        return b64encode(self.data).decode()

    @property
    def armour(self) -> str:
        """The signature as a file that ``ssh-keygen -Y verify -s`` reads."""
        text = self.base64
        lines = [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]
        return "\n".join([_BEGIN, *lines, _END, ""])


def signed(message: bytes, namespace: str) -> bytes:
    """Return what an SSH key signs for a message: for a passkey, the challenge."""
    return _MAGIC + b"".join(map(string, (namespace.encode(), b"", _HASH, sha512(message).digest())))


def read(text: str) -> Signature:
    """Return a signature from its armour, or from its one line of Base64. Raises ``BadSignature``."""
    if len(text) > MAX_BYTES:
        raise BadSignature(Fault.UNREADABLE, f"it has more than {MAX_BYTES} bytes")
    match = _ARMOUR.fullmatch(text)
    try:
        return _read("".join(match[1].split()) if match else text)
    except ValueError as error:
        raise BadSignature(Fault.UNREADABLE, str(error)) from None


def _read(line: str) -> Signature:
    data = b64decode(line, validate=True)
    if b64encode(data).decode() != line:
        raise ValueError("its Base64 is not written in the one form")
    magic, version, blob, name, reserved, hashed, raw = unpacked(data, 6, 4, STRING, STRING, STRING, STRING, STRING)
    if (magic, version, reserved) != (_MAGIC, _VERSION, b""):
        raise ValueError("it is not an SSH signature of version 1")
    if hashed != _HASH:  # 1
        raise BadSignature(Fault.KIND, f"its hash is {hashed.decode(errors='replace')}, not sha512")
    return Signature(_key(blob), name.decode(), raw)


def _key(blob: bytes) -> Key:
    try:
        return keys.of_blob(blob)
    except ValueError as error:
        raise BadSignature(Fault.KIND, str(error)) from None


def check(signature: Signature, message: bytes, namespace: str, origins: Collection[str] = ()) -> None:
    """Check that a signature is of a message, by its own key: whose that is, it does not ask.

    ``origins`` are those on which a passkey may be used, such as ``https://desk.example.org``. Raises ``BadSignature``.
    """
    if signature.namespace != namespace:  # 1
        raise BadSignature(Fault.NAMESPACE, f"“{signature.namespace}”, not “{namespace}”")
    wanted = signed(message, namespace)
    if signature.key.kind == PASSKEY:
        _check_passkey(signature.key, assertion(signature.raw), wanted, origins)
    else:
        _check_key(signature, wanted)


def _check_key(signature: Signature, wanted: bytes) -> None:
    try:
        kind, raw = unpacked(signature.raw, STRING, STRING)
    except ValueError as error:
        raise BadSignature(Fault.UNREADABLE, str(error)) from None
    _require_kind(kind, signature.key.kind)
    if not signature.key.fits(raw, wanted):
        raise BadSignature(Fault.WORDS)


def _require_kind(kind: bytes, wanted: str) -> None:
    if kind != wanted.encode():
        raise BadSignature(Fault.KIND, kind.decode(errors="replace"))


def assertion(raw: bytes) -> Assertion:
    """Return what a passkey signed, from a signature as SSH writes it. Raises ``BadSignature``."""
    _require_kind(raw[4 : 4 + int.from_bytes(raw[:4])], WEBAUTHN)  # 2
    try:
        _kind, pair, flags, counter, origin, client, extensions = unpacked(
            raw, STRING, STRING, 1, 4, STRING, STRING, STRING
        )
        der = encode_dss_signature(*map(number, unpacked(pair, STRING, STRING)))
        return Assertion(der, flags[0], counter, origin.decode(), client, extensions)
    except ValueError as error:
        raise BadSignature(Fault.UNREADABLE, str(error)) from None


def _check_passkey(key: Key, assertion: Assertion, wanted: bytes, origins: Collection[str]) -> None:
    flags, extended = assertion.flags, bool(assertion.extensions)
    if flags & ATTESTED or bool(flags & _EXTENDED) != extended:  # as OpenSSH does
        raise BadSignature(Fault.UNREADABLE, "its flags contradict it")
    client = _client_data(assertion)
    if client["challenge"] != _base64url(wanted):
        raise BadSignature(Fault.WORDS)
    authenticator = sha256(key.site.encode()).digest() + bytes([flags]) + assertion.counter + assertion.extensions
    if not key.fits(assertion.der, authenticator + sha256(assertion.client).digest()):
        raise BadSignature(Fault.WORDS)
    if not (flags & PRESENT and flags & VERIFIED):  # 2
        raise BadSignature(Fault.UNVERIFIED)
    _require_site(key, assertion.origin, client, origins)


def _require_site(key: Key, origin: str, client: dict[str, Any], origins: Collection[str]) -> None:
    host = urlsplit(origin).hostname or ""
    if origin not in origins or not (host == key.site or host.endswith(f".{key.site}")):  # 3
        raise BadSignature(Fault.SITE, origin)
    if client.get("crossOrigin", False) is not False or "topOrigin" in client:  # 3
        raise BadSignature(Fault.FRAMED, str(client.get("topOrigin", "")))


def _client_data(assertion: Assertion) -> dict[str, Any]:
    """Return the client data, of which OpenSSH compares the beginning byte for byte."""
    try:
        client = json.loads(assertion.client, object_pairs_hook=once)
        head = {name: client[name] for name in ("type", "challenge", "origin")}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadSignature(Fault.UNREADABLE, "its client data cannot be read") from None
    canonical = json.dumps(head, separators=(",", ":"), ensure_ascii=False)[:-1].encode()
    if not assertion.client.startswith(canonical) or head["type"] != "webauthn.get":
        raise BadSignature(Fault.UNREADABLE, "its client data does not begin as a browser writes it")
    if head["origin"] != assertion.origin or '"' in assertion.origin:
        raise BadSignature(Fault.SITE, f"“{assertion.origin}” outside, “{head['origin']}” inside")
    return dict(client)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of a JSON object. Raises ``ValueError`` where a key stands twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
