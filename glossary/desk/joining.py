"""Two versions of the content joined, where git would stop and ask: a batch, and what the content has become meanwhile.

What only one side changed, counts. Of what both changed, catalogs are joined by key (``catalogs/merge.py``: what both changed
is marked fuzzy and keeps both) and files of lines by line; other files where git can join them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from glossary.catalogs import merge, po
from glossary.content import files
from glossary.desk.git import Git
from glossary.errors import Refused

_Sides = tuple[Path, Path, Path]
"""Files with what both sides come from, ours and theirs; empty where there was none."""


def join(git: Git, base: str, ours: str, theirs: str) -> None:
    """Make a working tree what ``ours`` is, with what ``theirs`` changed since ``base``.

    Raises ``BadContent`` where a catalog cannot be read, ``Refused`` where two changes cannot be joined.
    """
    names = filter(None, git.run("diff", "--name-only", "--no-renames", "-z", base, theirs).decode().split("\0"))
    git.run("read-tree", "--reset", "-u", ours)
    for name in names:
        joined = _joined(git, name, [_blob(git, revision, name) for revision in (base, ours, theirs)])
        if joined is None:
            (git.folder / name).unlink(missing_ok=True)
        else:
            files.replace(git.folder / name, joined)


def _blob(git: Git, revision: str, name: str) -> bytes | None:
    listed = git.run("ls-tree", "-z", revision, "--", name)
    return git.run("cat-file", "blob", f"{revision}:{name}") if listed else None


def _joined(git: Git, name: str, versions: list[bytes | None]) -> bytes | None:
    base, ours, theirs = versions
    if ours in (base, theirs):
        return theirs
    with tempfile.TemporaryDirectory(prefix="glossary-desk-") as folder:
        paths = tuple(Path(folder) / f"{side}{Path(name).suffix}" for side in ("base", "ours", "theirs"))
        for path, data in zip(paths, versions, strict=True):
            path.write_bytes(data or b"")
        return _BY_ENDING.get(Path(name).suffix, _by_git)(git, name, (paths[0], paths[1], paths[2]))


def _by_key(_git: Git, _name: str, sides: _Sides) -> bytes:
    return po.write(merge.merged(*map(merge.read, sides))[0]).encode()


def _by_line(_git: Git, _name: str, sides: _Sides) -> bytes:
    """Every line of both, ours first: lines are only ever added."""
    _, ours, theirs = (path.read_bytes().splitlines(keepends=True) for path in sides)
    return b"".join(dict.fromkeys(ours + theirs))


def _by_git(git: Git, name: str, sides: _Sides) -> bytes:
    base, ours, theirs = map(str, sides)
    try:
        return git.run("merge-file", "-p", "-q", ours, base, theirs)
    except Refused:
        raise Refused(f"{name} was changed in the batch and in the content", "choose one of them by hand") from None


_BY_ENDING: Mapping[str, Callable[[Git, str, _Sides], bytes]] = {".po": _by_key, ".jsonl": _by_line}
