"""What files show, as JSON: of this an edition's id is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.content import facts
from glossary.content.model import Approval, Concept
from glossary.ledger.policy import Policy
from glossary.ledger.vetted import Change, Standing

if TYPE_CHECKING:
    from glossary.edition.edition import Edition


def everything(edition: Edition) -> object:
    """All that files show of an edition, as JSON."""
    concepts = sorted(edition.concepts.items())
    return [
        [concept(data, served=bool(edition.vetted_in(key))) for key, data in concepts],
        sorted({data.group for data in edition.live}),  # the index lists the groups of unvetted concepts too
        [[tag, data.id, *_text(edition, data.id, tag)] for tag in edition.languages for data in edition.live],
        list(_left(edition)),
        edition.policy.review_due_months,  # every entry shows the day of its next review
        {language: dict(edition.phrases[language]) for language in edition.phrases},
        edition.identity.facts,  # every entry shows its licence
        edition.support.facts,  # as of its day: an expiry is a change too
        *([edition.figures.facts] if edition.figures.adopted else []),
        *([str(edition.log.checkpoints[-1])] if edition.log else []),
    ]


def _text(edition: Edition, concept: str, language: str) -> Iterator[object]:
    """Yield what files show of a concept in a language."""
    standing, draft = edition.standing(concept, language), edition.draft(concept, language)
    vetted = standing.vetted
    # The approvals carry the digest of the text, which stands for its words.
    yield [approval(act, edition.policy) for act in vetted.approvals] if vetted else None
    # Of a draft only whether it is complete, and whether it has votes: reasons of fallbacks and counts depend on them.
    yield bool(draft and draft.complete)
    yield [edition.status(concept, language), standing.withdrawn]
    # This one changes when the English is approved anew, without any change in this language.
    yield edition.source_current(concept, vetted) if vetted else None
    yield past(standing, edition.policy)


def _left(edition: Edition) -> Iterator[object]:
    """Yield the past of the texts of retired concepts."""
    for language in edition.languages:
        for name, standing in sorted(edition.standings.get(language, {}).items()):
            if standing.past and name in edition.concepts and edition.concepts[name].retired:
                yield [language, name, past(replace(standing, vetted=None), edition.policy)]


def approval(act: Approval, policy: Policy) -> object:
    """An approval as JSON, its texts by their digests; with a signature also that, and the keys of who made it."""
    said = act.when.isoformat(), act.who, act.role, act.text.digest, act.source
    if act.signature is None:
        return list(said)
    keys = [[key.line, str(key.start), str(key.until)] for key in policy.reviewers[act.who].keys]
    rests = [act.publication.title, act.publication.url, act.publication.day.isoformat()] if act.publication else []
    return [*said, act.signature, keys, *rests]


def concept(data: Concept, *, served: bool) -> object:
    """The data of a concept that readers see, as JSON: all of it where a text of it is served, else that it is there."""
    if data.retired:
        # Every address of it answers 410, with its day and its successor.
        return [data.id, data.retired.replaced_by, data.retired.on.isoformat()]
    if not served:
        return data.id
    return [data.id, facts.of(data)]


def past(standing: Standing, policy: Policy) -> object:
    """The past of a text as JSON; ``None`` where it is only that the text which is served became vetted."""
    if not standing.lost and [change.vetted for change in standing.changes] in ([], [standing.vetted]):
        return None
    return [[_change(each, policy) for each in changes] for changes in (standing.changes, standing.lost)]


def _change(change: Change, policy: Policy) -> object:
    came = [approval(act, policy) for act in change.vetted.approvals] if change.vetted else None
    return [change.when.isoformat(), came, list(change.ended), str(change.lost_on)]
