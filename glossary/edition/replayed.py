"""The editions that the content went through: the newest records are taken away and added again, one after the other in the
order of their times, over what is adopted now; after each, an edition has an id.

1. Only what the ledgers tell is replayed. Adopted facts, strings, contacts and drafts, the policy and the build are those of
   now. An id is made of all that files show: where one of these was otherwise then, none that is found here is the id that
   was served, and it stays unknown.
2. Nothing is guessed: where the last id is not that of the edition itself, none is known.
3. What an earlier edition lacks is every change that was not there after its record. One with a change that is none any more
   is unknown.
4. An id also has the last checkpoint of the log. One was the last from the newest record that it holds on, until the newest
   record that the next one holds had been added, and that was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import pairwise

from glossary.content.memory import Memory
from glossary.content.model import Approval
from glossary.edition import beside, events
from glossary.edition.edition import Edition
from glossary.edition.events import Event
from glossary.edition.shares import Shares, Text
from glossary.language.tags import SOURCE
from glossary.ledger import record
from glossary.ledger.vetted import Standing, order

MOST = 1000
"""Most records that are replayed, the newest ones: of a thousand concepts in 26 languages that takes about two seconds."""

Name = tuple[str | None, ...]


@dataclass(frozen=True)
class Replayed:
    """``steps``: by the id of an edition, how many records had been added then. ``came``: after how many a change is there to
    stay, by its name; one that was there before all of them is not in it."""

    steps: Mapping[str, int] = field(default_factory=dict)
    came: Mapping[Name, int] = field(default_factory=dict)

    def after(self, edition: str, every: Iterable[Event]) -> tuple[Event, ...]:
        """Return the changes that an edition did not have (rule 3)."""
        step = self.steps[edition]
        return tuple(event for event in every if self.came.get(event.name, 0) > step)


def editions(edition: Edition) -> Replayed:
    """Return the editions that the content went through, as far as they can be known."""
    replay, steps, last = _Replay(edition), dict[str, int](), list[str]()
    for number, ids in enumerate(replay.run()):
        steps |= dict.fromkeys(ids, number)
        last = ids
    if edition.id not in last:  # Rule 2
        return Replayed()
    return Replayed({each: step for each, step in steps.items() if step not in replay.strange}, replay.came)


class _Replay:
    """An edition whose standings change, record by record. ``came`` has each change that is there now, ``strange`` the steps
    after which there was one that is not (rule 3)."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._records = edition, edition.records
        self._newest = sorted(nlargest(MOST, edition.records.all, key=order), key=order)
        self._standings = {tag: dict(edition.standings.get(tag, {})) for tag in edition.languages}
        self._at = replace(edition, standings=self._standings, memory=Memory())
        self._copies = edition.adopted.copies(edition.policy)
        self._shares = Shares(self._at, edition)
        self._touched = list(dict.fromkeys(text for act in self._newest for text in self._texts(act)))
        self._names = {text: self._named(text) for text in self._touched}
        self._final = frozenset().union(*self._names.values())
        self._acts = self._before({concept for concept, _ in self._touched})
        self._checkpoints = _checkpoints(edition, self._newest)
        self._odd = set[Text]()
        self.came: dict[Name, int] = {}
        self.strange: set[int] = set()

    def run(self) -> Iterator[list[str]]:
        """Yield the ids after no record was added, after the first, and so on."""
        self._renew(self._touched, 0)
        self.came.clear()
        yield self._ids(0)
        for number, act in enumerate(self._newest, 1):
            for concept in self._records.former.reached(act):
                self._acts[concept].append(act)
            self._renew(self._texts(act), number)
            yield self._ids(number)

    def _ids(self, step: int) -> list[str]:
        lasting = [checkpoint for first, last, checkpoint in self._checkpoints if first <= step <= last]
        return [self._shares.id(checkpoint) for checkpoint in lasting]

    def _texts(self, act: Approval) -> list[Text]:
        """Return the texts that a record may change: one of English decides which translations count."""
        tags = self._edition.languages if act.language == SOURCE else (act.language,)
        return [(concept, tag) for concept in self._records.former.reached(act) for tag in tags]

    def _before(self, concepts: set[str]) -> dict[str, list[Approval]]:
        """Return the records about some concepts but for those that are added."""
        acts: dict[str, list[Approval]] = {concept: [] for concept in concepts}
        later = set(map(id, self._newest))
        for act in self._records.all:
            if id(act) not in later:
                for concept in concepts.intersection(self._records.former.reached(act)):
                    acts[concept].append(act)
        return acts

    def _renew(self, texts: list[Text], step: int) -> None:
        """Count texts anew, with what files show of them."""
        tags = dict[str, list[str]]()
        for concept, tag in texts:
            tags.setdefault(concept, []).append(tag)
        changed = [text for concept, each in tags.items() for text in self._counted(concept, each)]
        for text in changed:
            names = self._named(text)
            self.came |= dict.fromkeys(names - self._names[text], step)
            self._names[text] = names
            (self._odd.discard if names <= self._final else self._odd.add)(text)
        self._shares.renew(changed)
        if self._odd:
            self.strange.add(step)

    def _counted(self, concept: str, tags: list[str]) -> Iterator[Text]:
        """Count a concept anew in some languages; yield its texts that now stand elsewhere than before."""
        acts = {tag: tuple(act for act in self._acts[concept] if act.language == tag) for tag in {SOURCE, *tags}}
        rows = replace(self._records, by_language=acts).standings(self._edition.policy)
        own = {tag: {concept: each[concept]} if concept in each else {} for tag, each in rows.items()}
        for tag, row in beside.served(own, self._copies, self._edition.written).items():
            now = row.get(concept, Standing())
            if tag in tags and now != self._standings[tag].get(concept, Standing()):
                self._standings[tag][concept] = now
                yield concept, tag

    def _named(self, text: Text) -> frozenset[Name]:
        return frozenset(event.name for event in events.of(self._at, *text))


def _checkpoints(edition: Edition, newest: Sequence[Approval]) -> list[tuple[int, int, str | None]]:
    """Return the checkpoints of the log, each with the first and the last step at which it was the last one (rule 4)."""
    if not edition.log:
        return [(0, len(newest), None)]
    log = edition.log
    held = [log.place(record.line(act).encode()) for act in newest]
    first, steps = 0, [0]
    for before, size in pairwise([0, *log.sizes]):
        first = max(
            first, *(step for step, place in enumerate(held, 1) if place is not None and before <= place < size), 0
        )
        steps.append(first)
    rows = zip(steps, [*steps[1:], len(newest)], [None, *map(str, log.checkpoints)], strict=True)
    return [(first, last, checkpoint) for first, last, checkpoint in rows if last or not newest]
