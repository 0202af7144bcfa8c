"""Which texts are vetted, by the records of a language's ledger (``ledgers.py``).

A ledger holds the whole text that was approved, so what is served never depends on a catalog. What is vetted follows from
the records alone, by these rules:

1. Records count in the order of their times; of the same second, withdrawals last, the others by their digests. A line that
   is copied or moved counts where its time puts it, not where it stands; else a copy below a withdrawal would undo the
   withdrawal.
2. Approvals add up only if they are of exactly the same text, checked against exactly the same English. Digests say so.
3. A text is vetted when the approvals that add up fill every role that the policy requires, each by a different person.
4. A translation is vetted only if the English that it was checked against is vetted, or once was.
5. A withdrawal takes back the text that is served and every approval under way. Only approvals after it count.
6. Of several texts that meet rules 2 to 4, the one that was approved last is served.
7. A text that was once vetted stays known as such, even after a withdrawal, because rule 4 asks.
8. As soon as the approvals of a text fill every role, votes for other texts of the concept no longer count. Else one person
   could bring a replaced text back on a colleague's old vote.
9. Records count for what their concept's id means now (``former.py``): a new id takes no approval and no withdrawal away.
10. Each change of what is served is remembered. A text that another one replaced may still be shown as what it was; one that
    a withdrawal took back may not: that which was served, and also an earlier one that the withdrawal names. Only a new
    vetting brings it back.
11. A statement about a whole publication (``statement.py``) brings nothing back: once there was a withdrawal, only approvals
    of the text itself count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from glossary.content.model import Approval, Verdict, Vetted
from glossary.ledger.former import NOBODY, Former
from glossary.ledger.policy import Policy

Key = tuple[str, str | None]
"""What approvals are added up by (rule 2): the digests of a text and of its English, ``None`` for English itself."""

Votes = dict[Key, tuple[Approval, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what is served (rule 10): ``vetted`` is the text that came, ``None`` for a withdrawal; ``ended`` are the
    digests of the texts that it ended: of the one that was replaced, or of those that were taken back. ``lost_on`` is the day
    on which somebody was revoked without whom the text does not count, where that is known."""

    when: datetime
    vetted: Vetted | None
    ended: tuple[str, ...] = ()
    lost_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one concept stands in one language after all its records.

    ``vetted`` is the text that is served, ``withdrawn`` whether a withdrawal is the reason why there is none. ``votes`` holds
    the approvals that count since the last withdrawal by key, in the order of their times (rule 8), and ``once`` the digests
    of all texts that were ever vetted (rule 7). ``changes`` are those of what is served, in their order, and ``lost`` those
    that there were with the approvals of somebody who is revoked, where a text was vetted by them only (``records.py``).
    """

    vetted: Vetted | None = None
    withdrawn: bool = False
    votes: Mapping[Key, tuple[Approval, ...]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()

    @property
    def earlier(self) -> tuple[Vetted, ...]:
        """The texts that others replaced and that may still be shown as what they were (rule 10), the oldest first."""
        texts: dict[str, Vetted] = {}
        for change in self.changes:
            if change.vetted:
                texts[change.vetted.text.digest] = change.vetted
            else:
                texts = {digest: vetted for digest, vetted in texts.items() if digest not in change.ended}
        served = self.vetted.text.digest if self.vetted else None
        return tuple(vetted for digest, vetted in texts.items() if digest != served)

    @property
    def past(self) -> bool:
        """Whether any text of it was ever vetted, as far as it shows."""
        return bool(self.changes or self.lost)

    @property
    def hidden(self) -> Standing:
        """The standing of a text of which nothing is shown, neither now nor of its past."""
        return replace(self, vetted=None, changes=(), lost=())


def standings(
    records: Iterable[Approval],
    policy: Policy,
    language: str,
    sources: Mapping[str, frozenset[str]] | None = None,
    former: Former = NOBODY,
) -> dict[str, Standing]:
    """Return the standing of each concept that has records in a language, by the rules of this module.

    ``sources`` holds, by concept, the digests of the English texts that are vetted or once were (``Standing.once``). It is
    ``None`` for the records of English itself. ``former`` says what ids mean now.
    """
    by_concept: dict[str, list[Approval]] = {}
    for record in sorted(records, key=order):  # Rule 1
        for concept in former.reached(record):  # Rule 9
            by_concept.setdefault(concept, []).append(record)
    return {
        concept: _standing(in_order, policy, language, None if sources is None else sources.get(concept, frozenset()))
        for concept, in_order in by_concept.items()
    }


def order(record: Approval) -> tuple[datetime, bool, str]:
    """Return what records are sorted by (rule 1): records of one second count alike however they are spread over files."""
    return record.when, record.verdict is Verdict.WITHDRAW, record.record_digest


def _standing(records: Iterable[Approval], policy: Policy, language: str, sources: frozenset[str] | None) -> Standing:
    """Return the standing of one concept after its records, which are in the order of rule 1."""
    vetted: Vetted | None = None
    withdrawn, votes, once, past, ever = False, Votes(), set[str](), _Past(), False
    for record in records:
        if record.verdict is Verdict.WITHDRAW:  # Rule 5: whatever text it names, nothing stays served or under way
            past.taken_back(record, vetted)
            vetted, withdrawn, votes, ever = None, True, {}, True
            continue
        if ever and _whole(record):  # Rule 11
            continue
        key = _key(record)
        votes[key] = (*votes.get(key, ()), record)
        approvals = policy.satisfied(votes[key], language)  # Rule 3
        if approvals is None:
            continue
        votes = _left(votes, key)
        if _of_vetted_english(record, sources):  # else the votes stay: their English may yet be vetted
            before, vetted, withdrawn = vetted, Vetted(record.text, approvals), False  # Rule 6: a later one replaces it
            past.came(record.when, vetted, before)
            once.add(record.text.digest)  # Rule 7: a withdrawal takes nothing out of it
    return Standing(vetted, withdrawn, votes, frozenset(once), tuple(past.changes))


class _Past:
    """The changes of what is served, while they are read (rule 10). ``shown`` are the texts that may be shown."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.shown: set[str] = set()

    def came(self, when: datetime, vetted: Vetted, before: Vetted | None) -> None:
        """Remember that a text is vetted, in the place of the one before it; the same one once more is no change."""
        if before is None or before.text.digest != vetted.text.digest:
            self.changes.append(Change(when, vetted, (before.text.digest,) if before else ()))
            self.shown.add(vetted.text.digest)

    def taken_back(self, record: Approval, served: Vetted | None) -> None:
        """Remember what a withdrawal takes back: the text that is served, and the one that it names."""
        named = dict.fromkeys([*([served.text.digest] if served else []), record.text.digest])
        if ended := tuple(digest for digest in named if digest in self.shown):
            self.changes.append(Change(record.when, None, ended))
            self.shown.difference_update(ended)


def _key(record: Approval) -> Key:
    """Rule 2: what an approval is added up by."""
    return record.text.digest, record.source


def _left(votes: Votes, key: Key) -> Votes:
    """Rule 8: the votes that are left when those of a key fill every role."""
    return {other: approvals for other, approvals in votes.items() if other[0] == key[0]}


def _whole(record: Approval) -> bool:
    """Whether an approval is of a whole publication, not of its text (rule 11)."""
    return record.publication is not None


def _of_vetted_english(record: Approval, sources: frozenset[str] | None) -> bool:
    """Rule 4: whether the English of an approval is vetted, or once was."""
    return sources is None or record.source in sources
