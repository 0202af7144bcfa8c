"""Invitations: links that somebody opens once.

1. A link holds 256 random bits, of which the desk keeps only the hash.
2. It works until somebody has made a key with it, and for seven days at most.
3. No answer says whether a link that does not work ever did, and whoever guesses waits longer each time
   (``brake``).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from sqlite3 import Connection

from glossary.desk import people
from glossary.desk.desk import Desk
from glossary.errors import Refused

DAYS = 7


def issue(desk: Desk, who: str, roles: Iterable[str], languages: Iterable[str]) -> str:
    """Invite somebody as what; return the secret part of their link. Other links of theirs no longer work."""
    secret = secrets.token_urlsafe(32)  # 1
    people.expect(desk, who, roles, languages)
    with desk.state.change() as database:
        database.execute("DELETE FROM invitations WHERE expires <= ? OR who = ?", (desk.now, who))
        values = _hash(secret), who, desk.now + DAYS * 86400
        database.execute("INSERT INTO invitations VALUES (?, ?, ?)", values)
    return secret


def find(desk: Desk, secret: str) -> str | None:
    """Return whom a link invites; ``None`` where it does not work (rule 3)."""
    row = desk.state.row("SELECT who FROM invitations WHERE hash = ? AND expires > ?", _hash(secret), desk.now)
    return row["who"] if row else None


@dataclass(frozen=True)
class Invited:
    """Somebody who was invited, as what: whether their link is open, and until when (Unix time), and whether they have a
    key, so have used one."""

    who: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    expires: int | None
    used: bool

    @property
    def until(self) -> date | None:
        """The day on which the link ends, where one is open."""
        return datetime.fromtimestamp(self.expires, UTC).date() if self.expires else None


def known(desk: Desk) -> list[Invited]:
    """Return everybody who was invited, by their ids. Links are known to nobody (rule 1)."""
    rows = desk.state.rows(
        "SELECT people.who, roles, languages, (SELECT max(expires) FROM invitations WHERE invitations.who = people.who "
        "AND expires > ?) AS expires, EXISTS (SELECT 1 FROM credentials WHERE credentials.who = people.who) AS used "
        "FROM people WHERE roles != '' ORDER BY people.who",
        desk.now,
    )
    return [
        Invited(row["who"], (*row["roles"].split(),), (*row["languages"].split(),), row["expires"], bool(row["used"]))
        for row in rows
    ]


def use(database: Connection, secret: str) -> None:
    """Use a link up, within a change of what the desk remembers (rule 2). Raises ``Refused`` where somebody was quicker."""
    if not database.execute("DELETE FROM invitations WHERE hash = ?", (_hash(secret),)).rowcount:
        raise Refused("this link was used a moment ago", "if it was you, sign in")


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
