"""The log of all records, in ``translations/log/``: what stands in it stays, and anybody sees where it does not.

1. An entry is the SHA-256 of a record's line, with its signature and its line break; each line is entered once.
2. A checkpoint is signed only over a tree that begins with that of the one before.
3. The proof of a record is to the first checkpoint that has it, and never changes.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from glossary.content import files
from glossary.errors import BadContent, BadSignature, Fault, Finding, Refused
from glossary.proofs import notes, tiles, tree
from glossary.proofs.notes import Checkpoint, Note, Verifier
from glossary.proofs.tree import Tree

_PROOF = "c2sp.org/tlog-proof@v1"
_REMEDY = "restore the log’s folder from version control; only “glossary log” writes there"


@dataclass(frozen=True)
class Log:
    """A log: its entries in the order of their arrival, and its checkpoints, the smallest first."""

    entries: tuple[bytes, ...] = ()
    checkpoints: tuple[Note, ...] = ()

    @cached_property
    def tree(self) -> Tree:
        """The tree of the entries."""
        return Tree(list(map(tree.leaf, self.entries)))

    @cached_property
    def sizes(self) -> list[int]:
        """How many entries the log had at each checkpoint."""
        return [notes.checkpoint(note).size for note in self.checkpoints]

    @cached_property
    def places(self) -> dict[bytes, int]:
        """The index of each entry."""
        return {entry: index for index, entry in enumerate(self.entries)}

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every file of the log, by name. They are made of its entries: whatever else lies in its folder is none of it."""
        made = dict(tiles.written(self.tree, self.entries))
        notes_by_size = zip(self.sizes, (str(note).encode() for note in self.checkpoints), strict=True)
        checkpoints = {f"{tiles.CHECKPOINTS}/{size}": note for size, note in notes_by_size}
        last = [(tiles.CHECKPOINT, note) for note in list(checkpoints.values())[-1:]]
        return {**made, **dict(tiles.earlier(self.sizes, made)), **checkpoints, **dict(last)}

    @property
    def origin(self) -> str:
        """The log's name, or nothing before its first checkpoint."""
        return notes.checkpoint(self.checkpoints[-1]).origin if self.checkpoints else ""

    def has(self, line: bytes) -> bool:
        """Return whether a line was entered."""
        return entry(line) in self.places

    def place(self, line: bytes) -> int | None:
        """Return the index of a line's entry, or ``None`` where it is not in the log."""
        return self.places.get(entry(line))

    def proof(self, line: bytes) -> str | None:
        """Return the proof that a line is in the log (C2SP, tlog-proof), or ``None`` where it is not in it yet."""
        index = self.places.get(entry(line))
        if index is None:
            return None
        first = bisect_right(self.sizes, index)  # 3
        path = self.tree.inclusion(index, self.sizes[first])
        hashes = "".join(f"{b64encode(each).decode()}\n" for each in path)
        return f"{_PROOF}\nindex {index}\n{hashes}\n{self.checkpoints[first]}"


def entry(line: bytes) -> bytes:
    """Return what stands in the log for a line, whose line break belongs to it."""
    return sha256(line).digest()  # 1


def check(proof: str, line: bytes, known: Verifier) -> Checkpoint:
    """Check a proof that a line is in a known log; return the checkpoint. Raises ``BadSignature``."""
    head, _, written = proof.partition("\n\n")
    note = notes.read(written)
    notes.check(note, known)
    found = notes.checkpoint(note)
    try:
        title, index, *path = head.split("\n")
        at, hashes = int(index.removeprefix("index ")), [b64decode(each, validate=True) for each in path]
    except ValueError:
        raise BadSignature(Fault.UNREADABLE, "the proof cannot be read") from None
    there = tree.included(entry(line), at, found.size, found.root, hashes)
    if title != _PROOF or found.origin != known.name or not there:
        raise BadSignature(Fault.PROOF)
    return found


