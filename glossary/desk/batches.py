"""Batches: what a reviewer does at the desk, until the maintainers take it in. A batch is the branch ``desk/<id>`` of the
content repository, with one commit for each verdict.

1. Verdicts are written in a working tree of their own, so nothing that happens in the checkout which is served can disturb
   them, and they cannot disturb that.
2. A commit is made whole or not at all. What is left of one that failed is swept out before the next.
3. A batch is brought up to date before each verdict. Catalogs are joined by key and ledgers by line; nothing is lost.
4. A batch is taken in only if the content can be served with it.

Neither the working trees nor the folder that they lie in count: they are made again where they are gone.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from glossary.catalogs import drafts
from glossary.content import files
from glossary.content.model import ID, Approval
from glossary.desk import joining
from glossary.desk.git import Git
from glossary.edition import loading, trusted
from glossary.errors import BadContent, Refused
from glossary.ledger import ledgers
from glossary.settings import Settings

BRANCHES = "refs/heads/desk/"
PATIENCE = 10.0
"""Seconds that a verdict waits for another one to be written."""

_COMMON = "rev-parse", "--path-format=absolute", "--git-common-dir"
_SUBJECT = re.compile(r"(approve|ask|propose|withdraw) ([A-Za-z0-9-]+)/([a-z0-9-]+) ([0-9a-f]{16})")


@dataclass(frozen=True)
class Act:
    """What somebody did to a text: ``approve``, ``ask`` for a change, ``propose`` other words, or ``withdraw``. ``digest`` is
    that of the text and its English, as on paper."""

    verb: str
    language: str
    concept: str
    digest: str

    @property
    def subject(self) -> str:
        """The act as the first line of its commit."""
        return f"{self.verb} {self.language}/{self.concept} {self.digest}"


@dataclass(frozen=True)
class Batch:
    """What waits of one reviewer: their acts, the oldest first. ``tip`` is the commit of the newest; empty without any."""

    who: str
    tip: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Open:
    """A batch while a verdict is written into it: its folder of translations, and that of its term files, where these are in
    the repository too."""

    who: str
    git: Git
    translations: Path
    terms: Path | None

    def require_free(self, language: str) -> None:
        """Raise ``Refused`` where another program keeps the ledger or the catalog of a language for too long."""
        for folder in (ledgers.path(self.translations, language, self.who), drafts.path(self.translations, language)):
            if folder.parent.is_dir():
                with files.locked(folder.parent, PATIENCE):
                    pass

    def record(self, act: Act) -> None:
        """Commit what was written. Raises ``Refused`` where that is not possible."""
        self.git.run("add", "-A", "--", ".")
        _committed(self.git, self.git.line("write-tree"), (self.git.line("rev-parse", "HEAD"),), act.subject, self.who)


@dataclass
class Batches:
    """The batches of a content repository. ``folder`` is where their working trees lie."""

    settings: Settings
    folder: Path
    _records: dict[tuple[str, str], tuple[Approval, ...]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The folder of the repository. Raises ``Refused`` where the content is in none."""
        inside = Git(self.settings.translations, self.settings.today)
        return Path(inside.line("rev-parse", "--show-toplevel")).resolve()

    def _git(self, folder: Path | None = None) -> Git:
        return Git(folder or self.settings.translations, self.settings.today)

    def of(self, who: str) -> Batch:
        """Return what waits of a reviewer. Raises ``Refused`` where the repository cannot be asked."""
        git, branch = self._git(), _branch(who)
        tip = next(iter(git.line("for-each-ref", "--format=%(objectname)", branch).split()), "")
        rows = git.line("log", "--no-merges", "--reverse", "--format=%s", f"HEAD..{tip}").split("\n") if tip else []
        return Batch(who, tip, tuple(act for row in rows if (act := _act(row))))

    def waiting(self) -> tuple[Batch, ...]:
        """Return the batches in which something waits, by their reviewers."""
        names = self._git().line("for-each-ref", "--format=%(refname)", BRANCHES).split("\n")
        people = (name.removeprefix(BRANCHES) for name in names)
        return tuple(batch for who in people if ID.fullmatch(who) and (batch := self.of(who)).acts)

    def records(self, batch: Batch, language: str) -> tuple[Approval, ...]:
        """Return all records of a reviewer in a language, as their batch has them."""
        known = batch.tip, f"{language}/{batch.who}"
        if batch.tip and known not in self._records:
            if len(self._records) > 1024:
                self._records.clear()
            self._records[known] = self._read(batch, language)
        return self._records.get(known, ())

    def _read(self, batch: Batch, language: str) -> tuple[Approval, ...]:
        own = ledgers.path(self.settings.translations, language, batch.who).resolve().relative_to(self.root)
        data = _blob(self._git(), batch.tip, own.as_posix())
        return tuple(ledgers.readable_lines((data or b"").split(b"\n"), language, own))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the repository for one change: no other desk over it changes it meanwhile. Raises ``Refused``."""
        with files.writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with files.locked(Path(self._git().line(*_COMMON)), PATIENCE):
            yield

    @contextmanager
    def open(self, who: str) -> Iterator[Open]:
        """Open a reviewer's batch, up to date, for one verdict. What is not committed when the block ends is gone. Raises
        ``Refused`` where the repository cannot be used, or another process keeps the batches for too long."""
        with self.kept():
            git = self._tree(who)
            with suppress(BadContent, Refused):  # the verdict stands on what it was given for; the batch can wait
                self._bring_up_to_date(git, who)
            try:
                yield self._open(git, who)
            finally:
                with suppress(Refused):
                    _swept(git)  # 2

    def _open(self, git: Git, who: str) -> Open:
        root = self.root
        terms = self.settings.terms.resolve()
        inside = git.folder / terms.relative_to(root) if terms.is_relative_to(root) else None
        return Open(who, git, git.folder / self.settings.translations.resolve().relative_to(root), inside)

    def _tree(self, who: str) -> Git:
        """Return the working tree of a batch (1), swept; both are made where they are not there."""
        git, place, branch = self._git(), self.folder / who, _branch(who)
        if place.exists() and not _is_tree(self._git(place), git):
            shutil.rmtree(place)
        if not git.knows("rev-parse", "--verify", "-q", branch):
            git.run("update-ref", branch, git.line("rev-parse", "--verify", "HEAD^{commit}"))
        if not place.exists():
            git.run("worktree", "prune")
            git.run("worktree", "add", "--force", "-q", str(place.resolve()), branch.removeprefix("refs/heads/"))
        _swept(self._git(place))
        return self._git(place)

    def _bring_up_to_date(self, git: Git, who: str) -> None:
        """Rule 3. Raises ``BadContent`` for a catalog that cannot be read, ``Refused`` for what cannot be joined."""
        head, tip = self._git().line("rev-parse", "HEAD"), git.line("rev-parse", "HEAD")
        if git.knows("merge-base", "--is-ancestor", head, tip):
            return
        base = git.line("merge-base", head, tip)
        if base == tip:
            git.run("reset", "-q", "--hard", head)
            return
        try:
            joining.join(git, base, head, tip)
            git.run("add", "-A", "--", ".")
            _committed(git, git.line("write-tree"), (tip, head), "bring the batch up to date", who)
        except BaseException:
            git.run("reset", "-q", "--hard", tip)
            raise

    def take_in(self, who: str) -> Batch:
        """Take a batch in: from then on it is part of the content. Returns what was in it.

        Raises ``Refused`` where there is nothing, or the repository does not allow it now; ``BadContent``, with the findings,
        where the content could not be served with it (4).
        """
        batch = self.of(who)
        if not batch.acts:
            raise Refused(f"nothing of “{who}” waits", "there is nothing to take in")
        with self.kept():
            git = self._tree(who)
            self._bring_up_to_date(git, who)
            self._require_good(self._open(git, who))
            self._git(self.root).run("merge", "-q", "--ff-only", _branch(who))
        return batch

    def _require_good(self, batch: Open) -> None:
        chosen = self.settings
        folders = batch.terms or chosen.terms, batch.translations, chosen.support
        loading.load(*folders, chosen.today, None, chosen.folders, trusted.pins(chosen))


def _branch(who: str) -> str:
    if not ID.fullmatch(who):
        raise Refused(f"“{who}” is not the id of a reviewer", "reviewers are registered in policy.toml")
    return BRANCHES + who


def _act(subject: str) -> Act | None:
    match = _SUBJECT.fullmatch(subject)
    return Act(*match.groups()) if match else None


def _blob(git: Git, revision: str, name: str) -> bytes | None:
    try:
        return git.run("cat-file", "blob", f"{revision}:{name}")
    except Refused:
        return None


def _committed(git: Git, tree: str, parents: tuple[str, ...], message: str, who: str) -> None:
    commit = git.commit(tree, parents, message, who)
    git.run("update-ref", "HEAD", commit, parents[0])


def _swept(git: Git) -> None:
    """Rule 2. Whoever sweeps keeps the folder, so a lock that is still there is of a process that was killed."""
    left = git.line("rev-parse", "--path-format=absolute", "--git-path", "index.lock")
    Path(left).unlink(missing_ok=True)
    git.run("reset", "-q", "--hard")
    git.run("clean", "-fdq")


def _is_tree(git: Git, of: Git) -> bool:
    """Return whether a folder is still a working tree of a repository."""
    try:
        top = Path(git.line("rev-parse", "--show-toplevel"))
        return git.line(*_COMMON) == of.line(*_COMMON) and top == git.folder.resolve()
    except Refused:
        return False
