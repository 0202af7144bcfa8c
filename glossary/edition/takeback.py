"""What content takes back although it cannot be served as a whole: broken beside it, or held back.

A service keeps its last good edition then, and takes out of it:

1. what a line of a ledger withdraws that can be read, whatever stands around it, under whichever id the concept has or had;
2. what somebody approved or adopted whom, or whose key, the policy revokes, where that can be read;
3. a concept whose retirement was adopted, where the adoptions can be read.

Nothing is added: a text, or what stands beside it, can only go, or give way to the one that counts without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from glossary.content import facts
from glossary.content.model import Approval, Concept, Retirement, Verdict
from glossary.edition import beside, trusted
from glossary.edition.edition import Edition
from glossary.errors import BadContent
from glossary.ledger import adopted, ledgers
from glossary.ledger.adopted import Line
from glossary.ledger.adoption import Kind
from glossary.ledger.baseline import Values
from glossary.ledger.keyring import fewer
from glossary.ledger.maintainers import Pins
from glossary.ledger.policy import Policy
from glossary.ledger.records import Records
from glossary.ledger.reviewer import Reviewer
from glossary.ledger.vetted import Standing


def without(edition: Edition, translations: Path, today: date, pins: Pins | None = None) -> Edition:
    """Return the edition without what a translations folder takes back; the same one where that is nothing. ``pins`` say
    whose policy counts."""
    fresh = _policy(edition, translations, today, pins)
    rules = _revoking(edition.policy, fresh) if fresh else edition.policy
    either = [edition.policy, fresh] if fresh else [edition.policy]
    withdrawn = list(_withdrawn(edition, translations, either))
    former = edition.records.former.plus(line.adoption for line in adopted.readable(translations))
    facts_now = _facts(edition, translations, either, today)
    retired = dict(_retired(edition, adopted.copies((line.adoption for line in facts_now), either[-1])))
    if not withdrawn and not retired and rules == edition.policy and former == edition.records.former:
        return edition
    records = replace(edition.records.plus(withdrawn), former=former)
    left = _adopted(edition, rules, today)
    concepts = _without(left.concepts, retired) if retired else left.concepts
    lines = (line for line in facts_now if former.now(line.adoption.item.key) in retired)
    return replace(
        left,
        concepts=concepts,
        policy=rules,
        records=records,
        standings=_standings(left, records, rules),
        adopted=left.adopted.plus(lines),  # so that their loss is noticed
    )


def withdrawn(edition: Edition, acts: Iterable[Approval]) -> Edition:
    """Return the edition without what these withdrawals take out of it; the same one where it has them."""
    new = [act for act in acts if act.record_digest not in edition.records.digests]
    if not new:
        return edition
    records = edition.records.plus(new)
    return replace(edition, records=records, standings=_standings(edition, records, edition.policy))


def _policy(edition: Edition, translations: Path, today: date, pins: Pins | None) -> Policy | None:
    try:
        return trusted.load(translations, edition.identity.id, today, pins, edition.policy)
    except BadContent:
        return None


def _withdrawn(edition: Edition, translations: Path, rules: list[Policy]) -> Iterator[Approval]:
    """Yield the withdrawals that the edition does not have (1), by people who are registered for it, or were."""
    for language in edition.languages:
        for act in ledgers.readable(translations, language):
            new = act.verdict is Verdict.WITHDRAW and act.record_digest not in edition.records.digests
            if new and any(each.objection(act.who, act.role, language, None) is None for each in rules):
                yield act


def _revoking(before: Policy, fresh: Policy) -> Policy:
    """Return the policy of the edition with the reviewers whom the new one revokes (2)."""
    reviewers = {who: _revoked(reviewer, fresh.reviewers.get(who)) for who, reviewer in before.reviewers.items()}
    return replace(before, reviewers=reviewers)


def _revoked(reviewer: Reviewer, fresh: Reviewer | None) -> Reviewer:
    if fresh is None:
        return reviewer
    keys = {key.line: key.revoked for key in fresh.keys}
    nothing = frozenset[str]()  # of a key that is not there any more
    days = {key.line: key.revoked_on for key in fresh.keys}
    narrowed = tuple(
        replace(key, revoked=fewer(key.revoked, keys.get(key.line, nothing)), revoked_on=days.get(key.line))
        for key in reviewer.keys
    )
    revoked = fewer(reviewer.revoked, fresh.revoked)
    return replace(reviewer, revoked=revoked, keys=narrowed, revoked_on=fresh.revoked_on)


def _adopted(edition: Edition, rules: Policy, today: date) -> Edition:
    """Return the edition without what people adopted who, or whose keys, are revoked (2). A retirement stays."""
    every, seals = edition.adopted.lines, edition.adopted.seals
    lines = tuple(adopted.counting(every, rules, edition.identity.id, today, seals))
    if len(lines) == len(every):
        return edition
    copies = replace(edition.adopted, lines=lines).copies(rules)
    retired = {name: concept.retired for name, concept in edition.concepts.items() if concept.retired}
    return replace(
        edition,
        concepts=_without(beside.concepts(copies, edition.concepts, edition.records.former), retired),
        phrases=beside.phrases(copies, edition.languages),
        support=beside.support(copies, edition.support),
        standings=beside.served(edition.standings, copies, edition.concepts),
    )


def _standings(edition: Edition, records: Records, rules: Policy) -> dict[str, dict[str, Standing]]:
    """Return the standings of the records, without what the edition keeps back of its own (``beside.served``)."""
    standings, before = records.standings(rules), edition.records.standings(edition.policy)
    for language, concepts in before.items():
        for name, standing in concepts.items():
            if standing.past and not edition.standing(name, language).past:
                standings[language][name] = standings[language][name].hidden
    return standings


def _retired(edition: Edition, copies: Values) -> Iterator[tuple[str, Retirement]]:
    """Yield the concepts that are retired now and were not (3), with a replacement only where the edition has it."""
    for name, row in copies.get((Kind.FACTS, ""), {}).items():
        retired = None
        with suppress(*beside.UNUSABLE):
            retired = facts.read(row)["retired"]
        former = edition.records.former
        concept = edition.concepts.get(former.now(name))
        if retired and concept and not concept.retired:
            successor = edition.concepts.get(former.now(retired.replaced_by or ""))
            there = successor.id if successor and not successor.retired and successor is not concept else None
            yield concept.id, replace(retired, replaced_by=there)


def _facts(edition: Edition, translations: Path, rules: list[Policy], today: date) -> list[Line]:
    """Return the adoptions of facts that can be read and count."""
    lines = adopted.readable(translations)
    registered = [line for line in lines if not all(any(adopted.objections([line], each)) for each in rules)]
    counting = adopted.counting(registered, rules[-1], edition.identity.id, today, edition.adopted.seals)
    return [line for line in counting if line.adoption.item.kind is Kind.FACTS]


def _without(concepts: Mapping[str, Concept], retired: Mapping[str, Retirement]) -> dict[str, Concept]:
    """Return the concepts with these retired, and named by no other."""
    return {
        name: replace(
            concept,
            retired=concept.retired or retired.get(name),
            related=tuple(other for other in concept.related if other not in retired),
            broader=None if concept.broader in retired else concept.broader,
        )
        for name, concept in concepts.items()
    }
