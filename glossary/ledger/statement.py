"""A statement: one person's approval of many texts at once, for a glossary that was published before there was a ledger.

Each text has a record of its own, whole words and all, which names the publication: so it says what it rests on wherever it
goes. All of them have one signature, of the statement.

1. A statement is one line: when, who, in which role, which publication, how many texts, and one root for the list of their
   records. The list is a tree of hashes, so a record shows with a few of them (``listed``) that it is on it.
2. Beside a hash, the tree does not say which stands left: the smaller one does. A leaf is the hash of a record's line without
   its signature; it begins with a brace, and no pair of hashes does.
3. It counts only signed, in a namespace of its own, and only where the policy says ``statements = true``.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from glossary.content.model import Approval
from glossary.ledger import record

PURPOSE = "glossary-statement@v1"
"""What the signature of a statement is for; the glossary's id follows."""

_MOST = 2**17
_known: dict[tuple[str, str | None], bytes] = {}
_heads: dict[bytes, bytes] = {}


def head(act: Approval) -> bytes:
    """Return what is signed for a record: the line of the statement that lists it, as far as the record shows (rule 1)."""
    key = act.record_digest, act.listed
    if not act.record_digest or key not in _known:
        texts, *path = (act.listed or "").split(" ")
        found = _leaf(act)
        for beside in path:
            found = _node(found, beside)
        if len(_known) >= _MOST:
            _known.clear()
            _heads.clear()
        whole = _line(act, texts, found)
        _known[key] = _heads.setdefault(whole, whole)
    return _known[key]


def _line(act: Approval, texts: str, root: str) -> bytes:
    publication = record.published(act.publication) if act.publication else {}
    words = {"when": act.when.strftime(record.TIME), "who": act.who, "role": act.role, "publication": publication}
    return record.object_of({**words, "texts": texts, "root": root}) + b"\n"


def _leaf(act: Approval) -> str:
    return _base64(record.message(act))


def _node(one: str, other: str) -> str:
    return _base64("".join(sorted((one, other))).encode())  # Rule 2


def _base64(data: bytes) -> str:
    return b64encode(sha256(data).digest()).decode().rstrip("=")


def listed(acts: Sequence[Approval]) -> tuple[Approval, ...]:
    """Return records with what shows that they are on one list: it is the list of exactly these."""
    level = [_leaf(act) for act in acts]
    paths, places = [list[str]() for _ in acts], list(range(len(acts)))
    while len(level) > 1:
        for number, place in enumerate(places):
            if place ^ 1 < len(level):  # the last of an odd number goes up as it is
                paths[number].append(level[place ^ 1])
            places[number] = place >> 1
        level = [_node(*level[at : at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
    return tuple(replace(act, listed=" ".join([str(len(acts)), *path])) for act, path in zip(acts, paths, strict=True))
