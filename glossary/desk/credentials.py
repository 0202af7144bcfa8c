"""The keys of people at the desk: those that the policy has, and those that wait for it.

1. A key belongs to one person, as in the policy.
2. Whoever's key is revoked, or who is revoked, does not enter with it. The policy says so whatever the desk remembers.
3. A key that waits lets its owner in; what it signs counts once the policy has it.

The desk also remembers the ids by which authenticators know their passkeys. Without them browsers offer all of the site's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

from glossary.desk import people
from glossary.desk.desk import Desk
from glossary.desk.people import Person
from glossary.errors import Refused
from glossary.ledger.keyring import Credential
from glossary.proofs import keys
from glossary.proofs.keys import PASSKEY, Key


@dataclass(frozen=True)
class Held:
    """A key of somebody. ``credential`` is what the policy says of it (``None``: it waits for the policy)."""

    who: str
    key: Key
    credential: Credential | None

    @property
    def kind(self) -> str:
        """What it is called on the page."""
        return "Passkey" if self.key.kind == PASSKEY else "SSH key"

    @property
    def enters(self) -> bool:
        """Whether it lets its owner in (rule 2)."""
        return self.credential is None or self.credential.revoked is None

    def standing(self, today: date) -> str:
        """Return whether it counts, in words."""
        if self.credential is None:
            return "waits for the maintainers"
        if self.credential.revoked is not None:
            return "is revoked, and signs nothing any more"
        return "counts" if self.credential.counts(today) else "does not count today, by the days in the policy"


def of(desk: Desk, who: str) -> list[Held]:
    """Return the keys of a person: those of the policy first."""
    return [held for held in _all(desk) if held.who == who]


def owner(desk: Desk, key: Key) -> Held | None:
    """Return whose key this is, if it is anybody's."""
    return next((held for held in _all(desk) if held.key == key), None)


def passkeys(desk: Desk, id: bytes) -> list[Key]:
    """Return the passkeys that an authenticator may mean by an id, which it chose: those of that id, else
    all of this site."""
    if rows := desk.state.rows("SELECT line FROM credentials WHERE id = ?", id):
        return [keys.of_line(row["line"]) for row in rows]
    return [held.key for held in _all(desk) if held.key.kind == PASSKEY and held.key.site == desk.site]


def ids(desk: Desk, who: str) -> list[bytes]:
    """Return the ids of somebody's passkeys, as far as the desk remembers them."""
    rows = desk.state.rows("SELECT id FROM credentials WHERE who = ? AND id IS NOT NULL ORDER BY id", who)
    return [row["id"] for row in rows]


def keep(desk: Desk, database: Connection, who: str, key: Key, id: bytes | None = None) -> None:
    """Remember a key, within a change of what the desk remembers. Raises ``Refused`` for somebody else's (rule 1)."""
    held = owner(desk, key)
    if held is not None and (held.who != who or not held.enters):
        raise Refused("this key cannot be used here", "it is somebody else's, or revoked; use another one")
    values = key.line, who, id
    database.execute(
        "INSERT INTO credentials VALUES (?, ?, ?) ON CONFLICT (line) "
        "DO UPDATE SET who = excluded.who, id = coalesce(excluded.id, id)",
        values,
    )


def forget(desk: Desk, who: str, line: str) -> None:
    """Forget a key of somebody that waits, unless it is their only one. Raises ``Refused``."""
    held = of(desk, who)
    waits = any(each.key.line == line and each.credential is None for each in held)
    if not waits or len(held) < 2:
        raise Refused(
            "This key stays", "The maintainers take out what the policy has; the only key keeps the door open"
        )
    desk.state.write("DELETE FROM credentials WHERE who = ? AND line = ?", who, line)


def waiting(desk: Desk) -> list[Held]:
    """Return the keys that wait for the policy."""
    return [held for held in _all(desk) if held.credential is None]


def for_policy(desk: Desk, person: Person, held: Iterable[Held]) -> str:
    """Return the lines by which the policy would have somebody's keys that wait; empty where none does."""
    lines = [each.key.line for each in held if each.credential is None]
    if not lines:
        return ""
    rules = people.rules_of(desk)
    head = [] if rules and desk.origin in rules.origins else [f"origins = {json.dumps([desk.origin])}", ""]
    head += ["[[reviewers]]", f'id = "{person.id}"']
    if not person.registered:
        named = ((name, sorted(getattr(person, name))) for name in ("roles", "languages"))
        head += [f"{name} = {json.dumps(values)}" for name, values in named if values]
    return "\n".join([*head, "keys = [", *(f'    "{line}",' for line in lines), "]"])


def _all(desk: Desk) -> Iterator[Held]:
    known = set()
    rules = people.rules_of(desk)
    for who, reviewer in rules.reviewers.items() if rules else ():
        for credential in reviewer.keys:
            known.add(credential.line)
            yield Held(who, keys.of_line(credential.line), credential)
    for row in desk.state.rows("SELECT who, line FROM credentials ORDER BY rowid"):
        if row["line"] not in known:
            yield Held(row["who"], keys.of_line(row["line"]), None)
