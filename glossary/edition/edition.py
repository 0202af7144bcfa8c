"""An edition: concepts, drafts and approvals of one moment, joined. It never changes, and its id is made of its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from glossary.content.claims import holders
from glossary.content.identity import NAMELESS, Identity
from glossary.content.interface import ENGLISH, TITLE, Interface, sound
from glossary.content.memory import Memory
from glossary.content.model import Concept, Draft, Status, Vetted
from glossary.content.text import FIELDS
from glossary.content.wording import NOTHING as NOTHING_ASKED
from glossary.content.wording import Wording
from glossary.edition import shown
from glossary.edition.beside import NOTHING, Adopted
from glossary.edition.figures import NO_FIGURES, Figures
from glossary.edition.pending import Pending
from glossary.edition.proposal import Proposal, answering
from glossary.edition.resembling import Resembling
from glossary.errors import Finding, Renamed, Retired, UnknownConcept, UnknownLanguage
from glossary.language.tags import SOURCE, similar
from glossary.ledger.policy import Policy
from glossary.ledger.records import NONE, Records
from glossary.ledger.vetted import Standing
from glossary.support.help import Support

if TYPE_CHECKING:  # it imports cryptography, which most starts do not need
    from glossary.proofs.log import Log

_NOTHING: Mapping[str, Draft] = {}
_UNKNOWN = Standing()


@dataclass(frozen=True)
class Progress:
    """How far one concept has come in one language. ``status`` is ``None`` where there is no text at all.

    ``update``: a newer draft waits behind a vetted text. ``fuzzy``: the draft has a fuzzy field. ``withdrawn``: the last text
    was withdrawn and none has been vetted since. ``review_due``: the text is due for another review. ``source_current``: the
    text was checked against the English that is vetted now.
    """

    status: Status | None
    update: bool = False
    fuzzy: bool = False
    withdrawn: bool = False
    review_due: bool = False
    source_current: bool = True


@dataclass(frozen=True)
class Edition:
    """All content of one moment.

    ``concepts``, ``support`` and ``phrases`` (the strings of the interface, by language, then by key) are as they were
    ``adopted``; ``written`` are the concepts as their files have them, ``pending`` is all that is not adopted.
    ``languages`` are the tags on offer, sorted, English among them. ``standings`` and ``drafts`` are by language, then by
    concept; ``records`` are what the standings come from. ``findings`` do not stop the edition from being served and are
    never shown to readers. ``unreadable`` are the languages whose catalog cannot be read. ``log`` is the log of all records,
    if there is one. ``figures`` are the key figures, as they were adopted. ``wording`` is what checks
    ask of the texts. ``memory`` has the parts that the next edition may share.
    """

    concepts: Mapping[str, Concept]
    languages: tuple[str, ...]
    policy: Policy
    standings: Mapping[str, Mapping[str, Standing]]
    drafts: Mapping[str, Mapping[str, Draft]]
    phrases: Mapping[str, Mapping[str, str]]
    support: Support
    identity: Identity = NAMELESS
    records: Records = NONE
    findings: tuple[Finding, ...] = ()
    unreadable: frozenset[str] = frozenset()
    written: Mapping[str, Concept] = field(default_factory=dict)
    pending: tuple[Pending, ...] = ()
    adopted: Adopted = NOTHING
    log: Log | None = None
    figures: Figures = NO_FIGURES
    wording: Wording = NOTHING_ASKED
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def concept(self, concept_id: str) -> Concept:
        """Return a concept by id. Raises ``UnknownConcept``, with ids of vetted concepts that resemble it, ``Renamed`` or
        ``Retired``."""
        concept = self.concepts.get(concept_id)
        if concept is None and (now := self.records.former.now(concept_id)) in self.concepts:
            raise Renamed(concept_id, now)
        if concept is None:
            raise UnknownConcept(concept_id, self._resembling.ids(concept_id))
        if concept.retired:
            raise Retired(concept_id, concept.retired.replaced_by, concept.retired.on)
        return concept

    @cached_property
    def _resembling(self) -> Resembling:
        return Resembling(self._leading())

    def _leading(self) -> Iterator[tuple[str, str | None]]:
        """Yield the ids and the names of all concepts, each with the id that it leads to: ``None`` if none is vetted."""
        for concept in self.live:
            vetted = [vetted for tag in self.vetted_in(concept.id) if (vetted := self.vetted(concept.id, tag))]
            leads_to = concept.id if vetted else None
            yield from ((name, leads_to) for name in (concept.id, *concept.formerly))
            for text in (concept.text, *(one.text for one in vetted)):
                for name in filter(None, (text.term, text.abbreviation, *text.forms, *text.avoid)):
                    yield name, leads_to

    def offered(self, language: str) -> str:
        """Return the tag if the glossary offers it. Raises ``UnknownLanguage``, with tags that resemble it."""
        if language not in self.languages:
            raise UnknownLanguage(language, similar(language, self.languages))
        return language

    def on(self, day: date) -> Edition:
        """Return the same content on another day (UTC): contacts and figures that have expired by then are not shown."""
        if day == self.support.day:
            return self
        return replace(self, support=self.support.on(day), figures=self.figures.on(day))

    def standing(self, concept: str, language: str) -> Standing:
        """Return what the ledger says about a concept in a language; an empty standing where it says nothing."""
        return self.standings.get(language, {}).get(concept, _UNKNOWN)

    def vetted(self, concept: str, language: str) -> Vetted | None:
        """Return the text that is served as vetted, if there is one."""
        return self.standing(concept, language).vetted

    @cached_property
    def term(self) -> Callable[[str, str], str | None]:
        """What returns the vetted term of a concept in a language, if there is one; some stay in memory, 300 bytes each."""
        return lru_cache(2**14)(partial(_term_in, self.standings))

    def vetted_in(self, concept: str) -> list[str]:
        """Return the tags of the languages that a concept is vetted in, sorted."""
        return self._vetted_in(concept)

    @cached_property
    def _vetted_in(self) -> Callable[[str], list[str]]:
        return lru_cache(2**16)(partial(_vetted_in, self.languages, self.standings))

    def draft(self, concept: str, language: str) -> Draft | None:
        """Return the draft of a concept in a language, or ``None``. The English draft is the text of the term file."""
        if language == SOURCE:
            source = self.concepts[concept]
            lines = {name: source.lines.get(f"text.{name}", 1) for name in FIELDS}
            return Draft(SOURCE, concept, source.text.fields, {}, file=source.file, lines=lines)
        return self.drafts.get(language, _NOTHING).get(concept)

    def interface(self, language: str) -> Interface:
        """Return the strings of the interface in a language that is offered."""
        return self._interfaces(language)

    @cached_property
    def _interfaces(self) -> Callable[[str], Interface]:
        english, phrases = self.phrases.get(SOURCE, ENGLISH), self.phrases  # an edition that held itself would stay
        return cache(lambda language: Interface(language, sound(english, phrases.get(language, {})), english))

    def proposal(self, concept: str, language: str) -> Proposal | None:
        """Return what could be approved now, or ``None`` where the draft lacks a required field or has it unfinished.

        A translation is proposed beside the vetted English if its required fields were made from that, else beside the
        English draft. A field that is fuzzy, or was made from another English, is left out.
        """
        if language == SOURCE:
            return Proposal(self.concepts[concept].text, None)
        draft, served = self.draft(concept, language), self.vetted(concept, SOURCE)
        if draft is None:
            return None
        # The vetted English first: an approval counts only if its English is, or once was, vetted. One given beside the
        # English draft is kept, and counts as soon as that draft is vetted.
        candidates = ([served.text] if served else []) + [self.concepts[concept].text]
        return next(filter(None, (answering(draft, english) for english in candidates)), None)

    def progress(self, concept: str, language: str, today: date) -> Progress:
        """Return how far a concept has come in a language. ``today`` decides whether its next review is due."""
        standing, draft = self.standing(concept, language), self.draft(concept, language)
        proposal, fuzzy = self.proposal(concept, language), bool(draft and draft.fuzzy)
        if vetted := standing.vetted:
            return Progress(
                self.vetted_status,
                update=bool(proposal and proposal.text != vetted.text),
                fuzzy=fuzzy,
                review_due=today >= self.policy.review_due(vetted.review_from),
                source_current=self.source_current(concept, vetted),
            )
        return Progress(self.status(concept, language), fuzzy=fuzzy, withdrawn=standing.withdrawn)

    def status(self, concept: str, language: str) -> Status | None:
        """Return the status of a concept's text in a language; ``None`` where there is no text at all."""
        standing, draft = self.standing(concept, language), self.draft(concept, language)
        if standing.vetted:
            return self.vetted_status
        # Votes are kept for every text that was ever voted on; only those for the text proposed now make it reviewed.
        if standing.votes and (proposal := self.proposal(concept, language)) and standing.votes.get(proposal.key):
            return Status.REVIEWED
        return Status.DRAFT if draft and draft.complete else None

    @property
    def title(self) -> str:
        """The name of the glossary, in English."""
        return self.interface(SOURCE).say(TITLE).text

    @property
    def example(self) -> str | None:
        """The concept that instructions use: the one that the glossary names, if its English is vetted, else the first one
        that is; ``None`` where none is."""
        named = self.identity.example or ""
        return next((each for each in (named, *(one.id for one in self.live)) if self.vetted(each, SOURCE)), None)

    @property
    def vetted_status(self) -> Status:
        """The status of a text that has all approvals: in a demonstration, where nobody gave them, it is still a draft."""
        return Status.DRAFT if self.policy.demonstration else Status.VETTED

    def source_current(self, concept: str, vetted: Vetted) -> bool:
        """Return whether a vetted text was checked against the English that is vetted now; for English always true."""
        english = self.vetted(concept, SOURCE)
        return vetted.source is None or bool(english and english.text.digest == vetted.source)

    @cached_property
    def live(self) -> tuple[Concept, ...]:
        """The concepts that have not been retired, by id."""
        return tuple(concept for _, concept in sorted(self.concepts.items()) if concept.retired is None)

    @cached_property
    def leaving(self) -> Mapping[str, str]:
        """The concepts whose new id waits for its adoption, with that id: until then each is there twice, with one draft."""
        claimed = holders(self.written.values())
        return {old: concept.id for old, concept in claimed.items() if old in self.concepts and old not in self.written}

    @cached_property
    def drafted(self) -> tuple[Concept, ...]:
        """The concepts whose drafts people work on: each once."""
        return tuple(concept for concept in self.live if concept.id not in self.leaving)

    @cached_property
    def id(self) -> str:
        """Sixteen hexadecimal digits that change exactly when the content of a file does.

        Clients compare them to learn whether to fetch anything, so whatever a file shows belongs in here. What no file shows
        (the words of drafts, comments, findings, places in files) does not: it would make every client fetch for nothing.
        """
        return shown.identify(shown.everything(self))


def _term_in(standings: Mapping[str, Mapping[str, Standing]], concept: str, language: str) -> str | None:
    vetted = standings.get(language, {}).get(concept, _UNKNOWN).vetted
    return vetted.text.term if vetted else None


def _vetted_in(languages: Iterable[str], standings: Mapping[str, Mapping[str, Standing]], concept: str) -> list[str]:
    return [tag for tag in languages if standings.get(tag, {}).get(concept, _UNKNOWN).vetted]
