"""A registered reviewer, as the policy has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from glossary.ledger.keyring import Credential
from glossary.ledger.roles import EVERY


class Languages(frozenset[str]):
    """The tags of the languages that somebody may vet in. With ``EVERY`` among them, every language is."""

    def __contains__(self, tag: object) -> bool:
        return super().__contains__(EVERY) or super().__contains__(tag)


@dataclass(frozen=True)
class Reviewer:
    """A registered reviewer. ``id`` is a pseudonym, ``languages`` hold tags, ``until`` is the last day on which they may
    approve (``None``: no end). ``revoked`` are, where somebody else has acted in their name, the digests of those of their
    approvals that still count (``None``: all do), and ``revoked_on`` is the day of that, if somebody wrote it down. ``keys``
    are those that they sign with."""

    id: str
    roles: frozenset[str]
    languages: frozenset[str]
    until: date | None = None
    revoked: frozenset[str] | None = None
    keys: tuple[Credential, ...] = ()
    revoked_on: date | None = None
