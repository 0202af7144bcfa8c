"""Content as it was at a revision of version control, beside what it is now: records are only ever added."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glossary.errors import Refused
from glossary.ledger import ledgers
from glossary.ledger.records import Records


@contextmanager
def earlier(folder: Path, revision: str) -> Iterator[Path]:
    """Make a copy of a folder as it was at a git revision, byte for byte, for as long as the block lasts; empty where it was
    not there yet. Raises ``Refused`` where there is no git, no repository or no such revision."""
    root = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    inside = folder.resolve().relative_to(root.resolve()).as_posix()
    rows = [row for row in _git(root, "ls-tree", "-r", "-z", revision, "--", inside).split(b"\0") if row]
    with tempfile.TemporaryDirectory(prefix="glossary-since-") as copy:
        blobs = [(os.fsdecode(row.split(b"\t", 1)[1]), row.split(b"\t")[0].decode().split()) for row in rows]
        # Neither links nor modules.
        files = [(name, digest) for name, (mode, _, digest) in blobs if mode.startswith("100")]
        # Not “git archive”: attributes in the content could leave files out of it, or change their line ends.
        for (name, _), data in zip(files, _blobs(root, [digest for _, digest in files]), strict=True):
            target = Path(copy) / Path(name).relative_to(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield Path(copy)


def files_at(repository: Path, folder: Path, revision: str) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of JSON lines that a folder had at a revision, each with its path now and its bytes then.

    Raises ``Refused`` where there is no git, no repository around ``repository``, or no such revision in it.
    """
    root = Path(_git(repository, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    below = folder.resolve().relative_to(root).as_posix()
    names = _git(root, "ls-tree", "-r", "-z", "--name-only", revision, "--", below).decode().split("\0")
    for name in filter(lambda name: name.endswith(ledgers.ENDING), names):
        yield root / name, _git(root, "show", f"{revision}:{name}")


def _blobs(root: Path, digests: list[str]) -> Iterator[bytes]:
    output, at = _git(root, "cat-file", "--batch", given="".join(f"{digest}\n" for digest in digests).encode()), 0
    for _ in digests:
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[2])
        yield output[end + 1 : end + 1 + size]
        at = end + size + 2


def records(translations: Path) -> Records:
    """Return all records that can be read below a translations folder, whatever stands around them."""
    languages = sorted(path.name for path in translations.iterdir() if path.is_dir())
    return Records({language: tuple(ledgers.readable(translations, language)) for language in languages})


def _git(directory: Path, *arguments: str, given: bytes = b"") -> bytes:
    try:
        command = ["git", "-C", str(directory), *arguments]
        done = subprocess.run(command, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused("git is not installed", "install it, or leave --since out") from None
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip() or "no such revision"
        raise Refused(
            f"git {arguments[0]}: {message}",
            "run this inside a git checkout and name one of its commits, such as HEAD~1",
        ) from None
    return done.stdout
