"""What one person sees at the desk: the content, with what they have done to it that nobody has taken in yet.

1. A text waits for somebody while an approval in one of their roles is missing and they have not approved these very words.
2. It waits no longer once they have asked for a change of these words, or proposed others. Other words wait again.
3. “Not today” hides a text from one person until the next day. Nobody else learns of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from glossary.catalogs.po import Message
from glossary.content.model import Approval, Draft, Verdict
from glossary.content.text import FIELDS
from glossary.desk.batches import Act
from glossary.desk.content import Shown
from glossary.desk.tasks import Name, Own, Task, Why, Wish, minutes, seen
from glossary.edition.edition import Edition
from glossary.edition.proposal import Proposal
from glossary.language.tags import SOURCE
from glossary.ledger.roles import ROLES
from glossary.ledger.vetted import Standing, standings
from glossary.review.asking import HEAD

if TYPE_CHECKING:
    from glossary.desk.people import Person

_ASKING = "?؟\u037e"
"""Question marks of the scripts in use."""


@dataclass(frozen=True)
class View:
    """What a person sees: the content, the edition as it is for them, what they have done, and what maintainers wish."""

    shown: Shown
    edition: Edition
    person: Person
    own: Own = field(default_factory=Own)
    wishes: Mapping[Name, Wish] = field(default_factory=dict)

    def standing(self, language: str, concept: str) -> Standing:
        """Return where a text stands, with what this person has done and nobody has taken in yet."""
        edition, mine = self.edition, self._mine(language, concept)
        before = edition.standing(concept, language)
        new = [record for record in mine if record.record_digest not in edition.records.digests]
        if not new:
            return before
        former = edition.records.former
        counting = former.about(edition.records.counting(language, edition.policy), concept)
        once = None if language == SOURCE else {concept: edition.standing(concept, SOURCE).once}
        return standings([*counting, *new], edition.policy, language, once, former).get(concept, before)

    def _mine(self, language: str, concept: str) -> list[Approval]:
        return list(self.edition.records.former.about(self.own.records.get(language, ()), concept))

    def approved(self, language: str, concept: str) -> tuple[Approval, ...]:
        """Return the approvals that this person has given to a text of a concept, the oldest first."""
        known = self.shown.records(self.person.id, language, concept)
        records = {record.record_digest: record for record in (*known, *self._mine(language, concept))}
        given = (record for record in records.values() if record.verdict is Verdict.APPROVE)
        return tuple(sorted(given, key=lambda record: record.when))

    def tasks(self) -> list[Task]:
        """Return what waits for this person, in order."""
        known, touched = self.shown.known(self.person, self._all), self._touched
        again = (self.task(*name) for name in sorted(touched))
        tasks = [*(task for task in known if task.name not in touched), *filter(None, again)]
        return sorted(
            (task for task in tasks if task.name not in self.own.later), key=lambda task: task.order(self.wish(task))
        )

    def wish(self, task: Task) -> Wish:
        """Return what a maintainer wishes of a task."""
        return self.wishes.get(task.name, Wish())

    def _all(self) -> list[Task]:
        """Return what would wait for this person if they had done nothing that is not taken in. It looks at every text."""
        plain = replace(self, own=Own())
        names = ((tag, concept.id) for tag in self.languages for concept in self.edition.drafted)
        return [task for name in names if (task := plain.task(*name))]

    @property
    def languages(self) -> list[str]:
        """The languages of this person that the glossary has."""
        return [tag for tag in self.edition.languages if tag in self.person.languages]

    @cached_property
    def _touched(self) -> set[Name]:
        """The texts to which this person has done something that is not taken in."""
        known = self.edition.records.digests
        new = (record for records in self.own.records.values() for record in records)
        now = self.edition.records.former.now
        recorded = {(record.language, now(record.concept)) for record in new if record.record_digest not in known}
        return {name for name in {*self.own.acts, *recorded} if name[1] in self.edition.concepts}

    def task(self, language: str, concept: str) -> Task | None:
        """Return what a text asks of this person; ``None`` where it does not wait for them (rules 1 and 2)."""
        edition, draft = self.edition, self.edition.draft(concept, language)
        if draft is None or not draft.complete:
            return None
        proposal, standing = edition.proposal(concept, language), self.standing(language, concept)
        why, roles = self._why(draft, proposal, standing)
        if why is None:
            return None
        english = edition.vetted(concept, SOURCE)
        source = edition.concepts[concept].text
        return Task(
            language,
            concept,
            draft.fields["term"],
            source.term,
            why,
            roles,
            english_vetted=language == SOURCE or english is not None,
            minutes=minutes(draft, source),
            since=self._since(proposal, standing, language, concept),
        )

    def _why(self, draft: Draft, proposal: Proposal | None, standing: Standing) -> tuple[Why | None, tuple[str, ...]]:
        if self._answered(draft, proposal):  # 2
            return None, ()
        asking = self.asking(draft)
        if proposal is None:
            return (Why.QUESTIONS if asking else None), ()
        given = self.approved(draft.language, draft.concept)
        votes = standing.votes.get(proposal.key, ())
        mine = [vote for vote in votes if vote.who == self.person.id]
        if mine and self._due(mine[-1].when.date()):
            return Why.DUE, self._roles(draft.language, self.edition.policy.roles(draft.language))
        missing = () if mine else self.edition.policy.missing(votes, draft.language)  # 1
        roles = self._roles(draft.language, missing) if missing else ()
        if not roles:
            return None, ()
        changed = given and given[-1].text.digest != proposal.text.digest
        return Why.CHANGED if changed else Why.QUESTIONS if asking else Why.READY, roles

    def _answered(self, draft: Draft, proposal: Proposal | None) -> bool:
        if proposal and self.edition.records.own(self.person.id, proposal.text):
            return True
        return self.answer(draft, proposal) is not None

    def answer(self, draft: Draft, proposal: Proposal | None) -> Act | None:
        """Return the change that this person asked for or proposed when they saw these words, until it is taken in."""
        act = self.own.acts.get((draft.language, draft.concept))
        return act if act and act.verb in ("ask", "propose") and act.digest == seen(draft, proposal) else None

    def _due(self, on: date) -> bool:
        return self.shown.day >= self.edition.policy.review_due(on)

    def _roles(self, language: str, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return those of some roles that this person has for a language."""
        return tuple(
            role for role in ROLES if role in wanted and role in self.person.roles and language in self.person.languages
        )

    def asking(self, draft: Draft) -> bool:
        """Return whether the draft asks something that this person has not answered: an entry that is marked as unfinished,
        or a comment with a question."""
        messages = self.shown.messages(draft.language)
        entries = ((name, messages.get(f"{draft.concept}.{name}")) for name in FIELDS)
        return any(entry and self._asks(entry) for _, entry in entries)

    def _asks(self, entry: Message) -> bool:
        asked = [line for line in entry.comments if HEAD.match(line)]
        if asked and asked[-1].startswith(f"{self.person.id} "):
            return False
        return bool(entry.text) and (entry.fuzzy or any(mark in line for line in entry.comments for mark in _ASKING))

    def _since(self, proposal: Proposal | None, standing: Standing, language: str, concept: str) -> date:
        votes = standing.votes.get(proposal.key, ()) if proposal else ()
        days = [vote.when.date() for vote in (*votes, *self.approved(language, concept)[-1:])]
        return min(days, default=self.shown.day)
