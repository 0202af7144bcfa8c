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
        challenge = urlsafe_b64encode(signed(message, namespace)).decode().rstrip("=")
        values = {"type": "webauthn.get", "challenge": challenge, "origin": self.origin, "crossOrigin": False, **client}
        data = json.dumps(values, separators=(",", ":")).encode()
        authenticator = sha256(self.site.encode()).digest() + bytes([flags, 0, 0, 0, 7]) + extensions
        der = self.private.sign(authenticator + sha256(data).digest(), ECDSA(SHA256()))
        return signing.by_passkey(self.key, namespace, der, authenticator, data, self.origin)
