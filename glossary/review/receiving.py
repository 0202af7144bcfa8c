"""Records that were made elsewhere, at the desk or with an answers file: checked, and written as they are.

``record.js`` makes such a record in a browser. Its line is what was signed, so nothing in it is ever changed here:

1. It is read only if it is what ``glossary vet`` would have written, byte for byte.
2. The rules of ``vetting`` hold for it, and its words are those that could be approved now.
3. It is signed, and well; where the policy allows paper, and asks for no signatures, it need not be. A good signature by a
   key that nobody has put into the policy yet is kept.
4. It takes effect where its time puts it: what was dated ahead, or was overtaken by a withdrawal, is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from glossary.content.model import Approval, Verdict
from glossary.edition.edition import Edition
from glossary.edition.proposal import Proposal
from glossary.errors import BadSignature, Fault, Refused
from glossary.language.tags import SOURCE
from glossary.ledger import former, ledgers, proposals, signed
from glossary.ledger.policy import Policy
from glossary.ledger.record import reading
from glossary.ledger.records import Records
from glossary.ledger.vetted import standings
from glossary.review import differences, vetting, withdrawing
from glossary.review.allow import Allowed
from glossary.review.vetting import Act, Request

SCRIPT = Path(__file__).with_name("record.js")
"""What makes such records in a browser."""

_SECOND = timedelta(seconds=1)
_LEAD = timedelta(hours=1)
"""How far ahead a time may lie: clocks differ, and just after midnight a counter of many approvals is ahead of the hour."""
_ANEW = "read the text as it is now, and approve that"


def stated(records: Iterable[Approval], day: date) -> datetime:
    """Return the time that an approval of a day states: midnight (UTC), or one second after the newest of the language's
    ``records`` of that day. Nobody learns from it at which hour a reviewer works."""
    first = datetime.combine(day, time.min, UTC)
    following = [record.when + _SECOND for record in records if record.when.date() == day]
    return min(max([first, *following]), first + timedelta(days=1) - _SECOND)


def language(line: bytes) -> str:
    """Return the language that a line names. Raises ``Refused``."""
    try:
        values = json.loads(line)
        return str(values.get("language", SOURCE))
    except ledgers.DAMAGED as error:
        raise _damaged(error) from None


def read(line: bytes, language: str, signature: str | None) -> Approval:
    """Return the record in a line, which has its line break and no signature; ``signature`` is in armour or in one line of
    Base64 (rule 1). Raises ``Refused``."""
    if line.endswith(b"\r\n"):
        raise Refused("its line ends with CR LF", "send the file as it was saved, for example in an archive (.zip)")
    try:
        record = reading(language)(line.removesuffix(b"\n"))
    except ledgers.DAMAGED as error:
        raise _damaged(error) from None
    if not line.endswith(b"\n") or record.signature is not None:
        raise _damaged("it is not one line without a signature")
    if record.publication:
        raise Refused("a statement is not made here", "“glossary state” makes one, where the private key is")
    return replace(record, signature=signature and _in_one_line(signature))


def _damaged(why: object) -> Refused:
    return Refused(f"the record is damaged ({why})", "send the file as it was saved; nothing in it may be changed")


def _in_one_line(signature: str) -> str:
    from glossary.proofs import signatures

    try:
        return signatures.read(signature.replace("\r\n", "\n")).base64
    except BadSignature as error:
        raise Refused(error.what, error.remedy) from None


def check(edition: Edition, allow: Allowed, record: Approval, now: datetime) -> Act:
    """Return an approval that was made elsewhere with what its reviewer saw; its concept may have another id since. Raises
    ``Refused`` by rules 2 to 4, and ``UnknownLanguage``, ``UnknownConcept`` or ``Retired`` where there is no such text."""
    if record.verdict is not Verdict.APPROVE:
        raise Refused("it is no approval", "withdraw with “glossary vet --withdraw”, or at the desk")
    concept = edition.records.former.now(record.concept)
    request = Request(record.language, concept, record.who, record.role, record.verdict, now)
    proposal = vetting.approvable(edition, allow, request)
    _require_same_words(proposal, record)
    _require_signature(edition, record)
    if record.when > max(now, stated(edition.records.by_language.get(record.language, ()), now.date())) + _LEAD:
        raise Refused(f"it is dated ahead ({record.when}; it is {now:%Y-%m-%d %H:%M}, UTC)", "make it anew, or wait")
    _require_effect(edition.records, edition.policy, record)
    served = edition.vetted(concept, record.language)
    return Act(record, proposal.english, served.text if served else None, proposal.left_out)


def _require_same_words(proposal: Proposal, record: Approval) -> None:
    if record.text != proposal.text:
        changes = differences.lines(record.text.fields, proposal.text.fields)
        raise Refused("the text has changed since it was read:\n" + "\n".join(changes) + "\n", _ANEW)
    if record.source != proposal.key[1]:
        raise Refused("the English beside it has changed since it was read", _ANEW)


def _require_signature(edition: Edition, record: Approval) -> None:
    policy = edition.policy
    if record.signature is None:
        if not policy.paper or policy.unsigned is not None:
            raise Refused("it is not signed", "sign it: “ssh-keygen -Y sign”, or the desk; see docs/reviewers.md")
        return
    fault = edition.records.fault(record, policy)
    if fault and fault.fault is not Fault.UNKNOWN_KEY:
        raise Refused(*signed.reason(fault))
    if fault and (owner := _owner(policy, record.signature)):
        raise Refused(
            f"it is signed with a key of “{owner}”, not of “{record.who}”", "each person signs for themselves"
        )


def _owner(policy: Policy, signature: str) -> str | None:
    from glossary.proofs import signatures

    key = signatures.read(signature).key.line
    return next((who for who, one in policy.reviewers.items() if any(own.line == key for own in one.keys)), None)


def _require_effect(records: Records, policy: Policy, record: Approval) -> None:
    """Raise ``Refused`` for an approval that its time puts before what has overtaken it (rule 4), or that repeats another."""
    had, language = records.former, record.language
    concept = had.now(record.concept)
    acts = list(had.about(records.counting(language, policy), concept))
    if before := standings(acts, policy, language, former=had).get(concept):
        vetting.refuse_repeated(policy, record, before)
    after = standings([*acts, record], policy, language, former=had)[concept]
    if record in after.votes.get((record.text.digest, record.source), ()):
        return
    withdrawn = any(act.verdict is Verdict.WITHDRAW and act.when >= record.when for act in acts)
    happened = "this text was withdrawn" if withdrawn else "another text was approved by all"
    raise Refused(f"{happened} after the time that it states ({record.when.date()})", _ANEW)


def commit(translations: Path, edition: Edition, record: Approval, now: datetime) -> Approval:
    """Add an approval that was checked to its ledger, as it is, under the folder's lock.

    The ledger is read again: somebody may have added a record since. Raises ``Refused`` where the approval would no longer
    have an effect, ``BadContent`` where the ledger is damaged.
    """
    with ledgers.locked(translations, record.language):
        written = {record.language: ledgers.read(translations, record.language)}, proposals.read(translations)
        records = Records.of(*written, edition.identity.id, now.date(), edition.records, edition.records.former)
        vetting.refuse_own(records, record.who, record.text)
        _require_effect(records, edition.policy, record)
        ledgers.append(translations, record)
    return record


def withdraw(translations: Path, record: Approval) -> Approval:
    """Add a withdrawal that was made elsewhere, as it is, in every state of the content. Raises ``Refused`` where there is
    nothing to withdraw, or a record of that text is newer: then it has to be made anew."""
    words = record.language, record.concept, record.who, record.role, record.verdict, record.when
    withdrawing.prepare(translations, Request(*words))
    with ledgers.locked(translations, record.language):
        others = former.readable(translations).about(ledgers.readable(translations, record.language), record.concept)
        if any(other.when > record.when for other in others):
            raise Refused("a newer record of this text is there", "withdraw it again, with the time that it is now")
        ledgers.append(translations, record)
    return record
