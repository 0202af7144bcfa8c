"""The standings of a language, counted anew where something has changed since the reading before: each concept stands by its
own records and by its own English, so those of all others stay the same objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.content.memory import Memory
from glossary.content.model import Approval
from glossary.ledger.former import NOBODY, Former
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

    def make() -> dict[str, Standing]:
        if known is None:
            return records.standings_in(language, policy, once, revoked=revoked)
        before, (acts_before, once_before) = known
        touched = _about_either(acts_before, acts, former) | (before.keys() & _differing(once_before, once))
        some = replace(records, by_language={language: tuple(_about(touched, acts, former))})
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


def _about(concepts: set[str], acts: Iterable[Approval], former: Former) -> Iterator[Approval]:
    """Yield the records about some concepts."""
    if not concepts:
        return iter(())
    if former == NOBODY:  # the quickest answer, where no concept ever had another id
        return (act for act in acts if act.concept in concepts)
    return (act for act in acts if not concepts.isdisjoint(former.reached(act)))
