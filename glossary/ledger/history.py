"""The history of the ledgers in version control: records are only ever added."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from glossary.content import files
from glossary.errors import Finding, Refused
from glossary.ledger import vetted


def shrunk(translations: Path, revision: str) -> Iterator[Finding]:
    """Find the ledgers that are not what they were at a git revision, byte for byte, with lines added at the end.

    A digest protects a single record; only this finds records that were removed. Raises ``Refused`` where there is no git, no
    repository or no such revision.
    """
    root = Path(_git(translations, "rev-parse", "--show-toplevel").decode().strip())
    _git(translations, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    folder = translations.resolve().relative_to(root.resolve()).as_posix()
    names = _git(root, "ls-tree", "-r", "-z", "--name-only", revision, "--", folder).decode().split("\0")
    for name in filter(lambda name: name.endswith(f"/{vetted.FILE}"), names):
        before, path = _git(root, "show", f"{revision}:{name}"), root / name
        now = path.read_bytes() if path.exists() else b""
        if not now.startswith(before):
            line = _first_difference(before, now)
            what = f"the ledger is not the one of {revision} with records added"
            remedy = f"restore it: git checkout {revision} -- {name}, then vet again"
            yield Finding(files.displayed(path), line, what, remedy)


def _first_difference(before: bytes, now: bytes) -> int:
    lines = now.split(b"\n")
    for number, line in enumerate(before.split(b"\n"), 1):
        if number > len(lines) or lines[number - 1] != line:
            return number
    return 0


def _git(directory: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(directory), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused("git is not installed", "install it, or leave --since out") from None
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip() or "no such revision"
        raise Refused(
            f"git {arguments[0]}: {message}",
            "run this inside a git checkout and name one of its commits, such as HEAD~1",
        ) from None
    return done.stdout
