"""The records of all ledgers at one reading: which of them count, and what they come to.

1. An approval counts from its day on (UTC); one that is dated ahead does not count yet. What has counted goes on counting: a
   clock that is set back takes nothing offline.
2. An approval by a reviewer who is revoked counts only if the policy pins it by its digest, whatever day it states.
3. A withdrawal counts at once and always, whatever day it states, whoever was revoked since, and with any signature or none.
4. An approval counts only if it is signed by a key of its reviewer, or may be unsigned (``signed.py``).
5. An approval of words that its reviewer proposed does not count, whatever day either states (``proposals.py``).
6. What does not count by rule 2 or by a revoked key alone may have counted before. It vets nothing; that it once did is
   remembered by digests (``Standing.lost``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property

from glossary.content.identity import NAMELESS
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.errors import BadSignature, Fault, Finding, Level, capped
from glossary.language.tags import SOURCE
from glossary.ledger import checked, signed
from glossary.ledger.former import NOBODY, Former
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.proposals import Line
from glossary.ledger.vetted import Change, Standing, standings


@dataclass(frozen=True)
class Records:
    """Records by language, all that were read. ``ahead`` are the digests of the approvals whose day had not come;
    ``glossary`` is the id of the glossary, which signatures are for; ``proposals`` say who proposed which words; ``former``
    says what the ids of concepts mean now."""

    by_language: Mapping[str, tuple[Approval, ...]]
    ahead: frozenset[str] = frozenset()
    glossary: str = NAMELESS.id
    proposals: tuple[Line, ...] = ()
    former: Former = NOBODY

    @classmethod
    def of(
        cls,
        ledger: Mapping[str, Iterable[Ledger]],
        proposals: tuple[Line, ...],
        glossary: str,
        today: date,
        before: Records | None = None,
        former: Former = NOBODY,
    ) -> Records:
        """Return the records of ledgers, by language, on a day. What has counted ``before`` goes on counting."""
        by_language = {tag: tuple(act for part in parts for act in part.records) for tag, parts in ledger.items()}
        acts = (act for each in by_language.values() for act in each)
        ahead = {act.record_digest for act in acts if act.verdict is Verdict.APPROVE and act.when.date() > today}
        still = frozenset(ahead - before.counted if ahead and before else ahead)
        return cls(by_language, still, glossary, proposals, former)

    @property
    def all(self) -> Iterator[Approval]:
        """All records."""
        return (act for acts in self.by_language.values() for act in acts)

    @cached_property
    def digests(self) -> frozenset[str]:
        """The digests of all records."""
        return frozenset(act.record_digest for act in self.all)

    @cached_property
    def seals(self) -> frozenset[str]:
        """What stands for the lines of all records, signatures included."""
        return frozenset(act.seal for act in self.all)

    @property
    def counted(self) -> frozenset[str]:
        """The digests of the records whose day has come."""
        return self.digests - self.ahead

    @cached_property
    def next_day(self) -> date:
        """The first day on which an approval will count that does not yet; the last of all days where there is none."""
        return min((act.when.date() for act in self.all if act.record_digest in self.ahead), default=date.max)

    def counting(self, language: str, policy: Policy, *, revoked: bool = False) -> Iterator[Approval]:
        """Yield the records of a language that count; with those that are ``revoked``, if that is asked for (rule 6)."""
        for act in self.by_language.get(language, ()):
            if act.verdict is Verdict.WITHDRAW or self._counts(act, policy, revoked):  # Rule 3
                yield act

    def _counts(self, act: Approval, policy: Policy, revoked: bool) -> bool:
        if act.record_digest in self.ahead or not (revoked or policy.counts(act)) or self.own(act.who, act.text):
            return False
        fault = self.fault(act, policy)
        return fault is None or (revoked and fault.fault is Fault.REVOKED)

    @cached_property
    def _proposed(self) -> Mapping[tuple[str, str], Line]:
        return {line.key: line for line in reversed(self.proposals)}

    def own(self, who: str, text: Text) -> Line | None:
        """Return the line by which somebody proposed exactly these words, if they did (rule 5)."""
        return self._proposed.get((who, text.digest)) if self.proposals else None

    def fault(self, act: Approval, policy: Policy) -> BadSignature | None:
        """Return what is wrong with the signature of a record, or that it lacks one (rule 4)."""
        if (
            act.signature is None and not act.publication and policy.counts_unsigned(act.record_digest)
        ):  # most records, and the quickest answer
            return None
        return signed.fault(signed.of_approval(act, self.glossary), policy)

    def unsigned(self, policy: Policy) -> Iterator[str]:
        """Yield the digests of the approvals that count without a signature."""
        for act in (act for language in self.by_language for act in self.counting(language, policy)):
            if act.verdict is Verdict.APPROVE and act.signature is None:
                yield act.record_digest

    def read(self, written: Approval) -> Approval:
        """Return a record as it was read back: with its digest."""
        return next(act for act in self.by_language[written.language] if act == written)

    def standings(self, policy: Policy) -> dict[str, dict[str, Standing]]:
        """Return what the records come to, by language, then by concept."""
        now = self._standings(policy, revoked=False)
        if policy.revokes:
            for tag, before in self._standings(policy, revoked=True).items():  # Rule 6
                for concept, standing in before.items():
                    current = now[tag].get(concept, Standing())
                    if standing.once - current.once:
                        lost = tuple(replace(each, lost_on=self._lost_on(each, policy)) for each in standing.changes)
                        now[tag][concept] = replace(current, lost=lost)
        return now

    def _lost_on(self, change: Change, policy: Policy) -> date | None:
        """Return the first day on which an approval of a text was revoked, as far as the policy says."""
        acts = change.vetted.approvals if change.vetted else ()
        return min(filter(None, (self._revoked_on(act, policy) for act in acts)), default=None)

    def _revoked_on(self, act: Approval, policy: Policy) -> date | None:
        reviewer, fault = policy.reviewers.get(act.who), self.fault(act, policy)
        if reviewer and not policy.counts(act):
            return reviewer.revoked_on
        if reviewer and fault and fault.fault is Fault.REVOKED:
            key = checked.key(signed.of_approval(act, self.glossary), policy.origins)
            return next((each.revoked_on for each in reviewer.keys if each.line == key), None)
        return None

    def _standings(self, policy: Policy, *, revoked: bool) -> dict[str, dict[str, Standing]]:
        english = self.standings_in(SOURCE, policy, revoked=revoked)
        once = {concept: standing.once for concept, standing in english.items()}
        others = (tag for tag in self.by_language if tag != SOURCE)
        return {SOURCE: english, **{tag: self.standings_in(tag, policy, once, revoked=revoked) for tag in others}}

    def standings_in(
        self,
        language: str,
        policy: Policy,
        once: Mapping[str, frozenset[str]] | None = None,
        *,
        revoked: bool = False,
    ) -> dict[str, Standing]:
        """Return what the records of one language come to, by concept; with those that are ``revoked``, if that is asked for.
        ``once`` has the digests of the English texts that are vetted, or once were; it is ``None`` for English, and where it
        does not matter."""
        counting = self.counting(language, policy, revoked=revoked)
        return standings(counting, policy, language, once, self.former)

    def plus(self, more: Iterable[Approval]) -> Records:
        """Return these records and some more."""
        by_language = dict(self.by_language)
        for act in more:
            by_language[act.language] = (*by_language.get(act.language, ()), act)
        return replace(self, by_language=by_language)


NONE = Records({})


def uncounted(
    ledger: Mapping[str, Iterable[Ledger]], records: Records, policy: Policy, today: date
) -> Iterator[Finding]:
    """Find the records that do not count, and those that are dated ahead."""
    usual = _usual(records, policy, today)
    for part in (part for parts in ledger.values() for part in parts):
        if all(map(usual, part.records)):
            continue
        file = part.file
        found = (_objection(file, number, act, records, policy, today) for number, act in enumerate(part.records, 1))
        yield from capped([finding for finding in found if finding])


def _usual(records: Records, policy: Policy, today: date) -> Callable[[Approval], bool]:
    """Return a quick look at a record: whether there is nothing to find, as of nearly all."""
    if records.proposals or policy.revokes or not policy.counts_all_unsigned:
        return lambda _: False
    last = datetime.combine(today, time.max, UTC)
    return lambda act: act.signature is None and act.publication is None and act.when <= last


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
