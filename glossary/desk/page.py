"""One text as a reviewer reads it: field by field beside its English, with all that was said about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from glossary.content.model import Approval, Concept, Draft, Verdict
from glossary.content.text import FIELDS, Text
from glossary.desk.batches import Act
from glossary.desk.tasks import Name, minutes
from glossary.desk.view import View
from glossary.edition.proposal import Proposal
from glossary.errors import Finding
from glossary.language.names import Language, describe
from glossary.language.tags import SOURCE
from glossary.ledger import record, signed
from glossary.ledger.roles import ROLES
from glossary.review import differences, receiving

Pieces = list[tuple[str, str]]

LABELS = {
    "term": "Term",
    "abbreviation": "Abbreviation",
    "definition": "Definition",
    "plain": "Plain version, for a reader of 9 to 12",
    "note": "Note on use",
    "forms": "Words that may be linked to it",
    "avoid": "Words to avoid",
    "avoid_reason": "Why those words harm",
}
"""What each field is called on screen."""


@dataclass(frozen=True)
class Row:
    """One field. ``diff`` is what changed since the last approved text; ``included``: it is part of what can be approved;
    ``beside``: so is its English; ``drafted``: nobody has approved its English."""

    name: str
    english: str
    beside: bool
    drafted: bool
    words: str
    included: bool
    fuzzy: bool
    note: str
    comments: tuple[str, ...]
    findings: tuple[Finding, ...]
    diff: Pieces

    @property
    def label(self) -> str:
        """What it is called on screen."""
        return LABELS[self.name]


@dataclass(frozen=True)
class Page:
    """A text, for somebody."""

    view: View
    language: str
    concept: Concept

    @property
    def name(self) -> Name:
        """What tells the text from every other."""
        return self.language, self.concept.id

    @cached_property
    def draft(self) -> Draft | None:
        """The draft; ``None`` where there is none, or its catalog cannot be read."""
        return self.view.edition.draft(self.concept.id, self.language)

    @cached_property
    def proposal(self) -> Proposal | None:
        """What could be approved."""
        return self.view.edition.proposal(self.concept.id, self.language) if self.draft else None

    @property
    def tongue(self) -> Language:
        """The language, with its name and direction."""
        return describe(self.language)

    @property
    def translated(self) -> bool:
        """Whether it has English beside it."""
        return self.language != SOURCE

    @property
    def english(self) -> Text:
        """The English beside it."""
        return (self.proposal and self.proposal.english) or self.concept.text

    @cached_property
    def vetted_english(self) -> Mapping[str, str]:
        """The fields of the approved English."""
        served = self.view.edition.vetted(self.concept.id, SOURCE)
        return served.text.fields if served else {}

    @property
    def before(self) -> Text | None:
        """The last approved text: the one that is served, else the one that this person approved last."""
        if vetted := self.view.edition.vetted(self.concept.id, self.language):
            return vetted.text
        given = self.view.approved(self.language, self.concept.id)
        return given[-1].text if given else None

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return minutes(self.draft, self.concept.text) if self.draft else 1

    @property
    def rows(self) -> list[Row]:
        """The fields that either side has."""
        words, english = self.draft.fields if self.draft else {}, {**self.concept.text.fields, **self.english.fields}
        return [self._row(name) for name in FIELDS if name in words or (name in english and self.translated)]

    def _row(self, name: str) -> Row:
        key, draft, before = f"{self.concept.id}.{name}", self.draft, self.before
        words = draft.fields.get(name, "") if draft else ""
        old = before.fields.get(name, "") if before else ""
        message = self.view.shown.messages(self.language).get(key)
        english = self.english.fields.get(name) or self.concept.text.fields.get(name, "")
        return Row(
            name,
            english if self.translated else "",
            name in self.english.fields,
            bool(english) and english != self.vetted_english.get(name),
            words,
            bool(self.proposal and name in self.proposal.text.fields),
            bool(draft and name in draft.fuzzy),
            self.concept.notes.get(name, ""),
            message.comments if message else (),
            tuple(each for each in self.found if each.what.startswith(f"{key}: ")),
            differences.pieces(old, words) if before and old != words else [],
        )

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        """What the checks found."""
        return self.view.shown.found(self.language, self.concept.id) if self.draft else ()

    @property
    def broken(self) -> tuple[Finding, ...]:
        """Why there is no draft, where its catalog cannot be read."""
        if self.language not in self.view.edition.unreadable:
            return ()
        place = f"{self.language}/LC_MESSAGES/glossary.po"
        return tuple(each for each in self.view.edition.findings if each.file.endswith(place))

    @property
    def failing(self) -> bool:
        """Whether an error stands in the way of an approval."""
        return bool(self.draft) and self.view.shown.failing(self.language, self.concept.id)

    @property
    def mine(self) -> tuple[str, ...]:
        """The roles in which this person may act on texts in this language, those that are missing first."""
        policy, person = self.view.edition.policy, self.view.person
        if self.language not in person.languages:
            return ()
        votes = self.view.standing(self.language, self.concept.id).votes
        missing = policy.missing(votes.get(self.proposal.key, ()) if self.proposal else (), self.language)
        roles = [role for role in ROLES if role in person.roles and role in policy.roles(self.language)]
        return tuple(sorted(roles, key=lambda role: role not in missing))

    @property
    def own_words(self) -> bool:
        """Whether this person proposed exactly these words, and so cannot approve them."""
        return bool(self.proposal and self.view.edition.records.own(self.view.person.id, self.proposal.text))

    @property
    def answered(self) -> Act | None:
        """What this person said to exactly these words, instead of approving them; it is in their batch."""
        return self.view.answer(self.draft, self.proposal) if self.draft else None

    @property
    def given(self) -> Approval | None:
        """The approval that this person gave to exactly these words, until it is due for another."""
        votes = self.view.standing(self.language, self.concept.id).votes
        own = votes.get(self.proposal.key, ()) if self.proposal else ()
        mine = (vote for vote in own if vote.who == self.view.person.id)
        day, policy = self.view.shown.day, self.view.edition.policy
        return next((vote for vote in mine if day < policy.review_due(vote.when.date())), None)

    @property
    def taken_back(self) -> Approval | None:
        """The withdrawal by which no text stands, if there is one: whoever approves one again should know of it."""
        if not self.view.standing(self.language, self.concept.id).withdrawn:
            return None
        own = self.view.own.records.get(self.language, ())
        acts = (*self.view.edition.records.by_language.get(self.language, ()), *own)
        about = self.view.edition.records.former.about(acts, self.concept.id)
        mine = (act for act in about if act.verdict is Verdict.WITHDRAW)
        return max(mine, key=lambda act: act.when, default=None)

    @property
    def withdrawable(self) -> bool:
        """Whether there is anything to take back."""
        standing = self.view.standing(self.language, self.concept.id)
        return bool(standing.vetted or standing.votes)

    @property
    def when(self) -> datetime:
        """The time that an approval states."""
        edition, own = self.view.edition, self.view.own.records.get(self.language, ())
        return receiving.stated((*edition.records.by_language.get(self.language, ()), *own), self.view.shown.day)

    def record(self, role: str, when: datetime) -> Approval | None:
        """Return the approval of these words, as it would be written; ``None`` where there is nothing to approve."""
        if not (proposal := self.proposal):
            return None
        who, concept = self.view.person.id, self.concept.id
        return Approval(when, who, role, Verdict.APPROVE, self.language, concept, proposal.text, proposal.key[1])

    def line(self, role: str, when: datetime) -> str:
        """Return what is signed for these words; empty where there is nothing to approve."""
        made = self.record(role, when)
        return record.line(made) if made else ""

    @property
    def namespace(self) -> str:
        """The namespace of a signature."""
        return signed.namespace(signed.APPROVAL, self.view.edition.identity.id)

    def data(self, site: str, credentials: Iterable[str]) -> str:
        """Return what the page's script needs to make the record of the words that it shows."""
        values = {
            "when": self.when.strftime(record.TIME),
            "who": self.view.person.id,
            "verdict": Verdict.APPROVE.value,
            "language": self.language,
            "concept": self.concept.id,
        }
        digest = self.proposal.digest if self.proposal else ""
        more = {"namespace": self.namespace, "site": site, "credentials": list(credentials), "digest": digest}
        return json.dumps({"record": values, **more})
