"""Git, through its command: what the content repository keeps of the desk, and nothing of a person.

1. A commit's author and committer are a pseudonym, its time is the midnight (UTC) of its day.
2. Nothing of this machine acts: no configuration but the repository's own, no hook, no signature, no question.
3. What fails is said in words, of which none is git's: whoever reviews texts has never met it.
"""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

from glossary.errors import Refused

_ABROAD = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")
_QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_OFF = ("core.hooksPath=/dev/null", "commit.gpgSign=false", "gc.auto=0", "core.autocrlf=false", "safe.directory=*")
"""Rule 2. The operator named the folder, so whose it is does not matter."""

SECONDS = 60
"""How long one command of git may take."""

HOST = "desk.invalid"
"""The part of a pseudonym's address behind the @: git asks for one, and this name can never exist (RFC 6761)."""

_AGAIN = "your verdict is kept: try again in a moment"
_SAID: tuple[tuple[str, str, str], ...] = (
    ("No space left on device", "the disk of the desk is full", f"tell its operator; {_AGAIN}"),
    ("File too large", "the disk of the desk is full", f"tell its operator; {_AGAIN}"),
    ("Read-only file system", "the disk of the desk cannot be written", f"tell its operator; {_AGAIN}"),
    ("Permission denied", "the content cannot be written by the desk", f"tell its operator; {_AGAIN}"),
    (".lock': File exists", "another program is changing the content just now", _AGAIN),
    ("You have not concluded your merge", "somebody is in the middle of joining two versions", "finish that first"),
    ("not concluded your", "somebody is in the middle of another change", "finish that first"),
    ("unmerged", "somebody is in the middle of joining two versions", "finish that first"),
    ("would be overwritten", "files with changes that are not committed are in the way", "commit those first"),
    ("Not possible to fast-forward", "the content went on while the batch was taken in", "take it in once more"),
    ("not a git repository", "the content lies in no repository of git", "tell the operator: the desk needs one"),
)
"""Rule 3: what git says, what is said for it, and what to do."""


class Git:
    """A repository, or one of its working trees, at a folder; what is done there is done on a day."""

    def __init__(self, folder: Path, day: date) -> None:
        self.folder, self.day = folder, day

    def run(self, *arguments: str, given: bytes = b"", who: str = "desk") -> bytes:
        """Return what a command of git prints. Raises ``Refused``, in words, where it fails."""
        settings = [part for option in _OFF for part in ("-c", option)]
        command = ["git", "-C", str(self.folder), *settings, *arguments]
        environment = {name: value for name, value in os.environ.items() if name not in _ABROAD}
        environment |= _QUIET | _person(who, self.day)
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                check=False,
                timeout=SECONDS,
                env=environment,
                restore_signals=False,  # else a file that may not grow kills it, and its locks stay
            )
        except FileNotFoundError:
            raise Refused("git is not installed where the desk runs", "tell its operator") from None
        except NotADirectoryError:
            raise Refused("the folder of the content is gone", "tell the desk's operator") from None
        except subprocess.TimeoutExpired:
            raise Refused("the repository of the content does not answer", _AGAIN) from None
        if done.returncode:
            raise _trouble(arguments[0], done.stderr.decode(errors="replace"), done.returncode)
        return done.stdout

    def line(self, *arguments: str) -> str:
        """Return the one line that a command of git prints."""
        return self.run(*arguments).decode(errors="surrogateescape").strip()

    def knows(self, *arguments: str) -> bool:
        """Return whether a command of git succeeds: one that only asks."""
        try:
            self.run(*arguments)
        except Refused:
            return False
        return True

    def commit(self, tree: str, parents: tuple[str, ...], message: str, who: str) -> str:
        """Make a commit by a pseudonym; return its name."""
        arguments = [part for parent in parents for part in ("-p", parent)]
        return self.run("commit-tree", tree, *arguments, "-F", "-", given=message.encode(), who=who).decode().strip()


def _person(who: str, day: date) -> dict[str, str]:
    """Rule 1, also for the log of a reference, which git writes at each change."""
    values = {"NAME": who, "EMAIL": f"{who}@{HOST}", "DATE": f"{day}T00:00:00+0000"}
    return {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in values.items()}


def _trouble(command: str, said: str, code: int) -> Refused:
    for words, what, remedy in _SAID:
        if words in said:
            return Refused(what, remedy)
    last = next(filter(None, reversed(said.strip().split("\n"))), f"it ended with {code}")
    return Refused(f"the repository of the content could not be changed (git {command}: {last})", "tell the operator")
