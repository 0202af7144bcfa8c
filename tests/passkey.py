"""A passkey of a test's own: it answers as a browser with an authenticator does."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import encode_cbor

from glossary.proofs import keys, signing
from glossary.proofs.keys import Key
from glossary.proofs.signatures import Signature, signed


@dataclass(frozen=True)
class Passkey:
    """A passkey of a site, used on an origin."""

    site: str = "desk.example.org"
    origin: str = "https://desk.example.org"
    private: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def key(self) -> Key:
        spki = self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return keys.of_passkey(spki, self.site)

    def sign(
        self, message: bytes, namespace: str, flags: int = 0x1D, extensions: bytes = b"", **client: Any
    ) -> Signature:
        """Sign as a browser lets an authenticator sign; ``client`` is more of the client data, or other."""
        parts = self.assertion(signed(message, namespace), flags, extensions, **client)
        return signing.by_passkey(self.key, namespace, *parts, self.origin)

    def assertion(
        self, challenge: bytes, flags: int = 0x1D, extensions: bytes = b"", **client: Any
    ) -> tuple[bytes, bytes, bytes]:
        """Return what a browser gives: the signature (DER), the authenticator data, the client data."""
        data = self._client("webauthn.get", challenge, client)
        authenticator = self._head(flags) + extensions
        return self.private.sign(authenticator + sha256(data).digest(), ECDSA(SHA256())), authenticator, data

    def made(self, challenge: bytes, id: bytes, flags: int = 0x5D, **client: Any) -> str:
        """Return what a browser answers when it has made this passkey, without attestation, as JSON."""
        point = self.key.point
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
        data = self._head(flags) + bytes(16) + len(id).to_bytes(2) + id + public
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": self._client("webauthn.create", challenge, client),
            "attestationObject": attestation,
        }
        parts = {name: base64url(value) for name, value in response.items()}
        return json.dumps({"id": base64url(id), "rawId": base64url(id), "type": "public-key", "response": parts})

    def _head(self, flags: int) -> bytes:
        return sha256(self.site.encode()).digest() + bytes([flags, 0, 0, 0, 7])

    def _client(self, kind: str, challenge: bytes, more: dict[str, Any]) -> bytes:
        values = {"type": kind, "challenge": base64url(challenge), "origin": self.origin, "crossOrigin": False, **more}
        return json.dumps(values, separators=(",", ":")).encode()


def base64url(data: bytes) -> str:
    """Return bytes as browsers' JSON has them."""
    return urlsafe_b64encode(data).decode().rstrip("=")
