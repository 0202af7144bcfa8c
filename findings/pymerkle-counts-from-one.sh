#!/usr/bin/env bash
# Guess:   the first leaf of a Merkle tree log has index 0, as in RFC 6962 and in
#          the C2SP tlog formats, and an inclusion proof holds only the siblings.
# Happens: pymerkle gives the first leaf index 1, asks for index 1 in
#          prove_inclusion, and lays the leaf's own hash at the head of the path,
#          so that a tree of two has a path of two hashes, not one.
# Version: pymerkle 7.0.0. Seen 2026-11-29.
# Matters: a log of vetted translations that is checked with pymerkle needs its
#          indices moved by one and its paths shortened by one before they can be
#          compared with a tlog proof; the root itself is the same.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pymerkle==7.0.0 cachetools==7.2.1
"$work/venv/bin/python" - <<'PY'
import hashlib
import importlib.metadata
import sys

from pymerkle import InmemoryTree


def sha(data):
    return hashlib.sha256(data).digest()


entries = ["dove (en)", "鴿 (zh-Hant)"]
tree = InmemoryTree(algorithm="sha256")
indices = [tree.append_entry(entry.encode()) for entry in entries]
leaves = [sha(b"\0" + entry.encode()) for entry in entries]
root = sha(b"\1" + leaves[0] + leaves[1])
path = tree.prove_inclusion(1).serialize()["path"]

got = {
    "indices": indices,
    "root as in RFC 6962": tree.get_root() == root,
    "hashes in the path": len(path),
    "path begins with the leaf itself": path[0] == leaves[0].hex(),
}
EXPECTED = {
    "indices": [1, 2],
    "root as in RFC 6962": True,
    "hashes in the path": 2,
    "path begins with the leaf itself": True,
}
print("pymerkle", importlib.metadata.version("pymerkle"))
for name, value in got.items():
    print(f"  {name}: {value}")
if got != EXPECTED:
    sys.exit("no longer as documented")
PY
