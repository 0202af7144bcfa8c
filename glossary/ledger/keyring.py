"""Reviewers' keys as the policy has them, and the addresses at which passkeys may be used.

1. A key belongs to one person: the same one under two ids is refused.
2. A key counts from its first to its last day, by the days that records state. Of one that is revoked, because somebody else
   has it, only those records count that are pinned: the day that a record states is the signer's.
3. A passkey is of a site that one of the origins is on.

Nothing here imports cryptography before there is a key: a start without any is not slower.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from glossary.content import tables

DIGEST = r"sha256:[0-9a-f]{64}\Z"
_ORIGIN = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?|http://localhost(:[0-9]+)?")


@dataclass(frozen=True)
class Credential:
    """A reviewer's key: its line as a ``.pub`` file has it, without a comment; its first and its last day; and, if it is
    revoked, the digests of the records by it that still count (rule 2), and the day, if somebody wrote it down."""

    line: str
    start: date | None = None
    until: date | None = None
    revoked: frozenset[str] | None = None
    revoked_on: date | None = None

    def counts(self, day: date) -> bool:
        """Return whether the key counted on a day."""
        return not (self.start and day < self.start) and not (self.until and day > self.until)

    def pinned(self, digest: str) -> bool:
        """Return whether a record by it counts: of a revoked key, only what is pinned."""
        return self.revoked is None or digest in self.revoked


def _a_key(line: str) -> None:
    from glossary.proofs import keys

    if len(line.split()) > 2:
        raise ValidationError("it has a comment; take it out: it may name somebody or their machine")
    try:
        keys.of_line(line)
    except ValueError as error:
        raise ValidationError(
            f"it is no key that counts ({error}); give the two words of an Ed25519 .pub file"
        ) from None


def an_origin(value: str) -> None:
    """Raise ``ValidationError`` for what is not an origin as browsers write it."""
    if not _ORIGIN.fullmatch(value):
        raise ValidationError("it is no origin; write it as https://desk.example.org, without a path or a final slash")


def fewer(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Return what both pin; ``None`` pins everything."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def require_revoked(values: Mapping[str, Any]) -> None:
    """Raise ``ValidationError`` for the day of a revocation where nothing is revoked."""
    if "revoked_on" in values and "revoked" not in values:
        raise ValidationError("nothing is revoked here; write “revoked” beside it, or take the day out", "revoked_on")


class CredentialSchema(Schema):
    """A key in the policy: its line alone, or a table with its days."""

    key = fields.String(required=True, validate=_a_key)
    start = fields.Raw(validate=tables.a_date, data_key="from")
    until = fields.Raw(validate=tables.a_date)
    revoked = fields.List(fields.String(validate=validate.Regexp(DIGEST, error="it is not the digest of a record")))
    revoked_on = fields.Raw(validate=tables.a_date)

    @validates_schema
    def _what_is_dated_is_revoked(self, values: Mapping[str, Any], **_context: object) -> None:
        require_revoked(values)

    @pre_load
    def _line_alone(self, value: Any, **_context: object) -> Any:
        return {"key": value} if isinstance(value, str) else value

    @post_load
    def _credential(self, row: Mapping[str, Any], **_context: object) -> Credential:
        revoked = frozenset(row["revoked"]) if "revoked" in row else None
        days = row.get("start"), row.get("until")
        return Credential(" ".join(row["key"].split()), *days, revoked, row.get("revoked_on"))


def objections(reviewers: Collection[Mapping[str, Any]], origins: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Find the keys that cannot stand where they do: each with the numbers of its reviewer and of itself in their lists."""
    owners: dict[str, str] = {}
    for number, reviewer in enumerate(reviewers):
        for place, credential in enumerate(reviewer.get("keys", ())):
            if not isinstance(credential, Credential):
                continue
            if owner := owners.get(credential.line):  # Rule 1
                yield number, place, f"the same key stands under “{owner}”; each person has keys of their own"
            elif not _on_one_of(credential.line, origins):  # Rule 3
                yield number, place, "no origin in “origins” is on the site of this passkey; add that of the desk"
            owners.setdefault(credential.line, str(reviewer.get("id")))


def _on_one_of(line: str, origins: Collection[str]) -> bool:
    from glossary.proofs import keys

    site = keys.of_line(line).site
    hosts = [urlsplit(origin).hostname or "" for origin in origins]
    return not site or any(host == site or host.endswith(f".{site}") for host in hosts)
