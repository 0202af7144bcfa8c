"""Relations among the concepts of a file and those that are there: each names a concept, goes both ways where it is
``related``, and never leads back to itself where it is ``broader``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from glossary.exchange.incoming.entry import Entry
from glossary.exchange.incoming.ids import folded, of_term
from glossary.exchange.incoming.incoming import Incoming, Outcome, Row
from glossary.exchange.incoming.tree import Tree
from glossary.exchange.incoming.wishes import Wishes

UNKNOWN = "it names no concept, of the file or of the glossary"
_SHOWN = 8
"""How many concepts of a circle a row names."""

ONE_WAY = "the other concept does not name this one; --mirror writes it both ways"


@dataclass(frozen=True)
class Relations:
    """The concepts of a file by id, each as it came, the entries that are made of them, and the tree that they go into."""

    tree: Tree
    incoming: Mapping[str, Incoming]
    entries: dict[str, Entry]
    wishes: Wishes

    def rows(self) -> Iterator[Row]:
        """Take all relations into the entries, and yield a row for each."""
        for take in (self._related, self._broader, self._successor):
            for concept, each in self.incoming.items():
                if concept in self.entries:
                    yield from take(concept, each)
        yield from self._circles()

    def _found(self, name: str) -> str:
        """Return the id of the concept that a file names, by its own id, or by any form of ours or of its English term;
        ``""`` where there is none."""
        for concept in (self._own.get(name, ""), folded(name), of_term(name)):
            now = self.tree.former.get(concept, concept)
            if now in self.entries or now in self.tree.concepts:
                return now
        return ""

    @cached_property
    def _own(self) -> Mapping[str, str]:
        """The concepts of the file by the ids that it has for them."""
        return {each.id: concept for concept, each in self.incoming.items()}

    def _gone(self, concept: str) -> bool:
        before, entry = self.tree.concepts.get(concept), self.entries.get(concept)
        return bool((before and before.retired) or (entry and entry.retired))

    def _related(self, concept: str, each: Incoming) -> Iterator[Row]:
        for name in dict.fromkeys(each.related):
            other = self._found(name)
            outcome, why = self._relation(concept, other)
            yield Row(each.place, concept, "", "related", other or name, outcome, why)
            if outcome is Outcome.TAKEN:
                self._add(concept, other)
                yield from self._mirrored(other, concept, each)

    def _relation(self, concept: str, other: str) -> tuple[Outcome, str]:
        if why := self._unfit(concept, other):
            return Outcome.REFUSED if other == concept else Outcome.LEFT, why
        if other in self._names(concept, given=False):
            return Outcome.UNCHANGED, ""
        if concept in self._names(other) or self.wishes.mirror:
            return Outcome.TAKEN, ""
        return Outcome.LEFT, ONE_WAY

    def _mirrored(self, concept: str, other: str, each: Incoming) -> Iterator[Row]:
        """Write the way back, where neither the tree nor the file has it."""
        if other not in self._names(concept):
            self._add(concept, other)
            why = f"mirrored: “{other}” names it"
            yield Row(each.place, concept, "", "related", other, Outcome.TAKEN, why)

    def _names(self, concept: str, *, given: bool = True) -> set[str]:
        """Return what a concept names as related, in the tree, and if ``given`` also in the file."""
        before = self.tree.concepts.get(concept)
        named = set(before.related) if before else set()
        return named | self._given.get(concept, set()) if given else named

    @cached_property
    def _given(self) -> Mapping[str, set[str]]:
        """What each concept names as related in the file."""
        return {concept: set(map(self._found, each.related)) for concept, each in self.incoming.items()}

    def _add(self, concept: str, other: str) -> None:
        before = self.tree.concepts.get(concept)
        if concept not in self.entries and before:
            self.entries[concept] = Entry(concept, next(iter(self.incoming.values())).place, before)
        entry = self.entries[concept]
        entry.related += [] if other in entry.related else [other]

    def _unfit(self, concept: str, other: str) -> str:
        """Return why a concept cannot be named by another; ``""`` where it can."""
        if not other:
            return UNKNOWN
        if other == concept:
            return "it names itself"
        return "the concept that it names is retired" if self._gone(other) else ""

    def _broader(self, concept: str, each: Incoming) -> Iterator[Row]:
        if not each.broader:
            return
        other, entry = self._found(each.broader), self.entries[concept]
        why = self._unfit(concept, other)
        outcome = Outcome.REFUSED if other == concept else Outcome.LEFT
        if not why:
            there = entry.before.broader if entry.before else None
            outcome, why = self.wishes.decide(there or "", other)
        if outcome is Outcome.TAKEN:
            entry.facts["broader"] = other
        yield Row(each.place, concept, "", "broader", other or each.broader, outcome, why)

    def _successor(self, concept: str, each: Incoming) -> Iterator[Row]:
        if not (each.replaced_by and self.entries[concept].retired):
            return
        other = self._found(each.replaced_by)
        if why := self._unfit(concept, other):
            yield Row(each.place, concept, "", "replaced_by", each.replaced_by, Outcome.LEFT, why)
        else:
            self.entries[concept].retired["replaced_by"] = other

    def _circles(self) -> Iterator[Row]:
        """Yield a row for each concept whose broader terms lead back to it."""
        above = {concept: each.broader for concept, each in self.tree.concepts.items() if each.broader}
        above |= {
            concept: entry.facts["broader"] for concept, entry in self.entries.items() if "broader" in entry.facts
        }
        for concept, entry in self.entries.items():
            if "broader" in entry.facts and (path := _circle(concept, above.get)):
                shown = path if len(path) <= _SHOWN else [*path[: _SHOWN - 2], "…", path[-1]]
                why = f"its broader terms lead back to it ({' > '.join(shown)}); take one of them out"
                yield Row(entry.place, concept, "", "broader", entry.facts["broader"], Outcome.REFUSED, why)


def _circle(concept: str, above: Callable[[str], str | None]) -> list[str]:
    """Return the way from a concept over its broader terms back to it; nothing where it does not lead there."""
    path = {concept: None}
    name = above(concept)
    while name and name not in path:
        path[name] = None
        name = above(name)
    return [*path, concept] if name == concept else []
