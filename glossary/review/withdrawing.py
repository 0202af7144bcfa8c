"""Taking a text back: it works in every state of the content.

It needs no term file, no catalog and no good ledger: only a line that can be read and says what there is to withdraw. By the
id that a concept has, or any that it had, all of it goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from glossary.content.model import ID, Approval
from glossary.content.text import Text
from glossary.errors import BadContent, Refused
from glossary.language.tags import parse
from glossary.ledger import former, ledgers, policy
from glossary.ledger.former import Former
from glossary.ledger.policy import Policy
from glossary.ledger.signed import Sign
from glossary.ledger.vetted import Standing, standings
from glossary.review.vetting import Act, Request, signed, timed

_NOBODY = Policy({}, ("",), ("",), 1)
"""The policy where the real one cannot be read: no text is vetted by it, so the one that was voted for last is withdrawn."""


def under(translations: Path, request: Request, also: Iterable[str]) -> Request:
    """Return the request under the id under which there is something to withdraw: its own, if any; else the first such of
    ``also``, ids that the concept had by its term file, which nobody may have adopted."""
    acts, had = list(ledgers.readable(translations, request.language)), former.readable(translations)
    rules = readable_policy(translations, request.when.date())
    for each in (request, *(replace(request, concept=old) for old in also)):
        standing = _standing(acts, rules, each, had)
        if standing.vetted or standing.votes or standing.earlier:
            return each
    return request


def prepare(translations: Path, request: Request) -> Act:
    """Return the withdrawal that a request asks for.

    Raises ``BadTag`` for what is no language, and ``Refused``, with the reason, if there is nothing to withdraw, or the
    policy can be read and does not allow it.
    """
    standing = _allowed(translations, request)
    text, source = _withdrawable(standing)
    return Act(request.record(text, source), None, standing.vetted.text if standing.vetted else None)


def earlier(translations: Path, request: Request) -> tuple[Act, ...]:
    """Return the withdrawals of the earlier versions, whose words have addresses of their own still. Raises as ``prepare``
    does, but returns none where there is none."""
    request = replace(request, digest="")  # that is of the text that is served
    texts = _allowed(translations, request).earlier
    return tuple(Act(request.record(each.text, each.source), None, None) for each in texts)


def every(translations: Path, request: Request) -> tuple[Act, ...]:
    """Return the withdrawals of the text that is served and of the earlier versions; of these alone, where none is served.
    Raises as ``prepare`` does."""
    more = earlier(translations, request)
    try:
        return prepare(translations, request), *more
    except Refused:
        if not more:
            raise
        return more


def _allowed(translations: Path, request: Request) -> Standing:
    """Return where the text stands, for somebody who may withdraw it."""
    parse(request.language)
    rules = readable_policy(translations, request.when.date())
    objection = rules and rules.objection(request.who, request.role, request.language, request.when.date())
    if objection or not ID.fullmatch(request.who):
        what = objection or f"“{request.who}” is not the id of a reviewer"
        raise Refused(what, "reviewers are registered in policy.toml; see docs/reviewers.md")
    acts = ledgers.readable(translations, request.language)
    return _standing(acts, rules, request, former.readable(translations))


def readable_policy(translations: Path, today: date) -> Policy | None:
    """Return the policy, or ``None`` where it cannot be read."""
    try:
        return policy.load(translations, today)
    except BadContent:
        return None


def _standing(records: Iterable[Approval], rules: Policy | None, request: Request, had: Former) -> Standing:
    """Return where the text stands if every approval counted: also one that is dated ahead can be withdrawn."""
    acts = had.about(records, request.concept)
    return standings(acts, rules or _NOBODY, request.language, former=had).get(had.now(request.concept), Standing())


def _withdrawable(standing: Standing) -> tuple[Text, str | None]:
    if standing.vetted:
        return standing.vetted.text, standing.vetted.source
    if standing.votes:
        last = list(standing.votes.values())[-1][-1]
        return last.text, last.source
    raise Refused(
        "there is no approval to withdraw",
        "only an approved text can be withdrawn; if its ledger was lost, restore that",
    )


def commit(translations: Path, act: Act, request: Request, sign: Sign | None = None) -> Approval:
    """Add the withdrawal to its ledger, under the folder's lock, and return it as it was written: a second behind the newest
    record of its concept. Raises ``Refused`` where somebody else has withdrawn the text since."""
    with ledgers.locked(translations, request.language):
        records, had = list(ledgers.readable(translations, request.language)), former.readable(translations)
        standing = _standing(records, readable_policy(translations, request.when.date()), request, had)
        if act.record.text.digest not in {each.text.digest for each in standing.earlier}:
            _withdrawable(standing)
        record, _ = timed(act.record, ((other, "") for other in records), had)
        record = signed(record, sign)
        ledgers.append(translations, record)
    return record
