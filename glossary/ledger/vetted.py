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
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from glossary.content.model import Approval, Verdict, Vetted
from glossary.ledger.former import NOBODY, Former
from glossary.ledger.policy import Policy

Key = tuple[str, str | None]
"""What approvals are added up by (rule 2): the digests of a text and of its English, ``None`` for English itself."""

Votes = dict[Key, tuple[Approval, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one concept stands in one language after all its records.

    ``vetted`` is the text that is served, ``withdrawn`` whether a withdrawal is the reason why there is none. ``votes`` holds
    the approvals that count since the last withdrawal by key, in the order of their times (rule 8), and ``once`` the digests
    of all texts that were ever vetted (rule 7).
    """

    vetted: Vetted | None = None
    withdrawn: bool = False
    votes: Mapping[Key, tuple[Approval, ...]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()


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
    for record in sorted(records, key=_order):  # Rule 1
        for concept in former.reached(record):  # Rule 9
            by_concept.setdefault(concept, []).append(record)
    return {
        concept: _standing(in_order, policy, language, None if sources is None else sources.get(concept, frozenset()))
        for concept, in_order in by_concept.items()
    }


def _order(record: Approval) -> tuple[datetime, bool, str]:
    """Rule 1, by which records of one second count alike however they are spread over files."""
    return record.when, record.verdict is Verdict.WITHDRAW, record.record_digest


def _standing(records: Iterable[Approval], policy: Policy, language: str, sources: frozenset[str] | None) -> Standing:
    """Return the standing of one concept after its records, which are in the order of rule 1."""
    vetted, withdrawn, votes, once = None, False, Votes(), set[str]()
    for record in records:
        if record.verdict is Verdict.WITHDRAW:  # Rule 5: whatever text it names, nothing stays served or under way
            vetted, withdrawn, votes = None, True, {}
            continue
        key = _key(record)
        votes[key] = (*votes.get(key, ()), record)
        approvals = policy.satisfied(votes[key], language)  # Rule 3
        if approvals is None:
            continue
        votes = _left(votes, key)
        if _of_vetted_english(record, sources):  # else the votes stay: their English may yet be vetted
            vetted, withdrawn = Vetted(record.text, approvals), False  # Rule 6: a later one replaces an earlier one
            once.add(record.text.digest)  # Rule 7: a withdrawal takes nothing out of it
    return Standing(vetted, withdrawn, votes, frozenset(once))


def _key(record: Approval) -> Key:
    """Rule 2: what an approval is added up by."""
    return record.text.digest, record.source


def _left(votes: Votes, key: Key) -> Votes:
    """Rule 8: the votes that are left when those of a key fill every role."""
    return {other: approvals for other, approvals in votes.items() if other[0] == key[0]}


def _of_vetted_english(record: Approval, sources: frozenset[str] | None) -> bool:
    """Rule 4: whether the English of an approval is vetted, or once was."""
    return sources is None or record.source in sources
