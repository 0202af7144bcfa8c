"""The policy, ``translations/policy.toml``: who may vet what, and which roles a text needs."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from hashlib import sha256
from itertools import combinations, product
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from glossary.content import tables
from glossary.content.model import ID, Approval
from glossary.errors import BadTag
from glossary.language.tags import SOURCE, parse
from glossary.ledger.keyring import DIGEST, CredentialSchema, an_origin, objections, require_revoked
from glossary.ledger.reviewer import Languages, Reviewer
from glossary.ledger.roles import ADOPTING, DEMONSTRATION, EVERY, ROLES

FILE = "policy.toml"

_REMEDY = "see docs/reviewers.md"
_NO_DIGEST = "it is not the digest of a record"
_ROLE = fields.String(validate=validate.OneOf(ROLES))
_ANY_ROLE = fields.String(validate=validate.OneOf((*ROLES, *ADOPTING)))


def _tag(value: str) -> None:
    try:
        parse(SOURCE if value == EVERY else value)
    except BadTag as error:
        raise ValidationError(str(error)) from None


@dataclass(frozen=True)
class Policy:
    """The reviewers by id, the roles that an English text and a translation need, the months until the next review, and how
    many people it takes to adopt a contact of help.

    ``demonstration``: approvals here were made by nobody, to show the product, and nothing counts as vetted. ``origins`` are
    those on which passkeys may be used. ``unsigned`` are the digests of what counts without a signature (``None``: all does).
    ``paper``: unsigned approvals that were made elsewhere may be written, as long as all count. ``statements``: one
    about a whole publication counts as an approval of each of its texts (``statement.py``).
    ``version`` rises with each change, ``digest`` is that of the file.
    """

    reviewers: Mapping[str, Reviewer]
    source_roles: tuple[str, ...]
    translation_roles: tuple[str, ...]
    review_due_months: int
    demonstration: bool = False
    contact_people: int = 2
    origins: tuple[str, ...] = ()
    unsigned: frozenset[str] | None = None
    version: int | None = None
    digest: str = ""
    paper: bool = False
    statements: bool = False

    def roles(self, language: str) -> tuple[str, ...]:
        """Return the roles that a text in this language needs."""
        return self.source_roles if language == SOURCE else self.translation_roles

    def counts(self, approval: Approval) -> bool:
        """Return whether an approval counts: by a reviewer who is revoked, only if it is pinned. The day that it states says
        nothing about when it was written."""
        return self.pinned(approval.who, approval.record_digest)

    def pinned(self, who: str, digest: str) -> bool:
        """Return whether what a reviewer recorded counts, by its digest: of one who is revoked, only what is pinned."""
        reviewer = self.reviewers.get(who)
        return reviewer is None or reviewer.revoked is None or digest in reviewer.revoked

    def counts_unsigned(self, digest: str) -> bool:
        """Return whether what has this digest counts without a signature. The day that it states says nothing."""
        return self.counts_all_unsigned or digest in (self.unsigned or ())

    @property
    def counts_all_unsigned(self) -> bool:
        """Whether everything counts without a signature."""
        return self.demonstration or self.unsigned is None

    @property
    def revokes(self) -> bool:
        """Whether a reviewer or a key is revoked."""
        people = self.reviewers.values()
        return any(each.revoked is not None or any(key.revoked is not None for key in each.keys) for each in people)

    def revoked(self, who: str) -> bool:
        """Return whether a reviewer is revoked: somebody else has acted in their name."""
        return who in self.reviewers and self.reviewers[who].revoked is not None

    def objection(self, who: str, role: str, language: str, on: date | None) -> str | None:
        """Return why this reviewer may not vet a text, or adopt something, in this language and role on this day, or ``None``
        if they may.

        ``on`` is ``None`` where the day does not matter, as for a withdrawal; ``language`` is empty for what is in none.
        """
        reviewer = self.reviewers.get(who)
        if reviewer is None:
            return f"“{who}” is not a registered reviewer"
        if role not in reviewer.roles:
            return f"“{who}” is not registered for the role “{role}”"
        if role not in ADOPTING and language not in reviewer.languages:
            return f"“{who}” is not registered for the language “{language}”"
        if on and reviewer.until and on > reviewer.until:
            return f"“{who}” was registered until {reviewer.until} only"
        return None

    def satisfied(self, approvals: tuple[Approval, ...], language: str) -> tuple[Approval, ...] | None:
        """Return one approval for each required role, in the order of ``roles``, or ``None`` where they cannot all be filled.

        ``approvals`` are of one text against one English, the oldest first; the latest are preferred. This is rule 3 of
        ``glossary.ledger.vetted``.
        """
        return filling(self.roles(language), approvals)

    def missing(self, approvals: tuple[Approval, ...], language: str) -> tuple[str, ...]:
        """Return the roles that still need an approval, each by a different person: as few as these approvals allow."""
        roles = self.roles(language)
        for size in range(len(roles), 0, -1):
            for filled in combinations(range(len(roles)), size):
                if filling(tuple(roles[number] for number in filled), approvals):
                    return tuple(role for number, role in enumerate(roles) if number not in filled)
        return roles

    def review_due(self, approved_on: date) -> date:
        """Return the day by which a text approved on that day should be read again: ``review_due_months`` later, on the last
        day of a shorter month."""
        years, month = divmod(approved_on.month - 1 + self.review_due_months, 12)
        year, month = approved_on.year + years, month + 1
        if year > MAXYEAR:
            return date.max
        return date(year, month, min(approved_on.day, monthrange(year, month)[1]))


def filling(roles: tuple[str, ...], approvals: tuple[Approval, ...]) -> tuple[Approval, ...] | None:
    """Return one approval for each role, each by a different person, or ``None`` where they cannot all be filled."""
    if len(approvals) < len(roles):  # as of the first approvals of every text
        return None
    latest = approvals[::-1]
    candidates = [[approval for approval in latest if approval.role == role] for role in roles]
    for choice in product(*candidates):
        if len({approval.who for approval in choice}) == len(choice):  # Rule 3: a different person in each role
            return choice
    return None


class _ReviewerSchema(Schema):
    id = fields.String(required=True, validate=validate.Regexp(ID.pattern + r"\Z", error="it is not a pseudonymous id"))
    roles = fields.List(_ANY_ROLE, required=True, validate=validate.Length(min=1))
    languages = fields.List(fields.String(validate=_tag), validate=validate.Length(min=1))
    until = fields.Raw(validate=tables.a_date)
    revoked = fields.List(fields.String(validate=validate.Regexp(DIGEST, error=_NO_DIGEST)))
    revoked_on = fields.Raw(validate=tables.a_date)
    about = fields.String()
    keys = fields.List(fields.Nested(CredentialSchema), load_default=list)

    @validates_schema(skip_on_field_errors=True)
    def _who_vets_does_so_in_a_language(self, values: Mapping[str, Any], **_context: object) -> None:
        if "languages" not in values and set(values["roles"]) & set(ROLES):
            raise ValidationError("Missing data for required field.", "languages")

    @validates_schema(skip_on_field_errors=True)
    def _what_is_dated_is_revoked(self, values: Mapping[str, Any], **_context: object) -> None:
        require_revoked(values)


class _RequiredSchema(Schema):
    source = fields.List(_ROLE, required=True, validate=validate.Length(min=1))
    translation = fields.List(_ROLE, required=True, validate=validate.Length(min=1))
    contact = fields.Integer(load_default=Policy.contact_people, strict=True, validate=validate.Range(min=1, max=9))


class _PolicySchema(Schema):
    review_due_months = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=600))
    required = fields.Nested(_RequiredSchema, required=True)
    reviewers = fields.List(fields.Nested(_ReviewerSchema), load_default=list)
    demonstration = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    paper = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    statements = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    version = fields.Integer(strict=True, validate=validate.Range(min=1, max=999_999_999))
    origins = fields.List(fields.String(validate=an_origin), load_default=list)
    signatures_required_from = fields.List(fields.String(validate=validate.Regexp(DIGEST, error=_NO_DIGEST)))

    @validates_schema
    def _nobody_s_approvals_stay_in_a_demonstration(self, values: dict[str, Any], **_context: object) -> None:
        ids = [str(reviewer.get("id")) for reviewer in values.get("reviewers", [])]
        if not values.get("demonstration") and any(reviewer.startswith(DEMONSTRATION) for reviewer in ids):
            what = f"ids that begin with “{DEMONSTRATION}” approve for nobody; take them out, with their ledgers"
            rows = {number: {"id": [what]} for number, reviewer in enumerate(ids) if reviewer.startswith(DEMONSTRATION)}
            raise ValidationError({"reviewers": rows})

    @validates_schema
    def _once(self, values: dict[str, Any], **_context: object) -> None:
        ids = [reviewer.get("id") for reviewer in values.get("reviewers", [])]
        if twice := [number for number, reviewer in enumerate(ids) if reviewer in ids[:number]]:
            rows = {number: {"id": [f"“{ids[number]}” stands twice; keep one"]} for number in twice}
            raise ValidationError({"reviewers": rows})

    @validates_schema
    def _whose_keys(self, values: dict[str, Any], **_context: object) -> None:
        rows: dict[int, Any] = {}
        for number, place, what in objections(values.get("reviewers", []), values.get("origins", [])):
            rows.setdefault(number, {"keys": {}})["keys"][place] = [what]
        if rows:
            raise ValidationError({"reviewers": rows})


_SCHEMA = _PolicySchema()


def load(directory: Path, today: date) -> Policy:
    """Return the policy of a translations folder. Raises ``BadContent`` where its file is missing or not valid."""
    table = tables.read(directory / FILE)
    return replace(_policy(table.load(_SCHEMA, _REMEDY, today)), digest=digest_of(table.data))


def digest_of(data: bytes) -> str:
    """Return the digest of a policy's file."""
    return f"sha256:{sha256(data).hexdigest()}"


def _policy(values: Mapping[str, Any]) -> Policy:
    reviewers = [_reviewer(row) for row in values["reviewers"]]
    return Policy(
        reviewers={reviewer.id: reviewer for reviewer in reviewers},
        source_roles=tuple(values["required"]["source"]),
        translation_roles=tuple(values["required"]["translation"]),
        review_due_months=values["review_due_months"],
        demonstration=values["demonstration"],
        paper=values["paper"],
        statements=values["statements"],
        contact_people=values["required"]["contact"],
        origins=tuple(values["origins"]),
        version=values.get("version"),
        unsigned=frozenset(pinned) if (pinned := values.get("signatures_required_from")) is not None else None,
    )


def _reviewer(values: Mapping[str, Any]) -> Reviewer:
    tags = Languages(tag if tag == EVERY else parse(tag) for tag in values.get("languages", ()))
    revoked = frozenset(values["revoked"]) if "revoked" in values else None
    roles, keys, day = frozenset(values["roles"]), tuple(values["keys"]), values.get("revoked_on")
    return Reviewer(values["id"], roles, tags, values.get("until"), revoked, keys, day)