def read(folder: Path) -> Log:
    """Return the log in a folder; without one, it is empty. Raises ``BadContent`` where its files are not of one history."""
    current = folder / tiles.CHECKPOINT
    if not (current.exists() or current.is_symlink()):
        return Log()
    try:
        size = notes.checkpoint(notes.read(files.read(current))).size
        entries = tuple(tiles.entries(lambda name: files.read_bytes(folder / name), size))
        log = Log(entries, tuple(_checkpoints(folder)))
        _require_one_history(log, size)
    except (ValueError, BadSignature) as error:
        raise _damaged(current, str(error)) from None
    return log


def _damaged(file: Path, what: str) -> BadContent:
    return BadContent([Finding(files.displayed(file), 0, f"the log is damaged ({what})", _REMEDY)])


def _checkpoints(folder: Path) -> list[Note]:
    names = sorted(int(path.name) for path in (folder / tiles.CHECKPOINTS).glob("[0-9]*"))
    return [notes.read(files.read(folder / tiles.CHECKPOINTS / str(name))) for name in names]


def _require_one_history(log: Log, size: int) -> None:
    if not log.sizes or log.sizes[-1] != size:
        raise ValueError(f"its last checkpoint is not of {size} records")
    for note in log.checkpoints:
        found = notes.checkpoint(note)
        if found.root != log.tree.root(found.size) or found.origin != log.origin:
            raise ValueError(f"its entries are not those of its checkpoint of {found.size} records")


def append(folder: Path, lines: Iterable[bytes], origin: str, private: Ed25519PrivateKey) -> tuple[Log, int]:
    """Enter the lines that are not in the log yet, in their order, and sign a checkpoint; return the log, and how many.

    ``origin`` is the log's name; of a log that there is, it may be left empty. Raises ``BadContent``, ``Refused`` and
    ``Unwritable``.
    """
    with files.locked(folder):
        before = read(folder)
        name = _name(before, origin)
        _require_own(before, name, private)
        new = [each for each in dict.fromkeys(map(entry, lines)) if each not in before.places]
        if not new:
            return before, 0
        entries = (*before.entries, *new)
        whole = Tree([*before.tree.leaves, *map(tree.leaf, new)])  # 2
        note = Note(Checkpoint(name, len(entries), whole.root(len(entries))).text)
        log = Log(entries, (*before.checkpoints, notes.sign(note, name, private)))
        _write(folder, log, whole)
    return log, len(new)


def _name(log: Log, origin: str) -> str:
    if not (log.origin or origin):
        raise Refused("the log has no name yet", "give it one with --origin, such as glossary.example.org/log")
    if log.origin and origin not in ("", log.origin):
        raise Refused(f"the log is called “{log.origin}”", "leave --origin out; another name would be another log")
    return log.origin or origin


def _require_own(log: Log, name: str, private: Ed25519PrivateKey) -> None:
    """Raise ``Refused`` where another key signed the log: whoever knows that key would no longer follow."""
    try:
        own = notes.verifier_of(name, private, notes.SIGNATURE)
        if log.checkpoints:
            notes.check(log.checkpoints[-1], own)
    except ValueError as error:
        raise Refused(str(error), "give another --origin") from None
    except BadSignature:
        raise Refused(f"the log “{name}” is signed by another key", "give the file of that key") from None


def _write(folder: Path, log: Log, whole: Tree) -> None:
    """Write what is new, the checkpoint last: whoever reads meanwhile sees the log as it was."""
    for name, data in tiles.written(whole, log.entries):
        if not (folder / name).is_file() or (folder / name).read_bytes() != data:
            files.replace(folder / name, data)
    note = str(log.checkpoints[-1])
    files.replace(folder / tiles.CHECKPOINTS / str(len(log.entries)), note)
    files.replace(folder / tiles.CHECKPOINT, note)
    full = tiles.superseded(len(log.entries))
    for file in (folder / "tile").rglob("*.p/*"):
        if full(file.relative_to(folder).as_posix()):
            with files.writing(file):
                file.unlink()
