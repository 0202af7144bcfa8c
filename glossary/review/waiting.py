"""Which texts wait for one reviewer: those that an approval of theirs would bring further now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from glossary.content.model import Verdict
from glossary.edition.edition import Edition
from glossary.errors import Refused
from glossary.language.tags import SOURCE
from glossary.review import vetting
from glossary.review.allow import Allowed
from glossary.review.vetting import Request


def texts(edition: Edition, allow: Allowed, language: str, who: str, role: str, now: datetime) -> Iterator[str]:
    """Yield the ids of the concepts whose text waits for this reviewer in this role: those beside vetted English first, then
    by id. A text is left out that the rules do not allow to be approved now, or that needs nobody else in this role."""
    for concept in sorted(edition.drafted, key=lambda each: (edition.vetted(each.id, SOURCE) is None, each.id)):
        request = Request(language, concept.id, who, role, Verdict.APPROVE, now)
        if _needs(edition, request) and _allowed(edition, allow, request):
            yield concept.id


def _needs(edition: Edition, request: Request) -> bool:
    proposal = edition.proposal(request.concept, request.language)
    if proposal is None:
        return False
    votes = edition.standing(request.concept, request.language).votes.get(proposal.key, ())
    today = request.when.date()
    valid = tuple(vote for vote in votes if today < edition.policy.review_due(vote.when.date()))
    theirs = any(vote.who == request.who for vote in valid)
    return not theirs and request.role in edition.policy.missing(valid, request.language)


def _allowed(edition: Edition, allow: Allowed, request: Request) -> bool:
    try:
        vetting.prepare(edition, allow, request)
    except Refused:
        return False
    return True
