"""What a key signs to show whose it is, at the desk: a line with the desk's address and a secret of the session.

The signature is made as those of verdicts are, by a passkey or an SSH key, in a namespace of its own: whoever signs in signs
nothing else by it, and a verdict's signature lets nobody in.
"""

from __future__ import annotations

from glossary.content import identity
from glossary.desk import credentials, passkeys
from glossary.desk.desk import Desk
from glossary.desk.passkeys import Given
from glossary.desk.sessions import Session
from glossary.ledger import signed
from glossary.proofs import signatures
from glossary.proofs.keys import Key

PURPOSE = "glossary-desk@v1"


def namespace(desk: Desk) -> str:
    """Return the namespace of what is signed to enter. Raises ``BadContent``."""
    return signed.namespace(PURPOSE, identity.load(desk.settings.terms, desk.settings.today).id)


def line(desk: Desk, session: Session) -> str:
    """Return what a key must sign."""
    return f"Let me in at {desk.origin} {session.challenge}"


def for_passkey(desk: Desk, session: Session) -> str:
    """Return the challenge for a passkey, as pages hold it: what an SSH key would sign."""
    return passkeys.text(signatures.signed(line(desk, session).encode(), namespace(desk)))


def by_passkey(desk: Desk, session: Session, given: Given) -> Key:
    """Return which of all passkeys that the desk or the policy knows signed the line. Raises ``BadSignature``."""
    known = credentials.passkeys(desk, given.id)
    message = line(desk, session).encode()
    return passkeys.signature(given, known, message, namespace(desk), desk.origin).key


def by_ssh(desk: Desk, session: Session, armour: str) -> Key:
    """Return the key that signed the line: the signature holds it. Raises ``BadSignature``."""
    signature = signatures.read(pasted(armour))
    signatures.check(signature, line(desk, session).encode(), namespace(desk))
    return signature.key


def pasted(text: str) -> str:
    """Return what was pasted as it was copied: forms send CR LF, and people copy blanks."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
