"""Whether a log still shows the history that somebody saw before. Needs nothing of the log but its files.

A witness keeps the last checkpoint that it saw. At each look it makes the whole tree anew from the log's tiles:

1. The tree is that of the checkpoint, which the known key signed.
2. It begins with the tree of the checkpoint that was kept, and is no smaller.
"""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from glossary.content import files
from glossary.errors import Refused, Rewritten
from glossary.proofs import notes, tiles
from glossary.proofs.notes import Note, Verifier
from glossary.proofs.tree import Tree

MAX_RECORDS = 4_000_000
"""Largest log that is looked at: a server could claim any size, and let us fetch for ever."""

TIMEOUT = 20
"""Seconds for one file."""

KEPT = "checkpoint"
REFUSED = "refused"

Fetch = Callable[[str], bytes]
"""Returns a file of a log, by its path. Raises ``FileNotFoundError`` where there is none."""


def source(place: str) -> Fetch:
    """Return what fetches the files of a log, at an address (``https://…/log``) or in a folder."""
    if not place.startswith(("https://", "http://")):
        return lambda name: (Path(place) / name).read_bytes()
    return lambda name: _fetched(f"{place.rstrip('/')}/{name}")


def _fetched(address: str) -> bytes:
    try:
        with urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310, http and https only
            return bytes(answer.read(notes.MAX_BYTES + 1))
    except HTTPError as error:
        raise FileNotFoundError(f"{error.code} {error.reason}") from None


def look(fetch: Fetch, known: Verifier, before: Note | None) -> Note:
    """Return a log's checkpoint, after a look at its whole tree. Raises ``BadSignature`` where the known key did not sign
    it, ``Rewritten`` where it is not the history of the checkpoint ``before``, and ``Refused`` where a file is missing."""
    try:
        note = notes.read(fetch(tiles.CHECKPOINT).decode())
        notes.check(note, known)
        tree = _tree(fetch, note, known)
    except (OSError, HTTPException, ValueError) as error:
        raise Refused(f"the log cannot be read ({error})", "look again later, and tell its operator") from None
    if before is not None:
        _require_extends(tree, note, before)
    return note


def _tree(fetch: Fetch, note: Note, known: Verifier) -> Tree:
    found = notes.checkpoint(note)
    if found.origin != known.name or found.size > MAX_RECORDS:
        raise ValueError(f"it calls itself “{found.origin}” and says that it has {found.size} records")
    tree = Tree(list(tiles.leaves(fetch, found.size)))
    if tree.root(found.size) != found.root:  # 1
        raise ValueError("its files are not those of its checkpoint")
    return tree


def _require_extends(tree: Tree, note: Note, before: Note) -> None:
    old, new = notes.checkpoint(before), notes.checkpoint(note)
    if old.origin != new.origin:
        raise Refused(f"the checkpoint is of another log, “{old.origin}”", "give one of this log")
    if new.size < old.size:  # 2
        raise Rewritten(f"the log had {old.size} records and has {new.size} now", str(before), str(note))
    if tree.root(old.size) != old.root:  # 2
        raise Rewritten(f"the first {old.size} records of the log are not what they were", str(before), str(note))


def kept(folder: Path) -> Note | None:
    """Return the checkpoint that a witness keeps in its folder, or ``None`` before its first look."""
    file = folder / KEPT
    return notes.read(files.read(file)) if file.exists() else None


def keep(folder: Path, note: Note, known: Verifier, cosigned: Callable[[Note], Note]) -> Note:
    """Keep a checkpoint in the witness's folder, cosigned, with the log's own signature and no other; return it."""
    own = Note(note.text, tuple(mark for mark in note.marks if (mark.name, mark.id) == (known.name, known.id)))
    files.replace(folder / KEPT, str(signed := cosigned(own)))
    return signed
