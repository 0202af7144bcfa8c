"""Adopting what stands beside the texts: single items by named people, and the baseline of a release by nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from glossary.catalogs import drafts
from glossary.content import facts, figure, figures, files, identity, terms
from glossary.content.figure import Claim, Record, Seen
from glossary.content.interface import ENGLISH, objection
from glossary.edition import beside, pending
from glossary.edition.edition import Edition
from glossary.edition.pending import Pending
from glossary.errors import BadContent, Finding, Refused
from glossary.language.tags import SOURCE
from glossary.ledger import adopted, adoption, baseline
from glossary.ledger.adoption import Act, Adoption, Item, Kind, line
from glossary.ledger.baseline import Group
from glossary.ledger.policy import Policy
from glossary.ledger.signed import Sign
from glossary.settings import Settings
from glossary.support import contacts, copies


@dataclass(frozen=True)
class Choice:
    """What one person may adopt now, each with the role in which, and what waits for somebody else, with the reason."""

    mine: tuple[tuple[Pending, str], ...]
    others: tuple[tuple[Pending, str], ...]


def choice(edition: Edition, translations: Path, who: str, named: Collection[str], on: date) -> Choice:
    """Return what is pending, for one person. ``named`` are kinds, languages, keys or their first parts; empty means
    everything.

    Raises ``Refused`` for somebody who may adopt nothing at all.
    """
    reviewer = edition.policy.reviewers.get(who)
    if reviewer is None:
        raise Refused(
            f"“{who}” is not a registered reviewer", "people are registered in policy.toml; see docs/reviewers.md"
        )
    given = _given(translations, who)
    mine: list[tuple[Pending, str]] = []
    others: list[tuple[Pending, str]] = []
    for each in edition.pending:
        if not named or {*each.item, each.item.key.partition("/")[0]} & set(named):
            role = _role(edition.policy, who, each.item, on)
            objection = _objection(edition, each, given.get(each.item)) if role else _needs(each.item)
            (others if objection else mine).append((each, objection or role or ""))
    return Choice(tuple(mine), tuple(others))


def mark(each: Pending) -> str:
    """Return what stands for an item with exactly this copy: its digest."""
    return Adoption(each.item, each.after).digest


def _given(translations: Path, who: str) -> dict[Item, Any]:
    """Return the copy of each item that this person adopted last."""
    lines = (line.adoption for line in adopted.read(translations))
    return {adoption.item: adoption.value for adoption in lines if adoption.by and adoption.by.who == who}


def _role(policy: Policy, who: str, item: Item, on: date) -> str | None:
    roles = (role for role in item.kind.roles if policy.objection(who, role, item.language, on) is None)
    return next(roles, None)


def _needs(item: Item) -> str:
    return "it takes the role " + " or ".join(f"“{role}”" for role in item.kind.roles)


def _objection(edition: Edition, each: Pending, given: Any) -> str | None:
    policy = edition.policy
    if each.item.kind is Kind.FACTS and (
        why := edition.records.former.objection(each.item.key, each.after.get("formerly", ()))
    ):
        return f"it cannot be adopted: {'; '.join(why)}"
    if each.item.kind is Kind.STRING and each.item.language != SOURCE:  # its own English was read strictly
        english = edition.identity.own.english.get(each.item.key) or ENGLISH.get(each.item.key, each.after["source"])
        if what := objection(english, each.after["text"]):
            return f"it cannot be adopted: {what}"
    if given == each.after and adopted.needed(each.item.kind, policy) > 1:
        return f"you adopted it; the policy asks for {adopted.needed(each.item.kind, policy)} people"
    return None


def everything(edition: Edition, people: Mapping[str, Sequence[str]], now: datetime) -> Iterator[Adoption]:
    """Yield what adopts all that is pending, in the names of the people of each role. It is for trees in which nobody vouches
    for anything: demonstrations, and tests."""
    for each in edition.pending:
        role = each.item.kind.roles[0]
        for who in people[role][: adopted.needed(each.item.kind, edition.policy)]:
            yield Adoption(each.item, each.after, Act(now, who, role))


def append(translations: Path, adoptions: Iterable[Adoption]) -> int:
    """Add adoptions to the files of their people; return how many. The caller holds the lock of their folder.

    Raises ``Refused`` for a copy that nobody could read again: a line is there for ever, and all content would end with it.
    """
    lines: dict[str, list[str]] = {}
    for each in adoptions:
        if each.by:
            _require_readable(each)
            lines.setdefault(each.by.who, []).append(line(each))
    for who, new in lines.items():
        path = adopted.path(translations, who)
        files.replace(path, (files.read(path) if path.exists() else "") + "".join(new))
    return sum(map(len, lines.values()))


def _require_readable(each: Adoption) -> None:
    try:
        beside.require(each.item, each.value)
    except beside.UNUSABLE as error:
        raise Refused(
            f"{each.item.kind.value} “{each.item.key}” cannot be adopted ({error})", "mend it first"
        ) from None


def commit(
    translations: Path, who: str, chosen: Iterable[tuple[Pending, str]], now: datetime, sign: Sign | None = None
) -> int:
    """Add a line for each chosen item to the file of this person, all at once, under the folder's lock; return how many.

    Raises ``BadContent`` where an adoption cannot be read, ``Refused`` where one lies in the future or could not be read
    again, ``Unwritable``.
    """
    with files.locked(translations / files.ADOPTIONS):
        newest = max((each.adoption.by.when for each in adopted.read(translations) if each.adoption.by), default=now)
        if newest > now:
            what = f"an adoption of {newest:%Y-%m-%d %H:%M:%S} UTC lies in the future"
            raise Refused(what, "correct this machine's clock, or run the command again after that time")
        acts = (Adoption(each.item, each.after, Act(now, who, role)) for each, role in chosen)
        return append(
            translations, (replace(act, signature=sign(adoption.message(act))) if sign else act for act in acts)
        )


def make_baseline(settings: Settings, day: date) -> int:
    """Write the baseline of a release from the content of this checkout; return how many lines of it changed.

    Raises ``BadContent`` where content cannot be read or holds a string that cannot be adopted.
    """
    values = dict(contents(settings))
    findings = [*_unacceptable(settings), *_given_up(settings, values[Kind.FACTS, ""])]
    if findings:
        raise BadContent(findings)
    return baseline.write(values, day)


def _given_up(settings: Settings, rows: Mapping[str, Any]) -> Iterator[Finding]:
    """Find the former ids of the release before that no concept names any more: readers may still ask for them."""
    before = baseline.load().values.get((Kind.FACTS, ""), {})
    named, there = (_former(each) for each in (before, rows))
    for old in sorted(named - there - rows.keys()):
        what = f"no concept names “{old}” under formerly, as the baseline before does"
        yield Finding(
            files.displayed(settings.terms), 0, what, "name it: an id that was given up goes on leading somewhere"
        )


def _former(rows: Mapping[str, Any]) -> set[str]:
    return {old for row in rows.values() for old in row.get("formerly", ())}


def contents(settings: Settings) -> Iterator[tuple[Group, dict[str, Any]]]:
    """Yield what stands beside the texts in the content as it is now."""
    records = figures.load(figures.folder(settings.terms), settings.today)
    stated = identity.load(settings.terms, settings.today).own
    own = {**ENGLISH, **stated.english}
    yield (Kind.FIGURES, ""), {name: figure.copy(each) for name, each in records.items() if _is_shipped(each)}
    yield (Kind.STRING, SOURCE), {key: {"source": None, "text": text} for key, text in own.items()}
    for tag, messages in _catalogs(settings):
        english = own | _english(records, tag)
        rows = {each.key: pending.copy(each) for each in messages if each.source == english.get(each.key)}
        said = {
            key: {"source": own[key], "text": text}
            for key, text in stated.translations.get(tag, {}).items()
            if key in own
        }
        yield (Kind.STRING, tag), {**rows, **said}
    concepts = terms.load(settings.terms, settings.today)
    yield (Kind.FACTS, ""), {name: facts.of(concept) for name, concept in concepts.items()}
    support = contacts.load(settings.support, settings.today)
    yield (Kind.CONTACTS, ""), copies.of(support.contacts)
    yield (Kind.DIRECTORIES, ""), copies.of(support.directories)


def _is_shipped(record: Record) -> bool:
    """Return whether a release ships it without anybody's adoption: a claim that is withdrawn, or a figure that was seen on
    its publisher's own page."""
    return isinstance(record, Claim) or (not record.input and record.seen_at is Seen.PUBLISHER)


def _english(records: Mapping[str, Record], language: str) -> dict[str, str]:
    return {key: text for each in records.values() for key, text in each.english(language).items()}


def _catalogs(settings: Settings) -> Iterator[tuple[str, list[Any]]]:
    tags, _ = drafts.language_folders(settings.translations)
    for tag in tags:
        finished, _ = drafts.phrases(drafts.read(settings.translations, tag, "interface"), settings.translations, tag)
        yield tag, list(finished.values())


def _unacceptable(settings: Settings) -> Iterator[Finding]:
    records = figures.load(figures.folder(settings.terms), settings.today)
    own = {**ENGLISH, **identity.load(settings.terms, settings.today).own.english}
    for tag, messages in _catalogs(settings):
        english = own | _english(records, tag)
        file = files.displayed(drafts.path(settings.translations, tag, "interface"))
        for message in messages:
            if what := objection(english.get(message.key, ""), message.text):
                yield Finding(file, message.line, f"{message.key}: {what}", "translate what the English says, no more")
