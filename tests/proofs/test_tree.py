"""Merkle trees: the vectors of Certificate Transparency, an implementation that is not ours, and proofs by the thousand."""

from __future__ import annotations

from hashlib import sha256

import pytest
from pymerkle import InmemoryTree

from glossary.proofs import tree
from glossary.proofs.tree import Tree

LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The roots of the trees of the first 0, 1, 2 … of these leaves: the test vectors of Certificate Transparency (RFC 6962)."""

ENTRIES = [str(number).encode() for number in range(70)]
TREE = Tree([tree.leaf(entry) for entry in ENTRIES])


def test_the_roots_are_those_of_certificate_transparency() -> None:
    whole = Tree([tree.leaf(entry) for entry in LEAVES])
    assert [whole.root(size).hex() for size in range(9)] == ROOTS


def test_another_implementation_has_the_same_roots_and_proofs() -> None:
    """pymerkle counts from one, and lays the leaf's own hash before an inclusion proof (``findings/``)."""
    theirs = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES:
        theirs.append_entry(entry)
    for size in range(1, len(ENTRIES) + 1):
        assert theirs.get_root(size) == TREE.root(size)
        for index in range(size):
            path = theirs.prove_inclusion(index + 1, size).serialize()["path"]
            assert tuple(map(bytes.fromhex, path[1:])) == TREE.inclusion(index, size)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 37, 64, 70])
def test_a_proof_shows_what_it_proves_and_nothing_else(size: int) -> None:
    root, other = TREE.root(size), sha256(b"other").digest()
    for index in range(size):
        proof = TREE.inclusion(index, size)
        assert tree.included(ENTRIES[index], index, size, root, proof)
        assert not tree.included(b"x", index, size, root, proof)
        assert not tree.included(ENTRIES[index], index, size, other, proof)
        assert not tree.included(ENTRIES[index], index + 1, size, root, proof)
        assert not tree.included(ENTRIES[index], index, size, root, (*proof, other))
        assert not proof or not tree.included(ENTRIES[index], index, size, root, proof[1:])
    for old in range(1, size + 1):
        proof, before = TREE.consistency(old, size), TREE.root(old)
        assert tree.extends(old, before, size, root, proof)
        assert not tree.extends(old, other, size, root, proof)
        assert not tree.extends(old, before, size, other, proof)
        assert not tree.extends(old, before, size, root, (*proof, other))
        assert not proof or not tree.extends(old, before, size, root, proof[:-1])
        assert old == size or not tree.extends(old, before, size + 100, root, proof)
    assert tree.extends(0, tree.EMPTY, size, root, ())
