"""One statement about a whole publication, as a person makes it: which texts it would approve, and all of them or none.

1. The rules of ``vetting`` hold for each text. One that they do not let through is left out, and it is said why.
2. A text of which any was ever withdrawn is left out too: only somebody who reads it can bring it back.
3. It is written only signed, with a key that the policy gives to whoever makes it; whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from glossary.content.model import Approval, Publication, Verdict
from glossary.edition.edition import Edition
from glossary.errors import BadSignature, Refused
from glossary.ledger import addition, ledgers, proposals, signed, statement
from glossary.ledger.record import line, reading
from glossary.ledger.signed import Sign
from glossary.review import vetting
from glossary.review.allow import Allowed
from glossary.review.vetting import Request
from glossary.review.vocabulary import Vocabulary

_SECOND = timedelta(seconds=1)
_LEAD = timedelta(minutes=1)
"""How far a statement may be dated ahead, so that it stands after every other record of its texts."""

_BACK = Refused("it was withdrawn once", "read it, and approve it by itself")


@dataclass(frozen=True)
class Asked:
    """The words of a ``glossary state`` command."""

    languages: tuple[str, ...]
    who: str
    role: str
    publication: Publication
    when: datetime


@dataclass(frozen=True)
class Left:
    """A text that the statement leaves out, and why."""

    language: str
    concept: str
    why: str


@dataclass(frozen=True)
class Plan:
    """What a statement would approve, without its signature, and what it leaves out."""

    records: tuple[Approval, ...]
    left: tuple[Left, ...]


def prepare(edition: Edition, allow: Allowed, asked: Asked) -> Plan:
    """Return what a statement would approve. Raises ``Refused`` where the policy takes none, whoever makes it may not, or no
    text is left, and ``UnknownLanguage``."""
    if not edition.policy.statements:
        raise Refused("the policy takes no statements about a whole publication", "see docs/own-glossary.md")
    for language in asked.languages:
        edition.offered(language)
        if objection := edition.policy.objection(asked.who, asked.role, language, asked.when.date()):
            raise Refused(objection, "reviewers are registered in policy.toml; see docs/reviewers.md")
    records, left = list[Approval](), list[Left]()
    for found in (each for language in asked.languages for each in _texts(edition, allow, asked, language)):
        if isinstance(found, Left):
            left.append(found)
        else:
            records.append(found)
    if not records:
        why = f" ({left[0].concept} in {left[0].language}: {left[0].why})" if left else ""
        raise Refused(f"there is no text that a statement could approve{why}", "“glossary status” says how far each is")
    when = _after(edition, asked, records)
    return Plan(tuple(replace(record, when=when) for record in records), tuple(left))


def _texts(edition: Edition, allow: Allowed, asked: Asked, language: str) -> Iterator[Approval | Left]:
    vocabulary, back = Vocabulary(edition, language), _withdrawn(edition, language)
    for concept in edition.live:
        words = language, concept.id, asked.who, asked.role
        try:
            if concept.id in back:  # Rule 2
                raise _BACK
            request = Request(*words, Verdict.APPROVE, asked.when)
            proposal = vetting.approvable(edition, allow, request, vocabulary)
            record = replace(request.record(proposal.text, proposal.key[1]), publication=asked.publication)
            vetting.refuse_repeated(edition.policy, record, edition.standing(concept.id, language))
            yield record
        except Refused as error:  # Rule 1
            yield Left(language, concept.id, str(error).splitlines()[0])


def _withdrawn(edition: Edition, language: str) -> frozenset[str]:
    """Return the concepts of which a text was ever withdrawn in a language."""
    acts = edition.records.by_language.get(language, ())
    back = (edition.records.former.reached(act) for act in acts if act.verdict is Verdict.WITHDRAW)
    return frozenset(concept for each in back for concept in each)


def _after(edition: Edition, asked: Asked, records: Iterable[Approval]) -> datetime:
    """Return the time of a statement: after every other record of its texts (rule 1 of ``vetted``)."""
    former, chosen = edition.records.former, {(record.language, record.concept) for record in records}
    others = (act for tag in asked.languages for act in edition.records.by_language.get(tag, ()))
    times = (act.when for act in others if any((act.language, each) in chosen for each in former.reached(act)))
    newest = max(times, default=asked.when - _SECOND)
    if newest > asked.when + _LEAD:
        what = f"a record of these texts lies in the future, of {newest:%Y-%m-%d %H:%M:%S} UTC"
        raise Refused(what, "correct this machine's clock, withdraw that record, or wait until then")
    return max(asked.when, newest + _SECOND)


def commit(translations: Path, edition: Edition, plan: Plan, sign: Sign) -> tuple[Approval, ...]:
    """Sign the statement and add its records to their ledgers, all or none; return them. Raises ``Refused`` where the key
    is not one that counts, or somebody has added anything since, and ``Unwritable``."""
    listed = statement.listed(plan.records)
    signature = sign(statement.head(listed[0]))
    records = tuple(replace(act, signature=signature) for act in listed)
    _require_key(edition, records[0])
    languages = {act.language for act in records}
    with addition.locked(translations, languages):
        _require_unchanged(translations, edition, languages)
        addition.add(translations, records)
    return records


def _require_key(edition: Edition, record: Approval) -> None:
    """Raise ``Refused`` by rule 3."""
    written = reading(record.language)(line(record)[:-1].encode())
    if found := edition.records.fault(written, edition.policy):
        raise _refused(found)


def _refused(found: BadSignature) -> Refused:
    return Refused(*signed.reason(found))


def _require_unchanged(translations: Path, edition: Edition, languages: Iterable[str]) -> None:
    seals = {part.seal for tag in languages for each in ledgers.read(translations, tag) for part in each.records}
    if not seals <= edition.records.seals or proposals.read(translations) != edition.records.proposals:
        raise Refused("somebody has added a record since the content was read", "run the command again")
