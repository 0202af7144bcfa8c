"""Verdicts on a text: approve it, ask for a change, propose other words, take the published text back.

1. A verdict is about the words that its reviewer saw. Where they have changed meanwhile it is refused, with the difference.
2. An approval is signed, with a key of the person who gives it, and is written as it was signed.
3. Whoever asks for a change marks the entry of the catalog as unfinished and says why in a comment of it, where translators
   see it in every editor.
4. Whoever proposes words cannot approve them: a line beside the catalog says whose they are.
5. A text can be taken back in every state of the content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from glossary.catalogs import drafts, editing
from glossary.catalogs.po import Message
from glossary.content.model import Approval, Draft, Verdict
from glossary.content.text import FIELDS, REQUIRED, written
from glossary.desk.batches import Act, Batches, Open
from glossary.desk.content import Content, Shown
from glossary.desk.people import Person
from glossary.desk.tasks import seen
from glossary.edition.edition import Edition
from glossary.edition.proposal import text_of
from glossary.errors import BadContent, BadText, Level, Refused
from glossary.language.tags import parse
from glossary.ledger import ledgers, proposals, signed
from glossary.ledger.proposals import Proposed
from glossary.ledger.vetted import standings
from glossary.review import asking, comments, differences, receiving, vetting, withdrawing
from glossary.review.asking import Asked
from glossary.review.comments import Comment
from glossary.review.vetting import Request
from glossary.review.vocabulary import Vocabulary

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Judge:
    """A person who gives a verdict now: with the content as it is at this moment, and the keys that they have at the desk."""

    person: Person
    content: Content
    batches: Batches
    keys: frozenset[str]
    origin: str

    @property
    def now(self) -> datetime:
        """The current time."""
        return self.content.settings.now

    def _shown(self) -> Shown:
        shown = self.content.now(fresh=True)
        self.content.require_good(shown)
        return shown

    def approve(self, line: bytes, language: str, sign: Callable[[bytes, str], str]) -> Approval:
        """Write an approval, of which ``line`` was signed; ``sign`` returns the signature of a message in a namespace.

        Raises ``Refused`` or ``BadSignature``, by rules 1 and 2 and those of ``receiving.check``.
        """
        shown = self._shown()
        namespace = signed.namespace(signed.APPROVAL, shown.edition.identity.id)
        record = receiving.read(line, language, sign(line, namespace))
        self._require_own(record)
        edition = shown.edition_for(self.person, self.origin)
        receiving.check(edition, shown.allow, record, self.now)
        with self._batch(language) as batch:
            self._require_new(batch, edition, record)
            receiving.commit(batch.translations, edition, record, self.now)
            batch.record(Act("approve", language, record.concept, record.digest))
        return record

    def _require_own(self, record: Approval) -> None:
        from glossary.proofs import signatures

        self.require_me(record.who)
        if record.signature is None or signatures.read(record.signature).key.line not in self.keys:
            raise Refused("it is signed with a key that is not yours", "sign it with a key from your list of keys")

    def require_me(self, who: str) -> None:
        """Raise ``Refused`` for what somebody else has done."""
        if who != self.person.id:
            raise Refused(f"it is by “{who}”, and you are “{self.person.id}”", "sign in as the one who signed it")

    def _require_new(self, batch: Open, edition: Edition, record: Approval) -> None:
        """Raise ``Refused`` for what this person has approved already, whether their key counts yet or not."""
        done = ledgers.readable(batch.translations, record.language)
        former = edition.records.former
        own = former.about(done, record.concept)
        every = standings(own, edition.policy, record.language, former=former)
        if before := every.get(former.now(record.concept)):
            vetting.refuse_repeated(edition.policy, record, before)

    def ask(self, language: str, concept: str, name: str, reason: str, saw: Fields) -> None:
        """Ask for a change of one field (rule 3). ``saw`` are the words that were shown. Raises ``Refused``."""
        edition, draft = self._same(language, concept, saw)
        asked = Asked(language, draft.concept, self.person.id, self.now.date(), reason, name)
        with self._batch(language) as batch:
            with self._still_own(edition, batch, language, draft.concept):
                asking.ask(batch.translations, asked)
            digest = seen(draft, edition.proposal(draft.concept, language))
            batch.record(Act("ask", language, draft.concept, digest))

    def comment(self, given: Comment) -> str:
        """Ask for a change that somebody asked for in an answers file (rule 3); return what was done. Raises ``Refused``."""
        asked = given.asked
        self.require_me(asked.who)
        edition = self._shown().edition_for(self.person, self.origin)
        with self.batches.open(self.person.id) as batch:
            with self._still_own(edition, batch, asked.language, asked.concept):
                comments.take(batch.translations, edition, given)
            if draft := edition.draft(asked.concept, asked.language):
                digest = seen(draft, edition.proposal(asked.concept, asked.language))
                batch.record(Act("ask", asked.language, asked.concept, digest))
        return f"Your wish for a change of {asked.key} ({asked.language}) is in your batch"

    def propose(self, language: str, concept: str, words: Fields, saw: Fields) -> None:
        """Write other words into the catalog (rule 4). ``saw`` are those that were shown. Raises ``Refused``, also where the
        new words fail the checks."""
        edition, draft = self._same(language, concept, saw)
        concept = draft.concept
        new = {name: _written(name, words[name]) for name in FIELDS if name in words}
        changed = {name: value for name, value in new.items() if value != draft.fields.get(name, "")}
        if not changed:
            raise Refused("these are the words that were there", "change at least one, or approve them as they are")
        with self._batch(language) as batch:
            changes = {f"{concept}.{name}": _put(value) for name, value in changed.items()}
            editing.edit(batch.translations, language, changes)
            after = self._after(edition, batch, language)
            self._require_good(after, language, concept, changed)
            self._note(batch, language, concept, after)
            batch.record(Act("propose", language, concept, seen(draft, edition.proposal(concept, language))))

    def _note(self, batch: Open, language: str, concept: str, after: Edition) -> None:
        """Write down whose words these are (rule 4): of the text that could be approved, and of the one with every field of
        the draft, which somebody may finish."""
        proposal, draft = after.proposal(concept, language), after.draft(concept, language)
        texts = proposal and proposal.text, draft and text_of(draft.fields)
        for text in dict.fromkeys(each.digest for each in texts if each):
            proposals.append(batch.translations, language, Proposed(self.now.date(), self.person.id, concept, text))

    @contextmanager
    def _still_own(self, edition: Edition, batch: Open, language: str, concept: str) -> Iterator[None]:
        """Write down whose words are left where a field of a text is marked as unfinished, and so left out (rule 4)."""
        before = self._after(edition, batch, language).proposal(concept, language)
        yield
        noted = {each.key for each in proposals.readable(batch.translations)}
        if before and (self.person.id, before.text.digest) in noted:
            with suppress(Refused):  # of words that they have approved
                self._note(batch, language, concept, self._after(edition, batch, language))

    def _after(self, edition: Edition, batch: Open, language: str) -> Edition:
        """Return an edition with the drafts of a language as a batch has them."""
        catalog = drafts.read(batch.translations, language)
        proposed, _ = drafts.drafts(catalog, batch.translations, language)
        return replace(edition, drafts={**edition.drafts, language: proposed})

    def withdraw(self, language: str, concept: str, role: str, *, every: bool = False) -> None:
        """Take the published text, and all approvals under way, back (rule 5); where that is asked, ``every`` earlier version
        too. Raises ``Refused``."""
        request = Request(language, concept, self.person.id, role, Verdict.WITHDRAW, self.now)
        with self._batch(language) as batch:
            request = withdrawing.under(batch.translations, request, self._former(concept))
            place = batch.translations
            acts = withdrawing.every(place, request) if every else (withdrawing.prepare(place, request),)
            for act in acts:
                record = withdrawing.commit(place, act, request)
                batch.record(Act("withdraw", language, record.concept, record.digest))

    def _former(self, concept: str) -> tuple[str, ...]:
        """Return the ids that a concept had by its term file, if that could ever be read."""
        with suppress(BadContent):
            written = self.content.now().edition.written.get(concept)
            return written.formerly if written else ()
        return ()

    @contextmanager
    def _batch(self, language: str) -> Iterator[Open]:
        parse(language)  # else it could be the way to another folder
        with self.batches.open(self.person.id) as batch:
            batch.require_free(language)
            yield batch

    def _same(self, language: str, concept: str, saw: Fields) -> tuple[Edition, Draft]:
        """Return the edition and the draft if it is the one that was shown (rule 1)."""
        if language not in self.person.languages:
            raise Refused(f"“{self.person.id}” is not registered for the language “{language}”", "ask a maintainer")
        edition = self._shown().edition_for(self.person, self.origin)
        concept = edition.concept(edition.records.former.now(concept)).id
        draft = edition.draft(concept, edition.offered(language))
        if draft is None:
            raise Refused("there is no draft of this text", "its catalog may be damaged: tell the maintainers")
        if dict(draft.fields) != dict(saw):
            changes = "\n".join(differences.lines(dict(saw), dict(draft.fields)))
            raise Refused(
                f"the text has changed since it was read:\n{changes}\n", "read it as it is now, and decide anew"
            )
        return edition, draft

    def _require_good(self, edition: Edition, language: str, concept: str, changed: Fields) -> None:
        keys = [f"{concept}.{name}:" for name in changed]
        allow = self.content.now().allow
        found = vetting.findings(Vocabulary(edition, language), allow, concept)
        errors = [each for each in found if each.level is Level.ERROR and any(key in each.what for key in keys)]
        if errors:
            what = "\n".join(f"{error.what}; {error.remedy}" for error in errors)
            raise Refused(f"these words fail their checks:\n{what}\n", "change them, and send them again")


def _put(value: str) -> Callable[[Message], Message]:
    return lambda message: message._replace(text=value, fuzzy=False, previous=None)


def _written(name: str, value: str) -> str:
    if name in REQUIRED and not value.strip():
        raise Refused(f"{name}: no text is without it", "write it, or ask for a change and say what is wrong with it")
    try:
        return written(name, value.replace("\r\n", "\n"))
    except BadText as error:
        raise Refused(f"{error.field}: {error.what}", error.remedy) from None
