"""The history of the ledgers in version control: records are only ever added."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from glossary.content import files
from glossary.errors import Finding, Refused
from glossary.ledger import adopted, ledgers


def lost(translations: Path, revision: str) -> Iterator[Finding]:
    """Find the records that a git revision has and the ledgers do not have any more, byte for byte, in any file of their
    language.

    A digest protects a single record; only this finds records that were removed. Raises ``Refused`` where there is no git, no
    repository or no such revision.
    """
    for path, text in files_at(translations, translations, revision):
        language = path.relative_to(translations.resolve()).parts[0]
        now = _lines_of(translations, language)
        for number, written in enumerate(text.split(b"\n"), 1):
            if written not in now:
                what = f"the record in line {number} of {revision} is not in any ledger of “{language}” now"
                again = "adopt" if language == files.ADOPTIONS else "vet"
                remedy = f"restore it: git checkout {revision} -- {files.displayed(path)}, then {again} again"
                yield Finding(files.displayed(path), 0, what, remedy)


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


def _lines_of(translations: Path, language: str) -> set[bytes]:
    every = adopted.paths(translations) if language == files.ADOPTIONS else ledgers.paths(translations, language)
    paths = [path for path in every if path.is_file()]
    return {b"", *(line for path in paths for line in path.read_bytes().split(b"\n"))}


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
