"""Vetting: one reviewer's act on one exact text, checked by the rules and added to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.edition.proposal import Proposal
from glossary.errors import Finding, Level, Refused
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, vetted
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.vetted import Standing
from glossary.review import checks
from glossary.review.allow import Allowed
from glossary.review.vocabulary import Vocabulary

_SECOND = timedelta(seconds=1)
_LEAD = timedelta(minutes=1)
"""How far an approval may be dated ahead, so that each of a moment has a second of its own."""


@dataclass(frozen=True)
class Request:
    """The words of a ``glossary vet`` command. ``digest`` is that of the text on paper; empty if none was given."""

    language: str
    concept: str
    who: str
    role: str
    verdict: Verdict
    when: datetime
    digest: str = ""


@dataclass(frozen=True)
class Act:
    """The record as it would be written, with what a reviewer needs to see first: the English, the last approved text, and
    the fields of the draft that are not part of it."""

    record: Approval
    english: Text | None
    before: Text | None
    left_out: tuple[str, ...] = ()


def prepare(edition: Edition, allow: Allowed, request: Request) -> Act:
    """Return the act that a request asks for.

    Raises ``UnknownLanguage``, ``UnknownConcept`` or ``Retired`` if there is no such text, and ``Refused``, with the reason,
    if the rules do not allow the act now.
    """
    edition.concept(request.concept)
    edition.offered(request.language)
    if objection := edition.policy.objection(request.who, request.role, request.language, request.when.date()):
        raise Refused(objection, "reviewers are registered in policy.toml; see docs/reviewers.md")
    standing = edition.standing(request.concept, request.language)
    before = standing.vetted.text if standing.vetted else None
    if request.verdict is Verdict.WITHDRAW:
        text, source = _withdrawable(standing)
        return Act(_require_digest(request, _record(request, text, source)), None, before)
    proposal = _approvable(edition, allow, request)
    record = _require_digest(request, _record(request, proposal.text, proposal.key[1]))
    _refuse_repeated(edition.policy, record, standing)
    return Act(record, proposal.english, before, proposal.left_out)


def _record(request: Request, text: Text, source: str | None) -> Approval:
    return Approval(
        request.when, request.who, request.role, request.verdict, request.language, request.concept, text, source
    )


def _require_digest(request: Request, record: Approval) -> Approval:
    """Return the record if its text is the one on paper, or none was given. Raises ``Refused``."""
    if request.digest in ("", record.digest):
        return record
    raise Refused(
        f"the digest of this text is {record.digest}, not {request.digest}",
        f"the text has changed since it was printed: print it with “glossary sheet {request.language}” and read it again",
    )


def _withdrawable(standing: Standing) -> tuple[Text, str | None]:
    if standing.vetted:
        return standing.vetted.text, standing.vetted.source
    if standing.votes:
        last = list(standing.votes.values())[-1][-1]
        return last.text, last.source
    raise Refused("there is no approval to withdraw", "only an approved text can be withdrawn")


def _approvable(edition: Edition, allow: Allowed, request: Request) -> Proposal:
    draft = edition.draft(request.concept, request.language)
    if draft is None or not draft.complete:
        raise Refused("the draft is empty", "it needs at least a term and a definition; see “glossary status”")
    proposal = edition.proposal(request.concept, request.language)
    if proposal is None:
        names = ", ".join(sorted(draft.fuzzy)) or "made from another English text"
        raise Refused(
            f"the draft is not finished ({names})", "finish it and clear its fuzzy marks, then run “glossary sync”"
        )
    errors = [
        finding
        for finding in findings(Vocabulary(edition, request.language), allow, request.concept)
        if finding.level is Level.ERROR
    ]
    keys = [f"{request.concept}.{name}:" for name in proposal.text.fields]
    if failing := [error for error in errors if any(key in error.what for key in keys)]:
        raise Refused("the draft fails its checks", "\n".join(map(str, failing)))
    return proposal


def _refuse_repeated(policy: Policy, record: Approval, standing: Standing) -> None:
    """Raise ``Refused`` for a second identical approval: it adds nothing until the text is due for its next review."""
    for vote in standing.votes.get((record.text.digest, record.source), ()):
        same = (vote.who, vote.role) == (record.who, record.role)
        if same and record.when.date() < policy.review_due(vote.when.date()):
            raise Refused(
                f"“{record.who}” approved exactly this text as “{record.role}” on {vote.when.date()}",
                "there is nothing to do until the text, its English or the review date changes",
            )


def findings(vocabulary: Vocabulary, allow: Allowed, concept: str) -> Iterator[Finding]:
    """Find what is wrong with one draft of a language: beside its English, and beside the language's other texts."""
    draft = vocabulary.drafts.get(concept)
    if draft is not None and draft.language != SOURCE:
        yield from checks.draft(draft, vocabulary.edition.concepts[concept].keep, allow)
    yield from vocabulary.findings(concept, allow)


def commit(translations: Path, edition: Edition, language: str, act: Act, now: datetime) -> None:
    """Add the act to its ledger, under the folder's lock. ``now`` is the moment of writing, in UTC.

    The ledger is read again: somebody may have added a record since. Raises ``Refused`` if there is nothing left to do or a
    record lies in the future, ``BadContent`` if the ledger is damaged.
    """
    with ledgers.locked(translations, language):
        ledger = ledgers.read(translations, language)
        record, records = _timed(act.record, ledger, now), ledgers.records(ledger)
        standing = vetted.standings(records, edition.policy, language).get(record.concept, Standing())
        if record.verdict is Verdict.WITHDRAW:
            _withdrawable(standing)
        else:
            _refuse_repeated(edition.policy, record, standing)
        ledgers.append(translations, record)


def missing(edition: Edition, record: Approval) -> list[str]:
    """Return what the text of an approval still lacks to be vetted, in words; nothing where it lacks nothing."""
    standing = edition.standing(record.concept, record.language)
    votes = standing.votes.get((record.text.digest, record.source), ())
    lacking = [f"an approval as “{role}” by somebody else" for role in edition.policy.missing(votes, record.language)]
    if record.source and record.source not in edition.standing(record.concept, SOURCE).once:
        lacking.append("approval of the English text that it was checked against")
    return lacking


def _timed(record: Approval, ledger: Iterable[Ledger], now: datetime) -> Approval:
    """Return the record with a time of its own, after every other of its concept (rule 1 of ``vetted``): somebody may have
    added one while this reviewer was reading.

    Raises ``Refused`` for an approval that would have to be dated ahead. A withdrawal may be: it counts at once.
    """
    times = [
        (_next(earlier.when), part.file)
        for part in ledger
        for earlier in part.records
        if earlier.concept == record.concept
    ]
    when, file = max([*times, (record.when, "")])
    if record.verdict is Verdict.APPROVE and when > max(record.when, now) + _LEAD:
        newest = f"{when - _SECOND:%Y-%m-%d %H:%M:%S}"
        what = f"{file} holds a record of {record.concept} that lies in the future, of {newest} UTC"
        raise Refused(what, "correct this machine's clock, or run the command again after that time")
    return replace(record, when=when)


def _next(when: datetime) -> datetime:
    """Return the next second; of the last that there is, that one, in which withdrawals count last."""
    return when + _SECOND if when <= datetime.max.replace(tzinfo=UTC) - _SECOND else when
