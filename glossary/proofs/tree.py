"""Merkle trees, as RFC 6962 section 2.1 has them, with SHA-256: their roots, and proofs that need not the whole tree.

An inclusion proof shows that a leaf is in a tree, a consistency proof that a tree begins with a smaller one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of what has two parts."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Tree:
    """A tree, by the hashes of its leaves. Every method takes the ``size`` of the tree as it was then."""

    leaves: Sequence[bytes]

    @cached_property
    def levels(self) -> tuple[Sequence[bytes], ...]:
        """The hashes of all full subtrees: at level 3 of those of eight leaves, in their order."""
        levels = [self.leaves]
        while len(below := levels[-1]) > 1:
            levels.append([node(*pair) for pair in zip(below[::2], below[1::2], strict=False)])
        return tuple(levels)

    def root(self, size: int) -> bytes:
        """Return the root."""
        return self._hash(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the leaf at this index, from zero, is in the tree (section 2.1.1)."""
        start, end, path = 0, size, list[bytes]()
        while end - start > 1:
            middle = start + _left(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the tree begins with the one of the size ``old`` (section 2.1.2)."""
        start, end, path = 0, size, list[bytes]()
        while old < end:
            middle = start + _left(end - start)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        own = (self._hash(start, end),) if start else ()  # whoever checks has the old root
        return (*own, *reversed(path))

    def _hash(self, start: int, end: int) -> bytes:
        size = end - start
        if size & (size - 1) == 0:  # a full subtree: every start is a multiple of its size
            return self.levels[size.bit_length() - 1][start // size]
        middle = start + _left(size)
        return node(self._hash(start, middle), self._hash(middle, end))


def _left(size: int) -> int:
    """Return how many leaves stand in the left part: the largest power of two that is smaller than the size."""
    return 1 << (size - 1).bit_length() - 1


def included(entry: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a proof shows that a tree of this size and root has the entry (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    found, at, last = leaf(entry), index, size - 1
    for sibling in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def extends(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a proof shows that a tree begins with an older one (RFC 9162 section 2.1.4.2)."""
    if not 0 < old < size:
        return not proof and ((old == 0 and old_root == EMPTY) or (old == size and old_root == root))
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not path:
        return False
    before = after = path[0]
    for sibling in path[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            before, after = node(sibling, before), node(sibling, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == root
