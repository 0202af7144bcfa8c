"""The records that do not count, by the rules of ``records.py``, and those that are dated ahead: what is said of them."""

from __future__ import annotations

from datetime import date

from glossary.content.model import Approval, Verdict
from glossary.errors import Finding, Level, capped
from glossary.ledger import signed
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.records import Records


def findings(part: Ledger, records: Records, policy: Policy, today: date) -> tuple[Finding, ...]:
    """Find the records of a file that do not count, and those that are dated ahead."""
    if part.bare and part.last <= today and records.plain(policy):
        return ()  # the quickest answer, for most files: by the rules of ``records`` all of it counts
    found = (_objection(part.file, number, act, records, policy, today) for number, act in enumerate(part.records, 1))
    return tuple(capped([finding for finding in found if finding]))


def _objection(file: str, line: int, act: Approval, records: Records, policy: Policy, today: date) -> Finding | None:
    when, withdrawal = act.when.date(), act.verdict is Verdict.WITHDRAW
    if (fault := records.fault(act, policy)) and not (withdrawal and act.signature is None):  # Rules 3 and 4
        return signed.finding(file, line, signed.of_approval(act, records.glossary), fault, counts=withdrawal)
    if not withdrawal and not policy.counts(act):  # Rule 2
        what = f"it does not count: “{act.who}” is revoked, and the policy does not pin {act.record_digest}"
        return Finding(file, line, what, "pin its digest in policy.toml if you know that it is theirs", Level.WARNING)
    if not withdrawal and (own := records.own(act.who, act.text)):  # Rule 5
        what = f"it does not count: “{act.who}” proposed these words ({own.file}:{own.number})"
        return Finding(file, line, what, "leave it; somebody else has to approve them", Level.WARNING)
    if when <= today:
        return None
    lies = f"{when} lies in the future; today is {today} (UTC)"
    if withdrawal:  # Rule 3
        return Finding(file, line, f"{lies}; the withdrawal counts all the same", "leave it", Level.WARNING)
    remedy = "withdraw it with “glossary vet --withdraw”, or mend the clock of this machine"
    counts = (
        "the approval does not count before then" if act.record_digest in records.ahead else "it has counted before"
    )
    return Finding(file, line, f"{lies}; {counts}", remedy)
