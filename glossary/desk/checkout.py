"""The checkout of the content, in which maintainers enter keys, adopt, and take batches in.

1. Nothing is changed while somebody else is at work in it: in the middle of a merge, or with changes that are not committed.
2. A change is one commit on the branch that is checked out, by the pseudonym of the maintainer, at midnight (UTC). Where it
   cannot be committed, the files are as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from glossary.content import files
from glossary.desk.batches import Batches
from glossary.desk.git import Git
from glossary.errors import Refused
from glossary.settings import Settings

_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
"""What git keeps while a change is under way."""

_LISTED = 3


@dataclass(frozen=True)
class Checkout:
    """The content's own working tree."""

    settings: Settings
    batches: Batches

    def _git(self) -> Git:
        return Git(self.batches.root, self.settings.today)

    @property
    def head(self) -> str:
        """The commit that is checked out."""
        return self._git().line("rev-parse", "--verify", "HEAD^{commit}")

    def require_quiet(self) -> None:
        """Raise ``Refused`` where somebody is at work in it (rule 1), in words."""
        git = self._git()
        folder = Path(git.line("rev-parse", "--absolute-git-dir"))
        if any((folder / name).exists() for name in _UNDER_WAY):
            what = "somebody is in the middle of joining two versions of the content"
            raise Refused(what, "have that finished or given up (git status), then do this again")
        if not git.knows("symbolic-ref", "-q", "HEAD"):
            raise Refused(
                "the content has no branch checked out", "check its branch out (git switch), then do this again"
            )
        if changed := list(self._changed(git)):
            names = ", ".join(changed[:_LISTED]) + (" …" if len(changed) > _LISTED else "")
            what = f"the content has changes that nobody has committed ({names})"
            raise Refused(what, "have them committed or taken back, then do this again")

    def _changed(self, git: Git) -> Iterator[str]:
        inside = self.settings.translations.resolve().relative_to(git.folder).as_posix()
        said = git.run("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all").decode(errors="replace")
        for row in filter(None, said.split("\0")):
            state, name = row[:2], row[3:]
            if state != "??" or name.startswith(f"{inside}/"):  # what lies elsewhere and is unknown is in nobody's way
                yield files.printable(name)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Keep the checkout for one change. Raises ``Refused`` by rule 1."""
        with self.batches.kept():
            self.require_quiet()
            yield

    @contextmanager
    def changing(self, file: Path, message: str, who: str) -> Iterator[None]:
        """Change one file, and commit it when the block ends (rule 2). Raises ``Refused``."""
        with self.quiet():
            git, name = self._git(), str(file.resolve().relative_to(self.batches.root))
            before = self.head
            try:
                yield
                git.run("add", "--", name)
                commit = git.commit(git.line("write-tree"), (before,), message, who)
                git.run("update-ref", "HEAD", commit, before, who=who)
            except BaseException:
                _restore(git, name)
                raise


def _restore(git: Git, name: str) -> None:
    with suppress(Refused):
        git.run("reset", "-q", "--", name)
    try:
        git.run("checkout", "-q", "HEAD", "--", name)
    except Refused:  # it was not there before
        (git.folder / name).unlink(missing_ok=True)
