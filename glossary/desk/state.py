"""What the desk remembers, in a folder of its own: who was invited, who is signed in, what somebody has begun.

Nothing of it counts: the content repository is the only store of what counts, and whoever deletes the folder loses no verdict
that was kept. Nobody but the desk's own user can read it. It holds no address, no name and no mail address of anybody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from glossary.errors import Refused

FILE = "desk.sqlite"
_PATIENCE = 10
"""Seconds to wait for another process that writes."""

TABLES = """
CREATE TABLE IF NOT EXISTS invitations (hash TEXT PRIMARY KEY, who TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS people (who TEXT PRIMARY KEY, roles TEXT NOT NULL, languages TEXT NOT NULL, handle BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS credentials (line TEXT PRIMARY KEY, who TEXT NOT NULL, id BLOB);
CREATE TABLE IF NOT EXISTS sessions
    (hash TEXT PRIMARY KEY, who TEXT, form TEXT NOT NULL, challenge TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS later (who TEXT, language TEXT, concept TEXT, day TEXT, PRIMARY KEY (who, language, concept));
CREATE TABLE IF NOT EXISTS looked (who TEXT, concept TEXT, source TEXT, PRIMARY KEY (who, concept, source));
CREATE TABLE IF NOT EXISTS kept
    (who TEXT, language TEXT, concept TEXT, act TEXT, fields TEXT, why TEXT, PRIMARY KEY (who, language, concept, act));
CREATE TABLE IF NOT EXISTS wishes
    (language TEXT, concept TEXT, priority INTEGER, due TEXT, PRIMARY KEY (language, concept));
"""
"""Lists are words with spaces between them, times are seconds of Unix time."""

Value = str | int | bytes | None


class State:
    """The state folder, which is made where there is none. Each act opens the database for itself: threads share nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with _told(folder):
            self._make()

    def _make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        with closing(sqlite3.connect(self.folder / FILE, timeout=_PATIENCE)) as database:
            database.executescript(TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not (self.folder / FILE).exists():  # somebody deleted it, as they may
            self._make()
        with closing(sqlite3.connect(self.folder / FILE, timeout=_PATIENCE, isolation_level=None)) as database:
            database.row_factory = sqlite3.Row
            yield database

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Yield the database for a change that happens as a whole or not at all."""
        with _told(self.folder), self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def write(self, statement: str, *values: Value) -> int:
        """Do one change; return how many rows it concerned."""
        with self.change() as database:
            return database.execute(statement, values).rowcount

    def rows(self, query: str, *values: Value) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        with _told(self.folder), self._open() as database:
            return database.execute(query, values).fetchall()

    def row(self, query: str, *values: Value) -> sqlite3.Row | None:
        """Return the first row of a query, if it has one."""
        return next(iter(self.rows(query, *values)), None)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say what is wrong with the folder, and what to do. Raises ``Refused``."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise Refused(f"the desk cannot use its notes in {folder} ({error})", _remedy(error)) from None
    except OSError as error:
        what = f"the desk cannot use its folder {folder} ({error.strerror or error})"
        raise Refused(what, "make it writable for the desk, or set GLOSSARY_DESK_STATE to another") from None


def _remedy(error: sqlite3.DatabaseError) -> str:
    if isinstance(error, sqlite3.OperationalError):
        return "see that its disk has room and that the desk may write there, and try again"
    return f"move the file {FILE} away: nothing in it counts, but reviewers need new invitations"


def inside_repository(folder: Path, content: Path) -> bool:
    """Return whether a folder lies in the repository of the content, where what is in it could be published."""
    parents = (content.resolve(), *content.resolve().parents)
    root = next((parent for parent in parents if (parent / ".git").exists()), content.resolve())
    return folder.resolve().is_relative_to(root)
