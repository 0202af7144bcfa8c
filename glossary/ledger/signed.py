"""Whether what a person recorded is signed by a key of theirs.

1. What is signed counts only if the signature is good, by a key that the policy gives to that person, for that day.
2. What is not signed counts until the policy asks for signatures; from then on, only what it pins does.
3. A statement about a whole publication counts only signed, and only where the policy takes such statements.

A key that the policy does not have yet is no fault of the signature: the record is kept, and counts as soon as the policy has
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING

from glossary.content.model import Approval
from glossary.errors import BadSignature, Fault, Finding, Level
from glossary.ledger import adoption, checked, record, statement
from glossary.ledger.adoption import Act, Adoption
from glossary.ledger.checked import Claim
from glossary.ledger.keyring import fewer
from glossary.ledger.policy import FILE, Policy

if TYPE_CHECKING:  # cryptography takes as long to import as a small glossary to read; most starts do not need it
    from glossary.proofs.signers import Signer

APPROVAL, ADOPTION = "glossary-approval@v1", "glossary-adoption@v1"
POLICY, BASELINE, CONFIRMED = "glossary-policy@v1", "glossary-baseline@v1", "glossary-confirmed@v1"
"""What a signature is for; the glossary's id follows."""

Sign = Callable[[bytes], str]
"""Signs what a line says; returns the signature as the line has it."""


def namespace(purpose: str, glossary: str) -> str:
    """Return the namespace of signatures for one purpose in one glossary."""
    return f"{purpose}:{glossary}"


def of_approval(act: Approval, glossary: str) -> Claim:
    """Return what a record claims."""
    if act.publication:
        return _of_statement(act, glossary)
    name = namespace(APPROVAL, glossary)
    return Claim(act.who, act.when, act.record_digest, act.signature, name, lambda: record.message(act))


def _of_statement(act: Approval, glossary: str) -> Claim:
    whole, name = statement.head(act), namespace(statement.PURPOSE, glossary)
    return Claim(
        act.who, act.when, act.record_digest, act.signature, name, lambda: whole, f"{sha256(whole).hexdigest()}"
    )


def of_adoption(each: Adoption, by: Act, glossary: str) -> Claim:
    """Return what an adoption claims."""
    name = namespace(ADOPTION, glossary)
    return Claim(by.who, by.when, each.digest, each.signature, name, lambda: adoption.message(each))


def fault(claim: Claim, policy: Policy) -> BadSignature | None:
    """Return why a record does not count, by the rules of this module; ``None`` where it does."""
    if claim.of and not policy.statements:  # Rule 3
        return BadSignature(Fault.STATEMENT)
    if claim.signature is None and claim.of:  # Rule 3
        return BadSignature(Fault.UNSIGNED)
    if claim.signature is None:
        return None if policy.counts_unsigned(claim.digest) else BadSignature(Fault.UNSIGNED)  # Rule 2
    key = checked.key(claim, policy.origins)
    return key if isinstance(key, BadSignature) else _objection(claim, key, policy)


def _objection(claim: Claim, key: str, policy: Policy) -> BadSignature | None:
    """Rule 1, of a signature that is good."""
    reviewer = policy.reviewers.get(claim.who)
    credential = next((one for one in reviewer.keys if one.line == key), None) if reviewer else None
    if credential is None:
        return BadSignature(Fault.UNKNOWN_KEY, f"{_fingerprint(key)} as “{claim.who}”")
    if not credential.counts(claim.when.date()):
        return BadSignature(Fault.DAYS, f"{_fingerprint(key)} of “{claim.who}” on {claim.when.date()}")
    if not credential.pinned(claim.digest):
        return BadSignature(Fault.REVOKED, f"{_fingerprint(key)} of “{claim.who}”")
    return None


def _fingerprint(line: str) -> str:
    from glossary.proofs import keys

    return keys.of_line(line).fingerprint


_HERE = {
    Fault.UNKNOWN_KEY: (
        "the policy has no such key",
        f"add it to {FILE} if you know that it is theirs; then it counts",
    ),
    Fault.UNSIGNED: (
        "it is not signed, and the policy asks for signatures",
        f"pin its digest under signatures_required_from in {FILE} if you know that it is older",
    ),
    Fault.STATEMENT: (
        "the policy takes no statements about a whole publication",
        f"approve the text itself, or say “statements = true” in {FILE} if that is what you want",
    ),
    Fault.REVOKED: ("its key is revoked", f"pin its digest beside that key in {FILE} if you know that it is theirs"),
}
"""What is not wrong with the signature, but with what the policy says: a person has to judge."""


def reason(found: BadSignature) -> tuple[str, str]:
    """Return why a line does not count, and what to do, in the words of a ledger."""
    what, remedy = _HERE.get(found.fault, (found.what, found.remedy))
    return what + (f" ({found.detail})" if found.detail and found.fault in _HERE else ""), remedy


def finding(file: str, line: int, claim: Claim, found: BadSignature, counts: bool = False) -> Finding:
    """Return the finding about a line whose signature is not as it should be. ``counts``: it counts all the same."""
    what, remedy = reason(found)
    level = Level.WARNING if counts or found.fault in _HERE else Level.ERROR
    verdict = f"{what}; it counts all the same" if counts else f"it does not count: {what}, {claim.digest}"
    return Finding(file, line, verdict, "leave it" if counts else remedy, level)


def signers(policy: Policy, glossary: str) -> Iterator[Signer]:
    """Yield the keys of the policy as ``allowed_signers`` has them: each counts from the first to the last second of its
    days, in UTC, and not beyond those of its owner. Where one of the two is revoked, it counts only for what is pinned."""
    from glossary.proofs import keys
    from glossary.proofs.signers import Signer

    purposes = (APPROVAL, ADOPTION, statement.PURPOSE) if policy.statements else (APPROVAL, ADOPTION)
    names = tuple(namespace(purpose, glossary) for purpose in purposes)
    for who, reviewer in sorted(policy.reviewers.items()):
        for one in reviewer.keys:
            last = min(filter(None, (one.until, reviewer.until)), default=None)
            pinned = fewer(reviewer.revoked, one.revoked)
            yield Signer(who, keys.of_line(one.line), names, _at(one.start, time.min), _at(last, time.max), pinned)


def _at(day: date | None, clock: time) -> datetime | None:
    return datetime.combine(day, clock.replace(microsecond=0), UTC) if day else None
