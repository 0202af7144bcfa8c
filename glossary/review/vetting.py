"""Vetting: one reviewer's act on one exact text, checked by the rules and added to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from glossary.content.model import Approval, Status, Verdict
from glossary.content.text import Text
from glossary.edition.edition import Edition
from glossary.edition.proposal import Proposal
from glossary.errors import Finding, Level, Refused
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, proposals
from glossary.ledger.adoption import Kind
from glossary.ledger.former import Former
from glossary.ledger.policy import Policy
from glossary.ledger.record import message
from glossary.ledger.records import Records
from glossary.ledger.signed import Sign
from glossary.ledger.vetted import Standing
from glossary.review import checks, wording
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

    def record(self, text: Text, source: str | None) -> Approval:
        """Return the record of this request for a text. Raises ``Refused`` if it is not the one on paper, where one was."""
        record = Approval(self.when, self.who, self.role, self.verdict, self.language, self.concept, text, source)
        if self.digest in ("", record.digest):
            return record
        raise Refused(
            f"the digest of this text is {record.digest}, not {self.digest}",
            f"the text has changed since it was printed: print it with “glossary sheet {self.language}” and read it again",
        )


@dataclass(frozen=True)
class Act:
    """The record as it would be written, with what a reviewer needs to see first: the English, the last approved text, and
    the fields of the draft that are not part of it."""

    record: Approval
    english: Text | None
    before: Text | None
    left_out: tuple[str, ...] = ()


def prepare(edition: Edition, allow: Allowed, request: Request) -> Act:
    """Return the approval that a request asks for. Withdrawals have a module of their own (``withdrawing``).

    Raises ``UnknownLanguage``, ``UnknownConcept`` or ``Retired`` if there is no such text, and ``Refused``, with the reason,
    if the rules do not allow the act now.
    """
    proposal = approvable(edition, allow, request)
    record = request.record(proposal.text, proposal.key[1])
    standing = edition.standing(request.concept, request.language)
    refuse_repeated(edition.policy, record, standing)
    return Act(record, proposal.english, standing.vetted.text if standing.vetted else None, proposal.left_out)


def approvable(edition: Edition, allow: Allowed, request: Request, vocabulary: Vocabulary | None = None) -> Proposal:
    """Return the words that somebody may approve now. ``vocabulary`` is that of the language, where somebody has made it.
    Raises as ``prepare`` does."""
    edition.concept(request.concept)
    edition.offered(request.language)
    if objection := edition.policy.objection(request.who, request.role, request.language, request.when.date()):
        raise Refused(objection, "reviewers are registered in policy.toml; see docs/reviewers.md")
    if edition.policy.revoked(request.who):
        raise Refused(f"“{request.who}” is revoked", "register yourself under a new id; see docs/reviewers.md")
    proposal = _proposal(edition, allow, request, vocabulary or Vocabulary(edition, request.language))
    refuse_own(edition.records, request.who, proposal.text)
    return proposal


def refuse_own(records: Records, who: str, text: Text) -> None:
    """Raise ``Refused`` for words that their reviewer proposed: nobody approves their own."""
    if line := records.own(who, text):
        what = f"“{who}” proposed exactly these words on {line.proposed.day} ({line.file}:{line.number})"
        raise Refused(what, "somebody else has to approve them: nobody approves their own words")


def _proposal(edition: Edition, allow: Allowed, request: Request, vocabulary: Vocabulary) -> Proposal:
    draft = edition.draft(request.concept, request.language)
    if draft is None or not draft.complete:
        raise Refused("the draft is empty", "it needs at least a term and a definition; see “glossary status”")
    proposal = edition.proposal(request.concept, request.language)
    if proposal is None:
        names = ", ".join(sorted(draft.fuzzy)) or "made from another English text"
        raise Refused(
            f"the draft is not finished ({names})", "finish it and clear its fuzzy marks, then run “glossary sync”"
        )
    errors = [finding for finding in findings(vocabulary, allow, request.concept) if finding.level is Level.ERROR]
    keys = [f"{request.concept}.{name}:" for name in proposal.text.fields]
    if failing := [error for error in errors if any(key in error.what for key in keys)]:
        raise Refused("the draft fails its checks", "\n".join(map(str, failing)))
    return proposal


def refuse_repeated(policy: Policy, record: Approval, standing: Standing) -> None:
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
        edition = vocabulary.edition
        yield from checks.draft(draft, edition.concepts[concept].keep, allow, edition.wording.implied)
    yield from vocabulary.findings(concept, allow)
    yield from wording.findings(vocabulary, allow, concept)


def commit(
    translations: Path, edition: Edition, language: str, act: Act, now: datetime, sign: Sign | None = None
) -> Approval:
    """Add the approval to its ledger, under the folder's lock, and return it as it was written. ``now`` is the moment of
    writing, in UTC.

    The ledger is read again: somebody may have added a record since. Raises ``Refused`` if there is nothing left to do or a
    record lies in the future, ``BadContent`` if the ledger is damaged.
    """
    with ledgers.locked(translations, language):
        ledger = ledgers.read(translations, language)
        former = edition.records.former
        others = ((one, part.file) for part in ledger for one in part.records)
        record, file = timed(act.record, others, former)
        if record.when > max(act.record.when, now) + _LEAD:
            newest = f"{record.when - _SECOND:%Y-%m-%d %H:%M:%S}"
            what = f"{file} holds a record of {record.concept} that lies in the future, of {newest} UTC"
            raise Refused(what, "correct this machine's clock, withdraw that record, or wait until then")
        written = {language: ledger}, proposals.read(translations)
        records = Records.of(*written, edition.identity.id, edition.support.day, edition.records, former)
        refuse_own(records, record.who, record.text)
        standing = records.standings_in(language, edition.policy)
        refuse_repeated(edition.policy, record, standing.get(former.now(record.concept), Standing()))
        record = signed(record, sign)
        ledgers.append(translations, record)
    return record


def signed(record: Approval, sign: Sign | None) -> Approval:
    """Return the record with a signature of its line, where somebody signs."""
    return replace(record, signature=sign(message(record))) if sign else record


def outcome(edition: Edition, record: Approval) -> tuple[Status, bool]:
    """Return the status that an approval has given to its own text, and whether readers see another one, as before."""
    concept = edition.records.former.now(record.concept)
    standing, key = edition.standing(concept, record.language), (record.text.digest, record.source)
    served = standing.vetted
    if served and (served.text.digest, served.source) == key:
        return edition.vetted_status, False
    return Status.REVIEWED if key in standing.votes else Status.DRAFT, served is not None


def missing(edition: Edition, record: Approval) -> list[str]:
    """Return what the text of an approval still lacks to be vetted, in words; nothing where it lacks nothing."""
    concept = edition.records.former.now(record.concept)
    standing = edition.standing(concept, record.language)
    votes = standing.votes.get((record.text.digest, record.source), ())
    lacking = [f"an approval as “{role}” by somebody else" for role in edition.policy.missing(votes, record.language)]
    if record.source and record.source not in edition.standing(concept, SOURCE).once:
        lacking.append("approval of the English text that it was checked against")
    if any(each.item == (Kind.FACTS, "", concept) and each.before is None for each in edition.pending):
        lacking.append("adoption of its facts by a maintainer")
    return lacking


def timed(record: Approval, others: Iterable[tuple[Approval, str]], former: Former) -> tuple[Approval, str]:
    """Return the record with a time of its own, after every other of its concept (rule 1 of ``vetted``), and the file of the
    newest of those: somebody may have added one while this reviewer was reading. ``others`` come with their files."""
    now = former.now(record.concept)
    times = [(_next(other.when), file) for other, file in others if now in former.reached(other)]
    when, file = max([*times, (record.when, "")])
    return replace(record, when=when), file


def _next(when: datetime) -> datetime:
    """Return the next second; of the last that there is, that one, in which withdrawals count last."""
    return when + _SECOND if when <= datetime.max.replace(tzinfo=UTC) - _SECOND else when
