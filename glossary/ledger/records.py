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

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from glossary.content.identity import NAMELESS
from glossary.content.memory import Memory
from glossary.content.model import Approval, Verdict
from glossary.content.text import Text
from glossary.errors import BadSignature, Fault
from glossary.language.tags import SOURCE
from glossary.ledger import checked, recounted, signed
from glossary.ledger.former import NOBODY, Former
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.proposals import Line
from glossary.ledger.vetted import Change, Standing, standings

Once = Mapping[str, frozenset[str]]
"""By concept, the digests of the English texts that are vetted, or once were."""


def _joined(ledger: Iterable[Ledger]) -> tuple[Approval, ...]:
    return tuple(act for part in ledger for act in part.records)


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
        ledger: Mapping[str, tuple[Ledger, ...]],
        proposals: tuple[Line, ...],
        glossary: str,
        today: date,
        before: Records | None = None,
        former: Former = NOBODY,
        memory: Memory | None = None,
    ) -> Records:
        """Return the records of ledgers, by language, on a day. What has counted ``before`` goes on counting."""
        made = (memory or Memory()).made
        by_language = {tag: made(("records", tag), partial(_joined, each), each) for tag, each in ledger.items()}
        late = (act for each in ledger.values() for part in each if part.last > today for act in part.records)
        ahead = {act.record_digest for act in late if act.verdict is Verdict.APPROVE and act.when.date() > today}
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
        late = (act.when.date() for act in self.all if act.record_digest in self.ahead) if self.ahead else ()
        return min(late, default=date.max)

    def counting(self, language: str, policy: Policy, *, revoked: bool = False) -> Iterator[Approval]:
        """Yield the records of a language that count; with those that are ``revoked``, if that is asked for (rule 6)."""
        quick = not self.ahead and self.plain(policy)
        for act in self.by_language.get(language, ()):
            bare = quick and act.signature is None and act.publication is None
            if bare or act.verdict is Verdict.WITHDRAW or self._counts(act, policy, revoked):  # Rule 3
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

    def plain(self, policy: Policy) -> bool:
        """Return whether each unsigned approval counts from its day on: there is no rule by which one might not."""
        return policy.counts_all_unsigned and not self.proposals and not policy.revokes

    def unsigned(self, policy: Policy) -> Iterator[str]:
        """Yield the digests of the approvals that count without a signature."""
        for act in (act for language in self.by_language for act in self.counting(language, policy)):
            if act.verdict is Verdict.APPROVE and act.signature is None:
                yield act.record_digest

    def read(self, written: Approval) -> Approval:
        """Return a record as it was read back: with its digest."""
        return next(act for act in self.by_language[written.language] if act == written)

    def standings(self, policy: Policy, memory: Memory | None = None) -> dict[str, dict[str, Standing]]:
        """Return what the records come to, by language, then by concept. What is in the ``memory`` is not counted again."""
        memory = memory or Memory()
        now = self._standings(policy, memory, revoked=False)
        if not policy.revokes:
            return now
        with_lost = dict[str, dict[str, Standing]]()
        for tag, before in self._standings(policy, memory, revoked=True).items():
            make = partial(self._with_lost, now[tag], before, policy)
            with_lost[tag] = memory.made(("lost", tag), make, now[tag], before, policy, self.glossary)
        return with_lost

    def _with_lost(
        self, now: Mapping[str, Standing], before: Mapping[str, Standing], policy: Policy
    ) -> dict[str, Standing]:
        """Return standings with what was lost since, by those there were ``before`` somebody was revoked (rule 6)."""
        rows = dict(now)
        for concept, standing in before.items():
            current = now.get(concept, Standing())
            if standing.once - current.once:
                lost = tuple(replace(each, lost_on=self._lost_on(each, policy)) for each in standing.changes)
                rows[concept] = replace(current, lost=lost)
        return rows

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

    def _standings(self, policy: Policy, memory: Memory, *, revoked: bool) -> dict[str, dict[str, Standing]]:
        english = recounted.standings(self, SOURCE, policy, None, memory, revoked)
        made = {concept: standing.once for concept, standing in english.items()}
        once = memory.settled(("once", revoked), lambda: made, english)
        others = (tag for tag in self.by_language if tag != SOURCE)
        rest = {tag: recounted.standings(self, tag, policy, once, memory, revoked) for tag in others}
        return {SOURCE: english, **rest}

    def standings_in(
        self,
        language: str,
        policy: Policy,
        once: Once | None = None,
        *,
        revoked: bool = False,
    ) -> dict[str, Standing]:
        """Return what the records of one language come to, by concept; with those that are ``revoked``, if that is asked for.
        ``once`` has the digests of the English texts that are vetted, or once were; it is ``None`` for English, and where it
        does not matter."""
        counting = self.counting(language, policy, revoked=revoked)
        return standings(counting, policy, language, once, self.former)

    def missing(self, now: Records) -> list[Approval]:
        """Return those of these records that are not the same objects ``now``, as those are that were not read anew."""
        rows = ((acts, now.by_language.get(tag, ())) for tag, acts in self.by_language.items())
        changed = ((acts, {id(act) for act in others}) for acts, others in rows if acts is not others)
        return [act for acts, there in changed for act in acts if id(act) not in there]

    def plus(self, more: Iterable[Approval]) -> Records:
        """Return these records and some more."""
        by_language = dict(self.by_language)
        for act in more:
            by_language[act.language] = (*by_language.get(act.language, ()), act)
        return replace(self, by_language=by_language)


NONE = Records({})
