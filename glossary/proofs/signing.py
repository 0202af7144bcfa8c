"""Signatures made: with a private key from a file, with the SSH agent, or by a passkey.

What comes out is what ``ssh-keygen -Y sign`` makes of the same key, namespace and message.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_private_key

from glossary.content import files
from glossary.errors import Refused
from glossary.proofs import keys
from glossary.proofs.keys import ED25519, Key
from glossary.proofs.signatures import Assertion, Signature, signed
from glossary.proofs.wire import STRING, string, unpacked

_SIGN_REQUEST, _SIGN_RESPONSE = bytes([13]), bytes([14])  # draft-ietf-sshm-ssh-agent
_MAX_ANSWER = 64 * 1024
_PUBLIC = ".pub"
_AUTHENTICATOR_BYTES = 37
"""Of authenticator data, before the extensions: the site's hash, the flags, the counter (WebAuthn section 6.1)."""

Asking = Callable[[], str]
"""Asks the person for the passphrase of a key's file."""


def with_file(file: Path, message: bytes, namespace: str, ask: Asking, agent: str = "") -> Signature:
    """Sign with the key in a file. ``FILE.pub`` names a key that the SSH agent holds; ``agent`` is the agent's socket.

    Raises ``Refused`` where that is not possible, with the reason.
    """
    if file.suffix == _PUBLIC:
        return with_agent(public(file), message, namespace, agent)
    return with_private(private_key(file, ask), message, namespace)


def with_private(private: Ed25519PrivateKey, message: bytes, namespace: str) -> Signature:
    """Sign with a private key."""
    raw = string(ED25519) + string(private.sign(signed(message, namespace)))
    return Signature(of_private(private), namespace, raw)


def public(file: Path) -> Key:
    """Return the key in a ``.pub`` file. Raises ``Refused``."""
    try:
        return keys.of_line(files.read(file))
    except ValueError as error:
        raise Refused(f"{files.displayed(file)}: {error}", "give the public half of an Ed25519 key") from None


def of_private(private: Ed25519PrivateKey) -> Key:
    """Return the public half of a key."""
    return Key(ED25519, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def private_key(file: Path, ask: Asking) -> Ed25519PrivateKey:
    """Return the private key in a file, as ``ssh-keygen -t ed25519`` makes it. Raises ``Refused``."""
    data, name = files.read_bytes(file), files.displayed(file)
    try:
        private: object = load_ssh_private_key(data, None)
    except TypeError:  # it has a passphrase
        private = _unlocked(data, name, ask())
    except (ValueError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise Refused(f"{name} is no private Ed25519 key", "make one with “ssh-keygen -t ed25519”")
    return private


def _unlocked(data: bytes, name: str, passphrase: str) -> object:
    try:
        return load_ssh_private_key(data, passphrase.encode())
    except ValueError:
        raise Refused(f"that is not the passphrase of {name}", "run the command again") from None


def with_agent(key: Key, message: bytes, namespace: str, agent: str) -> Signature:
    """Sign with a key that the SSH agent holds; ``agent`` is its socket (``SSH_AUTH_SOCK``). Raises ``Refused``."""
    if key.kind != ED25519:
        raise Refused(f"the agent cannot sign with a key of the kind “{key.kind}”", "use an Ed25519 key")
    if not agent:
        raise Refused("there is no SSH agent", "start one, or give the file of the private key")
    request = _SIGN_REQUEST + string(key.blob) + string(signed(message, namespace)) + bytes(4)
    try:
        kind, raw = unpacked(_asked(agent, request), 1, STRING)
    except (OSError, ValueError):
        kind, raw = b"", b""
    if kind != _SIGN_RESPONSE:
        raise Refused("the SSH agent does not sign with that key", "add it with “ssh-add FILE”")
    return Signature(key, namespace, raw)


def _asked(agent: str, request: bytes) -> bytes:
    """Return what an agent answers. Raises ``OSError``, or ``ValueError`` for an answer that is cut off or too long."""
    with socket.socket(socket.AF_UNIX) as connection, connection.makefile("rwb") as stream:
        connection.connect(agent)
        stream.write(string(request))
        stream.flush()
        length = int.from_bytes(stream.read(4))
        if not 0 < length <= _MAX_ANSWER:
            raise ValueError("no answer")
        return stream.read(length)


def by_passkey(key: Key, namespace: str, der: bytes, authenticator: bytes, client: bytes, origin: str) -> Signature:
    """Return the signature in a WebAuthn assertion, whose challenge was ``signatures.signed``. The browser gives the rest:
    ``signature`` (DER), ``authenticatorData`` and ``clientDataJSON``; ``origin`` is that of the page. Nothing is checked
    here. Raises ``ValueError`` where the first is no DER.
    """
    flags, counter = authenticator[32], authenticator[33:_AUTHENTICATOR_BYTES]
    assertion = Assertion(der, flags, counter, origin, client, authenticator[_AUTHENTICATOR_BYTES:])
    return Signature(key, namespace, assertion.blob)
