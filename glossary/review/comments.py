"""Changes that a reviewer asks for in an answers file, as it saves them: read strictly, and put into the catalog.

1. Nobody signs them, so they change no words: each becomes a comment, by ``asking``.
2. Each is about the words that its reviewer read. Where those have changed meanwhile it is refused, with the difference.
3. Whoever proposes words cannot approve them: a line beside the catalog says whose they are (``proposals``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from marshmallow import Schema, ValidationError, fields

from glossary.content.text import written
from glossary.edition.edition import Edition
from glossary.edition.proposal import text_of
from glossary.errors import BadText, Refused
from glossary.ledger import proposals
from glossary.ledger.proposals import Proposed
from glossary.ledger.roles import ROLES
from glossary.review import asking, differences
from glossary.review.asking import Asked


@dataclass(frozen=True)
class Comment:
    """What somebody asks for, the words that they propose (empty: none), and those that they read."""

    asked: Asked
    words: str
    read: str

    @property
    def whole(self) -> Asked:
        """What is asked for, with the words that are proposed."""
        proposed = f"\nProposed words:\n{self.words}" if self.words else ""
        return replace(self.asked, reason=f"{self.asked.reason}{proposed}")


class _CommentSchema(Schema):
    concept = fields.String(required=True)
    field = fields.String(required=True)
    reason = fields.String(required=True)
    words = fields.String(required=True)
    read = fields.String(required=True)


class _FileSchema(Schema):
    language = fields.String(required=True)
    who = fields.String(required=True)
    day = fields.Date(required=True)
    comments = fields.List(fields.Nested(_CommentSchema), required=True)


def read(data: bytes) -> tuple[Comment, ...]:
    """Return what a file asks for. Raises ``Refused`` for one that no answers file saves."""
    try:
        values = _FileSchema().load(orjson.loads(data))
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise Refused(f"it cannot be read ({error})", "send the file as it was saved") from None
    return tuple(_comment(values, row) for row in values["comments"])


def _comment(values: Mapping[str, Any], row: Mapping[str, str]) -> Comment:
    asked = Asked(values["language"], row["concept"], values["who"], values["day"], row["reason"], row["field"])
    try:
        return Comment(asked, written(row["field"], row["words"]), row["read"])
    except BadText as error:
        raise Refused(f"{error.field}: {error.what}", error.remedy) from None


def take(translations: Path, edition: Edition, comment: Comment) -> str:
    """Put a comment into the catalog; return the file. Raises ``Refused`` by the rules of this module and of ``asking``."""
    comment = replace(comment, asked=replace(comment.asked, concept=edition.records.former.now(comment.asked.concept)))
    asked = comment.whole
    edition.concept(asked.concept)
    edition.offered(asked.language)
    if asked.day > edition.support.day:
        raise Refused(f"it is dated ahead ({asked.day})", "save it anew, with today's day")
    _require_registered(edition, asked)
    _require_same_words(edition, comment)
    if comment.words and (digest := _digest(edition, comment)):
        line = Proposed(asked.day, asked.who, asked.concept, digest)
        proposals.append(translations, asked.language, line)  # Rule 3
    return asking.ask(translations, asked)


def _require_registered(edition: Edition, asked: Asked) -> None:
    """Raise ``Refused`` for somebody who may vet no texts of this language, in no role."""
    objections = [edition.policy.objection(asked.who, role, asked.language, edition.support.day) for role in ROLES]
    if all(objections):
        raise Refused(str(objections[0]), "reviewers are registered in policy.toml; see docs/reviewers.md")


def _require_same_words(edition: Edition, comment: Comment) -> None:
    """Rule 2."""
    draft = edition.draft(comment.asked.concept, comment.asked.language)
    now = draft.fields.get(comment.asked.field, "") if draft else ""
    if now != comment.read:
        changes = differences.words(comment.read, now)
        raise Refused(f"the text has changed since it was read:\n{changes}\n", "read it as it is now, and ask anew")


def _digest(edition: Edition, comment: Comment) -> str | None:
    """Return the digest of the text that the proposed words would make; ``None`` where they would make none."""
    concept, language = comment.asked.concept, comment.asked.language
    proposal, draft = edition.proposal(concept, language), edition.draft(concept, language)
    before = proposal.text.fields if proposal else draft.fields if draft else {}
    text = text_of({**before, comment.asked.field: comment.words})
    return text.digest if text else None
