"""Who may vet what, and what it takes: ``translations/policy.toml``."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from glossary import files, languages
from glossary.errors import BadContent, BadTag, Problem
from glossary.model import ID, Approval

ROLES = ("language", "subject")
"""``language``: a native writer of it. ``subject``: a lawyer, a clinician, a survivor organisation."""

FILE = "policy.toml"
_REMEDY = "see “For reviewers” in README.md"
_ROLE = fields.String(validate=validate.OneOf(ROLES))


@dataclass(frozen=True)
class Reviewer:
    """A registered reviewer. ``id`` is a pseudonym; ``until`` is the last day on which their acts count."""

    id: str
    roles: frozenset[str]
    languages: frozenset[str]
    until: date | None = None


@dataclass(frozen=True)
class Policy:
    """The reviewers, and the roles that a source text and a translation need."""

    reviewers: Mapping[str, Reviewer]
    source_roles: tuple[str, ...]
    translation_roles: tuple[str, ...]
    review_due_months: int

    def roles(self, language: str) -> tuple[str, ...]:
        """Return the roles that a text in this language needs."""
        return self.source_roles if language == languages.SOURCE else self.translation_roles

    def objection(self, who: str, role: str, language: str, on: date) -> str | None:
        """Return why this reviewer may not vet this language in this role on this day, or ``None``."""
        reviewer = self.reviewers.get(who)
        if reviewer is None:
            return f"“{who}” is not a registered reviewer"
        if role not in reviewer.roles:
            return f"“{who}” is not registered for the role “{role}”"
        if language not in reviewer.languages:
            return f"“{who}” is not registered for the language “{language}”"
        if reviewer.until and on > reviewer.until:
            return f"“{who}” was registered until {reviewer.until} only"
        return None

    def satisfied(self, approvals: tuple[Approval, ...], language: str) -> tuple[Approval, ...] | None:
        """Return approvals that fill every required role, each by another person, the latest first, or ``None``."""
        latest = approvals[::-1]
        candidates = [[item for item in latest if item.role == role] for role in self.roles(language)]
        for choice in product(*candidates):
            if len({item.who for item in choice}) == len(choice):
                return choice
        return None

    def review_due(self, approved_on: date) -> date:
        """Return the day by which a text approved on that day should be read again."""
        years, month = divmod(approved_on.month - 1 + self.review_due_months, 12)
        year, month = approved_on.year + years, month + 1
        return date(year, month, min(approved_on.day, monthrange(year, month)[1]))


class _ReviewerSchema(Schema):
    id = fields.String(required=True, validate=validate.Regexp(ID.pattern + r"\Z", error="it is not a pseudonymous id"))
    roles = fields.List(_ROLE, required=True, validate=validate.Length(min=1))
    languages = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    until = fields.Raw()
    about = fields.String()


class _RequiredSchema(Schema):
    source = fields.List(_ROLE, required=True, validate=validate.Length(min=1))
    translation = fields.List(_ROLE, required=True, validate=validate.Length(min=1))


class _PolicySchema(Schema):
    review_due_months = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=600))
    required = fields.Nested(_RequiredSchema, required=True)
    reviewers = fields.List(fields.Nested(_ReviewerSchema), load_default=list)


def load(directory: Path) -> Policy:
    """Return the policy of a translations folder. Raises ``BadContent`` where it is missing or not valid."""
    path = directory / FILE
    source = files.read(path)
    try:
        values = _PolicySchema().load(tomllib.loads(source))
        return _policy(values)
    except tomllib.TOMLDecodeError as error:
        raise BadContent(
            [Problem(files.shown(path), 1, f"it is not TOML ({error})", "mend the syntax there")]
        ) from None
    except ValidationError as error:
        what = f"it is not a policy: {error.messages}"
        raise BadContent([Problem(files.shown(path), 1, what, _REMEDY)]) from None
    except BadTag as error:
        raise BadContent([Problem(files.shown(path), 1, str(error), _REMEDY)]) from None


def _policy(values: Mapping[str, Any]) -> Policy:
    reviewers = [_reviewer(item) for item in values["reviewers"]]
    if len({reviewer.id for reviewer in reviewers}) < len(reviewers):
        raise ValidationError("a reviewer's id stands twice")
    return Policy(
        reviewers={reviewer.id: reviewer for reviewer in reviewers},
        source_roles=tuple(values["required"]["source"]),
        translation_roles=tuple(values["required"]["translation"]),
        review_due_months=values["review_due_months"],
    )


def _reviewer(values: Mapping[str, Any]) -> Reviewer:
    until = values.get("until")
    if until is not None and type(until) is not date:
        raise ValidationError(f"until of “{values['id']}” is not a date such as 2026-01-31")
    tags = frozenset(languages.parse(tag) for tag in values["languages"])
    return Reviewer(values["id"], frozenset(values["roles"]), tags, until)
