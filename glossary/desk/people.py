"""Who somebody is at the desk: a pseudonym, and what they may do.

1. The policy decides. Whom it revoked does not enter.
2. Somebody whom it does not know yet may work as their invitation says: their verdicts are kept, and count once the policy
   has them and their key. So may somebody registered, as the desk remembers them, while the policy cannot be read.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from glossary.desk.desk import Desk
from glossary.errors import BadContent
from glossary.language.names import name_in
from glossary.language.tags import SOURCE
from glossary.ledger import policy
from glossary.ledger.policy import Policy
from glossary.ledger.reviewer import Languages
from glossary.ledger.roles import CONTACT, EVERY, LANGUAGE, MAINTAINER, SUBJECT


@dataclass(frozen=True)
class Person:
    """Somebody at the desk. ``registered``: the policy has them, so what they do counts as soon as it has their key."""

    id: str
    roles: frozenset[str]
    languages: frozenset[str]
    registered: bool

    @property
    def is_maintainer(self) -> bool:
        """Whether they answer for the policy and adopt what stands beside the texts."""
        return MAINTAINER in self.roles


def find(desk: Desk, who: str) -> Person | None:
    """Return who a pseudonym is, by the rules of this module; ``None`` for nobody who may enter."""
    reviewer = rules.reviewers.get(who) if (rules := rules_of(desk)) else None
    if reviewer is not None:
        return None if reviewer.revoked is not None else Person(who, reviewer.roles, reviewer.languages, True)
    row = desk.state.row("SELECT roles, languages FROM people WHERE who = ?", who)
    return Person(who, frozenset(row["roles"].split()), Languages(row["languages"].split()), False) if row else None


_DUTIES = {
    LANGUAGE: "how texts are worded",
    SUBJECT: "whether texts are right in substance",
    CONTACT: "contacts of help",
    MAINTAINER: "what stands beside the texts, and the policy",
}
"""What each role looks at."""


def duties(person: Person) -> str:
    """Return what somebody may review, in words."""
    parts = [words for role, words in _DUTIES.items() if role in person.roles]
    tongues = (
        ["every language"] if EVERY in set(person.languages) else [name_in(tag, SOURCE) for tag in person.languages]
    )
    return " and ".join(parts) + (f", in {', '.join(sorted(tongues))}" if tongues else "")


def handle(desk: Desk, who: str) -> bytes:
    """Return the random bytes by which authenticators know that two passkeys are of one person."""
    desk.state.write("INSERT OR IGNORE INTO people VALUES (?, '', '', ?)", who, secrets.token_bytes(32))
    row = desk.state.rows("SELECT handle FROM people WHERE who = ?", who)[0]
    made: bytes = row["handle"]
    return made


def rules_of(desk: Desk) -> Policy | None:
    """Return the policy as it stands; ``None`` where it cannot be read."""
    try:
        return policy.load(desk.settings.translations, desk.settings.today)
    except BadContent:
        return None


def remember(desk: Desk, who: str) -> None:
    """Note what the policy lets somebody do, for the time when it cannot be read: they can take a text back even then."""
    if (person := find(desk, who)) and person.registered:
        expect(desk, who, person.roles, person.languages)


def expect(desk: Desk, who: str, roles: Iterable[str], languages: Iterable[str]) -> None:
    """Note that somebody is invited, as what. Where they were before, this replaces it; their handle stays."""
    values = who, " ".join(sorted(roles)), " ".join(sorted(languages)), secrets.token_bytes(32)
    desk.state.write(
        "INSERT INTO people VALUES (?, ?, ?, ?) "
        "ON CONFLICT (who) DO UPDATE SET roles = excluded.roles, languages = excluded.languages",
        *values,
    )
