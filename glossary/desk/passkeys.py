"""Passkeys: how a browser is asked for one, and what it answers.

1. Only ES256: OpenSSH has no kind of signature for another passkey.
2. No attestation, and a random user handle: neither the maker of a device nor the person can be told from a key.
3. The person is verified each time: by a PIN, a fingerprint or a face.
4. It is made and used on this desk's own pages, not in a frame of another site.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webauthn import generate_registration_options, options_to_json, verify_registration_response
from webauthn.helpers import decode_credential_public_key
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.decode_credential_public_key import DecodedEC2PublicKey
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from glossary.desk import credentials, people
from glossary.desk.desk import Desk
from glossary.desk.sessions import Session
from glossary.errors import BadSignature, Fault, Refused
from glossary.proofs import signatures, signing
from glossary.proofs.keys import PASSKEY, Key, of_blob

_ALGORITHMS = [COSEAlgorithmIdentifier.ECDSA_SHA_256]  # 1
_MOST_BYTES = 16 * 1024
_AGAIN = "try again; if it happens again, use another browser or key"


def to_make(desk: Desk, session: Session, who: str) -> str:
    """Return what a browser is asked for to make a passkey, as JSON. Devices that hold one of theirs are left out."""
    options = generate_registration_options(
        rp_id=desk.site,
        rp_name="Review desk",
        user_name=who,
        user_display_name=who,
        user_id=people.handle(desk, who),  # 2
        challenge=bytes.fromhex(session.challenge),
        timeout=300_000,
        attestation=AttestationConveyancePreference.NONE,  # 2
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,  # 3
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in credentials.ids(desk, who)],
        supported_pub_key_algs=_ALGORITHMS,
    )
    return options_to_json(options)


def made(desk: Desk, session: Session, answer: str) -> tuple[Key, bytes]:
    """Return the passkey that a browser made, and its id. Raises ``Refused``."""
    try:
        verified = verify_registration_response(
            credential=_without_frames(answer),
            expected_challenge=bytes.fromhex(session.challenge),
            expected_rp_id=desk.site,
            expected_origin=desk.origin,
            require_user_verification=True,  # 3
            supported_pub_key_algs=_ALGORITHMS,
        )
        point = decode_credential_public_key(verified.credential_public_key)
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise Refused(f"this passkey cannot be used ({error})", _AGAIN) from None
    if not isinstance(point, DecodedEC2PublicKey):
        raise Refused("this passkey cannot be used (it is not of the kind ES256)", _AGAIN)
    return of_blob(Key(PASSKEY, b"\x04" + point.x + point.y, desk.site).blob), verified.credential_id


def _without_frames(answer: str) -> str:
    """Return an answer that was not made in a frame of another site (rule 4)."""
    client = json.loads(_bytes(json.loads(answer)["response"]["clientDataJSON"]))
    if client.get("crossOrigin", False) is not False or "topOrigin" in client:
        raise ValueError("it was made in a frame of another site")
    return answer


@dataclass(frozen=True)
class Given:
    """What a browser gives when a passkey has signed: the id of the passkey, and the parts of the assertion."""

    id: bytes
    der: bytes
    authenticator: bytes
    client: bytes

    def by(self, key: Key, namespace: str, origin: str) -> signatures.Signature:
        """Return the signature, as one by a key. Nothing is checked here. Raises ``BadSignature`` where it is none."""
        try:
            return signing.by_passkey(key, namespace, self.der, self.authenticator, self.client, origin)
        except (ValueError, IndexError) as error:
            raise BadSignature(Fault.UNREADABLE, str(error)) from None


def given(form: Mapping[str, str]) -> Given:
    """Return what a form brings of a passkey that has signed. Raises ``BadSignature``."""
    try:
        return Given(*(_bytes(form[name]) for name in ("id", "signature", "authenticator", "client")))
    except (KeyError, ValueError) as error:
        raise BadSignature(Fault.UNREADABLE, str(error)) from None


def signature(given: Given, keys: Iterable[Key], message: bytes, namespace: str, origin: str) -> signatures.Signature:
    """Return the signature of a message, checked, by the one of these passkeys that made it. Raises ``BadSignature``."""
    fault = BadSignature(Fault.WORDS)
    for key in keys:
        made = given.by(key, namespace, origin)
        try:
            signatures.check(made, message, namespace, [origin])
        except BadSignature as error:
            fault = fault if error.fault is Fault.WORDS else error  # of another key it is not of these words either
        else:
            return made
    raise fault


def text(data: bytes) -> str:
    """Return bytes as pages and forms hold them (base64url)."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(value: str) -> bytes:
    if len(value) > _MOST_BYTES:
        raise ValueError("it is too long")
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))
