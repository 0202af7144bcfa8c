"""Public keys: of SSH (Ed25519), and of passkeys (P-256), which OpenSSH calls security keys.

A passkey belongs to one site, its RP ID: the host alone, without scheme or port.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from glossary.proofs.wire import STRING, string, unpacked

ED25519 = "ssh-ed25519"
PASSKEY = "sk-ecdsa-sha2-nistp256@openssh.com"
KINDS = (ED25519, PASSKEY)

_CURVE = b"nistp256"
_POINT_BYTES = 65


@dataclass(frozen=True)
class Key:
    """A public key. ``point`` is its 32 bytes, or of a passkey the 65 bytes of its uncompressed point; ``site`` is a
    passkey's RP ID."""

    kind: str
    point: bytes
    site: str = ""

    @cached_property
    def _public(self) -> Ed25519PublicKey | EllipticCurvePublicKey:
        """The key that verifies. Raises ``ValueError`` for a point that is not on the curve."""
        if self.kind == ED25519:
            return Ed25519PublicKey.from_public_bytes(self.point)
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), self.point)

    def fits(self, signature: bytes, message: bytes) -> bool:
        """Return whether the key made a signature (64 bytes, or of a passkey DER) of a message."""
        try:
            if isinstance(self._public, Ed25519PublicKey):
                self._public.verify(signature, message)
            else:
                self._public.verify(signature, message, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True

    @cached_property
    def blob(self) -> bytes:
        """The key as SSH's protocols send it."""
        if self.kind == ED25519:
            return string(self.kind) + string(self.point)
        return b"".join(map(string, (self.kind.encode(), _CURVE, self.point, self.site.encode())))

    @cached_property
    def fingerprint(self) -> str:
        """The key's fingerprint, as ``ssh-keygen -l`` prints it."""
        return "SHA256:" + b64encode(sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def line(self) -> str:
        """The key as a ``.pub`` file has it, without a comment."""
        return f"{self.kind} {b64encode(self.blob).decode()}"


@lru_cache(maxsize=1024)
def of_blob(blob: bytes) -> Key:
    """Return the key that SSH's protocols send as these bytes: people sign many records with one. Raises ``ValueError``."""
    kind = blob[4 : 4 + int.from_bytes(blob[:4])].decode("ascii", "replace")
    if kind == ED25519:
        key = Key(ED25519, unpacked(blob, STRING, STRING)[1])
    elif kind == PASSKEY:
        _kind, _curve, point, site = unpacked(blob, STRING, STRING, STRING, STRING)
        key = Key(PASSKEY, point, site.decode("ascii"))
    else:
        raise ValueError(f"it is a key of the kind “{kind}”; it can be one of: {', '.join(KINDS)}")
    if key.blob != blob or (kind == PASSKEY and (len(key.point) != _POINT_BYTES or not key.site)):
        raise ValueError("it is not a key of its kind")
    key.fits(b"", b"")  # raises ValueError for a point that is not on the curve
    return key


def of_line(line: str) -> Key:
    """Return the key of a ``.pub`` file's line; a comment after it is ignored. Raises ``ValueError``."""
    words = line.split()
    if len(words) < 2:
        raise ValueError("it is no public key; write one such as “ssh-ed25519 AAAA…”")
    key = of_blob(b64decode(words[1], validate=True))
    if key.line != f"{words[0]} {words[1]}":
        raise ValueError(f"it says that it is “{words[0]}” and is “{key.kind}”")
    return key


def of_passkey(spki: bytes, site: str) -> Key:
    """Return a passkey as SSH knows it, from what WebAuthn's ``getPublicKey()`` returned and its RP ID. Raises
    ``ValueError``."""
    return of_blob(Key(PASSKEY, spki[-_POINT_BYTES:], site).blob)
