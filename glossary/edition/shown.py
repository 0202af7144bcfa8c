"""What files show, as JSON: of this an edition's id is made.

It is made of digests of parts, each of one language or of none, so that a change takes the work of its own part only. What
depends on two languages, because the English was approved anew, is apart from the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from glossary.catalogs import unread
from glossary.content import facts
from glossary.content.digests import digest
from glossary.content.model import Approval, Concept, Draft, Status
from glossary.language.tags import SOURCE
from glossary.ledger.policy import Policy
from glossary.ledger.vetted import Change, Standing

if TYPE_CHECKING:
    from glossary.edition.edition import Edition


_NO_STANDINGS: Mapping[str, Standing] = {}
_NO_DRAFTS: Mapping[str, Draft] = {}


def everything(edition: Edition) -> list[Any]:
    """All that files show of an edition, as JSON."""
    made, standings = edition.memory.made, tuple(edition.standings.values())
    served = edition.memory.settled("served", partial(_served, edition), standings)
    return [
        made("digest of concepts", partial(_digest, _concepts, edition, served), edition.concepts, served),
        [[tag, *_language(edition, tag)] for tag in edition.languages],
        made("digest of what left", partial(_digest, left, edition), edition.concepts, standings, edition.policy),
        edition.policy.review_due_months,  # every entry shows the day of its next review
        made("digest of phrases", partial(_digest, _phrases, edition), edition.phrases),
        edition.identity.facts,  # every entry shows its licence
        edition.support.facts,  # as of its day: an expiry is a change too
        *([edition.figures.facts] if edition.figures.adopted else []),
        *([str(edition.log.checkpoints[-1])] if edition.log else []),
    ]


def identify(parts: object) -> str:
    """Return the id of an edition of which files show this."""
    return digest(parts).removeprefix("sha256:")[:16]


def _digest(find: Callable[..., Iterable[object]], *arguments: object) -> str:
    return digest(list(find(*arguments)))


def _served(edition: Edition) -> frozenset[str]:
    """Return the concepts that are vetted in any language."""
    rows = edition.standings.items()
    return frozenset().union(
        *(edition.memory.made(("vetted", tag), partial(_vetted, each), each) for tag, each in rows)
    )


def _vetted(standings: Mapping[str, Standing]) -> frozenset[str]:
    return frozenset(name for name, each in standings.items() if each.vetted)


def _concepts(edition: Edition, served: frozenset[str]) -> Iterator[object]:
    """Yield the data of concepts, and the groups: the index lists those of unvetted concepts too."""
    for name, data in sorted(edition.concepts.items()):
        yield concept(data, served=name in served)
    yield sorted({data.group for data in edition.live})


def _phrases(edition: Edition) -> Iterator[object]:
    yield {language: dict(rows) for language, rows in edition.phrases.items()}


def _language(edition: Edition, tag: str) -> Iterator[str]:
    """Yield the digests of what files show in a language."""
    made, concepts, policy = edition.memory.made, edition.concepts, edition.policy
    standings, drafts = edition.standings.get(tag, _NO_STANDINGS), edition.drafts.get(tag, _NO_DRAFTS)
    english, source = edition.standings.get(SOURCE, _NO_STANDINGS), tag == SOURCE
    yield made(("digest of texts", tag), partial(_digest, _texts, edition, standings), standings, concepts, policy)
    # Of a draft only whether it is complete, and whether it has votes: reasons of fallbacks and counts depend on them.
    yield made(("digest of drafts", tag), partial(_digest, _complete, concepts, drafts, source), concepts, drafts)
    names = made(("voted", tag), partial(_voted, standings), standings)
    reviewed = partial(_digest, _reviewed, edition, tag, names)
    yield made(("digest of votes", tag), reviewed, standings, drafts, english, concepts)
    # These change when the English is approved anew, without any change in this language.
    yield digest(sorted(_stale(edition, tag, standings) & concepts.keys()))


def _texts(edition: Edition, standings: Mapping[str, Standing]) -> Iterator[object]:
    """Yield the texts of a language, and their past. The approvals carry the digest of a text, which stands for its words."""
    return filter(None, (text(edition, name, standing) for name, standing in sorted(standings.items())))


def text(edition: Edition, name: str, standing: Standing) -> object:
    """What files show of a concept in a language, as JSON; ``None`` where that is nothing."""
    data = edition.concepts.get(name)
    if data is None or data.retired:
        return None
    acts = [approval(act, edition.policy) for act in standing.vetted.approvals] if standing.vetted else None
    gone = past(standing, edition.policy)
    return [name, acts, edition.vetted_status, standing.withdrawn, gone] if acts or standing.withdrawn or gone else None


def _complete(concepts: Mapping[str, Concept], drafts: Mapping[str, Draft], source: bool) -> Iterator[str]:
    complete = concepts if source else unread.complete(drafts)
    return (name for name, data in sorted(concepts.items()) if name in complete and not data.retired)


def _voted(standings: Mapping[str, Standing]) -> tuple[str, ...]:
    return tuple(sorted(name for name, each in standings.items() if voted(each)))


def voted(standing: Standing) -> bool:
    """Whether there are votes and no text that is vetted: the draft may be a reviewed one."""
    return bool(standing.votes) and not standing.vetted


def _reviewed(edition: Edition, tag: str, names: tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if name in edition.concepts and edition.status(name, tag) is Status.REVIEWED)


def _stale(edition: Edition, tag: str, standings: Mapping[str, Standing]) -> frozenset[str]:
    """Return the concepts whose text was not checked against the English that is vetted now."""
    memory, english = edition.memory, edition.standings.get(SOURCE, _NO_STANDINGS)
    current = memory.made("current", partial(_current, english), english)
    known = memory.last(("stale", tag), standings)

    def make() -> frozenset[str]:
        if known is None:
            return frozenset(name for name in standings if is_stale(standings[name], current.get(name)))
        before, [current_before] = known
        changed = {name for name, _ in current.items() ^ current_before.items()} & standings.keys()
        stale: frozenset[str] = before - changed
        return stale.union(name for name in changed if is_stale(standings[name], current.get(name)))

    return memory.made(("stale", tag), make, standings, current)


def _current(english: Mapping[str, Standing]) -> Mapping[str, str]:
    return {name: each.vetted.text.digest for name, each in english.items() if each.vetted}


def is_stale(standing: Standing, current: str | None) -> bool:
    """Whether the text that is served was checked against another English than the current one, by their digests."""
    vetted = standing.vetted
    return vetted is not None and vetted.source not in (None, current)


def left(edition: Edition) -> Iterator[object]:
    """Yield the past of the texts of retired concepts."""
    retired = sorted(name for name, data in edition.concepts.items() if data.retired)
    for language, rows in sorted(edition.standings.items()):
        for name, standing in ((name, rows[name]) for name in retired if name in rows):
            if standing.past:
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
