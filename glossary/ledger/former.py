"""Former ids: what an id means now, where concepts got new ones. A record names the id that it was made under, for ever.

A term file says ``formerly = ["old"]``. That counts once it is adopted, with the other facts of the concept (``adopted.py``):

1. Claims count in the order in which they were adopted, the baseline's first. One that was adopted stays, also where later
   facts of the concept leave it out: an address that was given to readers goes on leading somewhere.
2. An id is claimed once. One that was given up is never another concept's, neither as its id nor as a former one.
3. Where “b” was “a”, and “c” was “b”, “a” means “c”. A concept may go back to an id that it had.
4. The id of a retired concept stays its own: its texts never come back under another one.
5. A withdrawal takes back the texts of every id that its concept has, or had by any line, whether that line counts or not:
   nothing comes back online because a new id no longer counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from glossary.content.model import ID, NEVER_GIVEN, Approval, Verdict
from glossary.errors import BadContent
from glossary.ledger import adopted, baseline
from glossary.ledger.adoption import Adoption, Kind
from glossary.ledger.baseline import Values

Claim = tuple[str, tuple[str, ...]]
"""A concept's id, and the ids that it claims to have had."""


@dataclass(frozen=True)
class Former:
    """What ids mean now. ``names`` has the concept of each former id, ``claims`` is whatever any line claims (rule 5),
    ``retired`` are the ids that are nobody's to claim (rule 4)."""

    names: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    retired: frozenset[str] = frozenset()

    def now(self, concept: str) -> str:
        """Return what an id means now: itself, where it is no former id."""
        return self.names.get(concept, concept)

    def of(self, concept: str) -> tuple[str, ...]:
        """Return the ids that a concept had."""
        return self._had.get(concept, ())

    @cached_property
    def _had(self) -> Mapping[str, tuple[str, ...]]:
        had: dict[str, tuple[str, ...]] = {}
        for old, concept in sorted(self.names.items()):
            had[concept] = (*had.get(concept, ()), old)
        return had

    def reached(self, record: Approval) -> Collection[str]:
        """Return the concepts that a record is about: of an approval always one."""
        if record.verdict is Verdict.WITHDRAW and record.concept in self._kin:
            return self._kin[record.concept]
        return (self.names.get(record.concept, record.concept),)

    @cached_property
    def _kin(self) -> Mapping[str, frozenset[str]]:
        families = _families(self.claims)
        return {name: frozenset(map(self.now, family)) for name, family in families.items()}

    def about(self, records: Iterable[Approval], concept: str) -> Iterator[Approval]:
        """Yield the records that are about what an id means now."""
        now = self.now(concept)
        return (record for record in records if now in self.reached(record))

    def plus(self, adoptions: Iterable[Adoption]) -> Former:
        """Return the same, with whatever these adoptions claim for what takes something back (rule 5)."""
        new = tuple(claim for claim in _claims(adoptions) if claim not in self.claims)
        return replace(self, claims=(*self.claims, *new)) if new else self

    def objection(self, concept: str, ids: Collection[str]) -> tuple[str, str] | None:
        """Return why a concept's claim does not count as its term file has it, and what to do; ``None`` where it does."""
        if (now := self.now(concept)) not in (concept, *ids):
            return f"“{concept}” is a former id of “{now}”", "give it another id: one that was given up stays given up"
        for old in ids:
            owner = self.now(old)
            if owner not in (old, concept, *ids):
                return f"formerly names “{old}”, which is “{owner}” now", "take it out"
            if owner == old and old in self.retired:
                what = f"formerly names “{old}”, which is retired"
                return what, "take it out; a concept that has left may name another one under “replaced_by”"
        owed = {old for each in (concept, *ids) for old in self.of(each)} - {concept, *ids}
        if owed:
            what = f"formerly leaves out “{min(owed)}”, which readers may still ask for"
            return what, "name it too: an id that was given up goes on leading somewhere"
        return None


NOBODY = Former()
"""Where no concept ever had another id."""


def read(shipped: Values, counting: Iterable[Adoption], every: Iterable[Adoption], rows: Mapping[str, Any]) -> Former:
    """Return what ids mean, by the baseline's copies, the adoptions that count, and every one that was read. ``rows`` are the
    facts of concepts as they are adopted now, by id."""
    first = list(_shipped(shipped))
    gone, heads = retired(rows), dict[str, str]()
    for claim in (*first, *_claims(counting)):
        _join(heads, *claim, gone)
    claims = tuple(dict.fromkeys((*first, *_claims(every))))
    return Former({old: _head(heads, old) for old in heads}, claims, gone)


def retired(rows: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the concepts that have left (rule 4)."""
    return frozenset(name for name, row in rows.items() if row.get("retired"))


def readable(translations: Path) -> Former:
    """Return what ids mean by every adoption that can be read, whatever stands around it: for what takes something back."""
    lines = [line.adoption for line in adopted.readable(translations)]
    try:
        shipped = baseline.load().values
    except BadContent:
        shipped = {}
    return read(shipped, lines, lines, {})


def _shipped(values: Values) -> Iterator[Claim]:
    for concept, row in sorted(values.get((Kind.FACTS, ""), {}).items()):
        if claimed := ids(row):
            yield concept, claimed


def _claims(adoptions: Iterable[Adoption]) -> Iterator[Claim]:
    """Yield the claims of adoptions in the order of their times; of the same second, in that of files and lines (rule 1)."""
    acts = [(each.by.when, each) for each in adoptions if each.by and each.item.kind is Kind.FACTS]
    for _, each in sorted(acts, key=lambda act: act[0]):
        if claimed := ids(each.value):
            yield each.item.key, claimed


def ids(facts: Any) -> tuple[str, ...]:
    """Return the ids that adopted facts claim; none where they are not what ``glossary adopt`` writes."""
    had = facts.get("formerly") if isinstance(facts, Mapping) else None
    return tuple(each for each in had if isinstance(each, str) and ID.fullmatch(each)) if isinstance(had, list) else ()


def _join(heads: dict[str, str], concept: str, ids: tuple[str, ...], retired: Collection[str]) -> None:
    """Add one claim. ``heads`` has, by former id, the one that came after it; following it always ends."""
    head = _head(heads, concept)
    if head != concept:
        if head not in ids or head in retired:  # Rules 2 and 4
            return
        del heads[concept]  # Rule 3: it goes back to this one
        heads[head] = concept
    for old in ids:
        free = _head(heads, old) == old and old not in NEVER_GIVEN and old not in retired  # Rules 2 and 4
        if free and old != concept:
            heads[old] = concept


def _head(heads: Mapping[str, str], concept: str) -> str:
    while concept in heads:
        concept = heads[concept]
    return concept


def _families(claims: Iterable[Claim]) -> dict[str, set[str]]:
    """Return, by id, all ids that claims join with it (rule 5)."""
    families: dict[str, set[str]] = {}
    for concept, ids in claims:
        joined = {other for each in (concept, *ids) for other in families.get(each, {each})}
        families.update(dict.fromkeys(joined, joined))
    return families
