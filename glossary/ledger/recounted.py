"""The standings of a language, counted anew where something has changed since the reading before: each concept stands by its
own records and by its own English, so those of all others stay the same objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from glossary.content.memory import Memory
from glossary.content.model import Approval
from glossary.ledger.former import Former
from glossary.ledger.policy import Policy
from glossary.ledger.vetted import Standing

if TYPE_CHECKING:
    from glossary.ledger.records import Once, Records


def standings(
    records: Records, language: str, policy: Policy, once: Once | None, memory: Memory, revoked: bool
) -> dict[str, Standing]:
    """Return what ``Records.standings_in`` returns."""
    name, acts, former = ("standings", language, revoked), records.by_language.get(language, ()), records.former
    rules = policy, records.ahead, records.proposals, former, records.glossary
    known = memory.last(name, *rules)
    by_concept = memory.made(("records by concept", language), partial(_by_concept, acts, former), acts, former)

    def make() -> dict[str, Standing]:
        if known is None:
            return records.standings_in(language, policy, once, revoked=revoked)
        before, (acts_before, once_before) = known
        touched = _about_either(acts_before, acts, former) | (before.keys() & _differing(once_before, once))
        about = {id(act): act for concept in touched for act in by_concept.get(concept, ())}
        some = replace(records, by_language={language: tuple(about.values())})
        return _joined(before, touched, some.standings_in(language, policy, once, revoked=revoked))

    return memory.made(name, make, *rules, acts, once)


def _joined(before: dict[str, Standing], touched: set[str], new: Mapping[str, Standing]) -> dict[str, Standing]:
    """Return the standings before, with those of the concepts that were touched as they are now."""
    changed = {each: new[each] for each in touched & new.keys() if new[each] != before.get(each)}
    gone = touched & before.keys() - new.keys()
    if not changed and not gone:
        return before
    return {each: standing for each, standing in {**before, **changed}.items() if each not in gone}


def _differing(before: Once | None, now: Once | None) -> set[str]:
    """Return the concepts of which other English texts are vetted, or were, than before."""
    if before is None or now is None or before is now:
        return set()
    return {concept for concept, _ in before.items() ^ now.items()}


def _about_either(before: Iterable[Approval], now: Iterable[Approval], former: Former) -> set[str]:
    """Return the concepts that records are about which are new, or gone."""
    if before is now:
        return set()
    one, other = ({id(act): act for act in acts} for acts in (before, now))
    apart = (one.get(key) or other[key] for key in one.keys() ^ other.keys())
    return {concept for act in apart for concept in former.reached(act)}


def _by_concept(acts: Iterable[Approval], former: Former) -> Mapping[str, tuple[Approval, ...]]:
    """Return records by the concepts that they are about. To look for those of one concept among all would take in hand each
    of them, and so copy the memory that workers share."""
    rows: dict[str, list[Approval]] = {}
    for act in acts:
        for concept in former.reached(act):
            rows.setdefault(concept, []).append(act)
    return {concept: tuple(about) for concept, about in rows.items()}
