"""Signed notes (C2SP, signed-note): a text with lines of signatures below it, and the checkpoints of a log (tlog-checkpoint).

A log signs its checkpoints; a witness adds a cosignature with a time (tlog-cosignature). Both are Ed25519.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.errors import BadSignature, Fault
from glossary.proofs.keys import ED25519, Key
from glossary.proofs.signing import of_private

SIGNATURE, COSIGNATURE = 1, 4
"""Kinds of signatures: of a log, and of a witness."""

MAX_BYTES = 64 * 1024
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\n")
_TIME_BYTES = 8


@dataclass(frozen=True)
class Verifier:
    """A name with its key, as logs and witnesses are known by. ``kind`` says for which signatures."""

    name: str
    kind: int
    point: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that name the key in a signature."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.point).digest()[:4]

    def __str__(self) -> str:
        """Return it as one word, a “vkey”."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.point).decode()}"


def verifier(word: str) -> Verifier:
    """Return the name and key that a “vkey” says. Raises ``ValueError``."""
    name, _, rest = word.partition("+")
    data = b64decode(rest.partition("+")[2], validate=True)
    found = Verifier(name, data[0] if data else 0, data[1:])
    if str(found) != word or found.kind not in (SIGNATURE, COSIGNATURE) or len(found.point) != 32 or not name:
        raise ValueError(f"“{word}” is no key of a log or a witness; it looks like “example.org/log+0123abcd+AQ…”")
    return found


@dataclass(frozen=True)
class Mark:
    """One signature below a note: whose, by the name and the id of the key, and its bytes."""

    name: str
    id: bytes
    data: bytes

    def __str__(self) -> str:
        """Return it as a line, without its break."""
        return f"— {self.name} {b64encode(self.id + self.data).decode()}"


@dataclass(frozen=True)
class Note:
    """A text, which ends in a line break, and the signatures below it."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __str__(self) -> str:
        """Return it as a file has it."""
        return f"{self.text}\n" + "".join(f"{mark}\n" for mark in self.marks)


def read(written: str) -> Note:
    """Return a note from its file. Raises ``BadSignature``."""
    text, blank, below = written.rpartition("\n\n")
    lines = below.splitlines(keepends=True)
    if len(written) > MAX_BYTES or not blank or not lines or re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", written):
        raise BadSignature(Fault.UNREADABLE, "it is no signed note")
    return Note(f"{text}\n", tuple(map(_mark, lines)))


def _mark(line: str) -> Mark:
    match = _LINE.fullmatch(line)
    with suppress(ValueError):  # what is no Base64 is no signature either
        data = b64decode(match[2]) if match else b""
        mark = Mark(match[1] if match else "", data[:4], data[4:])
        if f"{mark}\n" == line:
            return mark
    raise BadSignature(Fault.UNREADABLE, "a line of it is no signature of a note")


def sign(note: Note, name: str, private: Ed25519PrivateKey) -> Note:
    """Return a note with one more signature, under a name."""
    known = verifier_of(name, private, SIGNATURE)
    return replace(note, marks=(*note.marks, Mark(name, known.id, private.sign(note.text.encode()))))


def cosign(note: Note, name: str, private: Ed25519PrivateKey, seconds: int) -> Note:
    """Return a checkpoint with one more cosignature of a witness, at a Unix time."""
    known, time = verifier_of(name, private, COSIGNATURE), seconds.to_bytes(_TIME_BYTES)
    return replace(note, marks=(*note.marks, Mark(name, known.id, time + private.sign(_cosigned(note, seconds)))))


def verifier_of(name: str, private: Ed25519PrivateKey, kind: int) -> Verifier:
    """Return by what a signer is known. Raises ``ValueError`` for a name that a note cannot hold."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"“{name}” is no name; write one like “glossary.example.org/log”")
    return Verifier(name, kind, of_private(private).point)


def _cosigned(note: Note, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{note.text}".encode()


def check(note: Note, known: Verifier) -> int:
    """Return the Unix time of a known witness's cosignature, or zero for a log's signature. Raises ``BadSignature`` where it
    is missing, or one in that name with that key is wrong."""
    marks = [mark for mark in note.marks if (mark.name, mark.id) == (known.name, known.id)]
    if not marks:
        raise BadSignature(Fault.UNKNOWN_KEY, f"it is not signed by {known}")
    return max(_time(note, mark, known) for mark in marks)


def _time(note: Note, mark: Mark, known: Verifier) -> int:
    seconds, message, signature = 0, note.text.encode(), mark.data
    if known.kind == COSIGNATURE:
        seconds, signature = int.from_bytes(mark.data[:_TIME_BYTES]), mark.data[_TIME_BYTES:]
        message = _cosigned(note, seconds)
    if not Key(ED25519, known.point).fits(signature, message):
        raise BadSignature(Fault.WORDS, f"by {known.name}")
    return seconds


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: which it is (``origin``), how many entries it has, and the root of their tree."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text of the note."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def checkpoint(note: Note) -> Checkpoint:
    """Return the checkpoint that a note is. Raises ``BadSignature``; ours have no further lines."""
    origin, size, root, *_ = (*note.text.split("\n"), "", "", "")
    try:
        found = Checkpoint(origin, int(size), b64decode(root, validate=True))
    except ValueError:
        found = Checkpoint("", 0, b"")
    if found.text != note.text or not found.origin or found.size < 0:
        raise BadSignature(Fault.UNREADABLE, "it is no checkpoint of a log")
    return found
