"""What is new, changed or lost since a git revision, for those who review a change before readers get it.

``CHANGES`` lists the kinds of content that are compared, by the folder that they lie in. A record that was changed or lost is
an error, because records are only ever added; everything else is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from glossary.catalogs import drafts, reader
from glossary.catalogs.po import Message
from glossary.content import files, sources
from glossary.content.model import Approval
from glossary.errors import BadContent, Finding, Level, Refused, capped
from glossary.ledger import history, ledgers, losses, policy, proposals
from glossary.review.allow import ALLOW
from glossary.review.sides import REVIEW, Sides, rows
from glossary.settings import Settings


def findings(settings: Settings, revision: str) -> Iterator[Finding]:
    """Find everything that is new, changed or lost. Raises ``Refused`` where the revision cannot be read, ``BadContent``
    where the content cannot."""
    yield from of_translations(settings.translations, revision)
    for kind, folder in (("support", settings.support), ("sources", sources.folder(settings.terms))):
        if not folder.is_dir():
            continue
        try:
            yield from _findings(kind, folder, revision)
        except Refused as error:  # they may come with the package, which is in no repository
            what = f"what has changed since {revision} cannot be seen ({error.reason})"
            yield Finding(files.displayed(folder), 0, what, REVIEW, Level.WARNING)


def of_translations(translations: Path, revision: str) -> Iterator[Finding]:
    """Find what is new, changed or lost in a folder of translations alone. Raises as ``findings`` does."""
    yield from _findings("translations", translations, revision)


def _findings(kind: str, now: Path, revision: str) -> Iterator[Finding]:
    with history.earlier(now, revision) as before:
        for change in CHANGES[kind]:
            yield from capped(list(change(Sides(before, now, revision))))


def _records(sides: Sides) -> Iterator[Finding]:
    before, now = history.records(sides.before), history.records(sides.now)
    confirmed = losses.confirmed(sides.now)
    gone = {_act(act): act for act in before.all if act.seal not in now.seals}
    for language in now.by_language:
        for part in ledgers.read(sides.now, language):
            for number, act in enumerate(part.records, 1):
                if act.seal in before.seals:
                    continue
                if old := gone.pop(_act(act), None):
                    what = f"the record of {_words(act)} was changed; its digest was {old.seal}"
                    yield sides.finding(part.file, number, what, _restored(sides), Level.ERROR)
                else:
                    yield sides.finding(part.file, number, f"{_words(act)}: the record is new")
    for act in gone.values():
        file = files.displayed(ledgers.path(sides.now, act.language, act.who))
        level = Level.WARNING if act.seal in confirmed else Level.ERROR
        what = f"the record of {_words(act)} is gone ({act.seal})"
        yield sides.finding(file, 0, what, _restored(sides), level)


def _act(act: Approval) -> tuple[object, ...]:
    return act.language, act.who, act.concept, act.role, act.verdict, act.when


def _words(act: Approval) -> str:
    return (
        f"“{act.who}” ({act.verdict} {act.concept} in {act.language} as {act.role}, {act.when:%Y-%m-%d %H:%M:%S} UTC)"
    )


def _restored(sides: Sides) -> str:
    return f"restore it from {sides.revision}, then add yours again; if it is right that it is gone, run “glossary confirm”"


def _adoptions(sides: Sides) -> Iterator[Finding]:
    """Find the adoptions that are gone; ``ledger/news.py`` names the new ones."""
    before, now = ({one.digest: one for one in losses.adoptions(folder)} for folder in (sides.before, sides.now))
    confirmed = losses.confirmed(sides.now)
    for digest in before.keys() - now.keys():
        level = Level.WARNING if digest in confirmed else Level.ERROR
        file = files.displayed(sides.now / files.ADOPTIONS)
        yield sides.finding(file, 0, f"the {before[digest].words} is gone ({digest})", _restored(sides), level)


def _proposals(sides: Sides) -> Iterator[Finding]:
    """Find who proposed words, and the lines about it that are gone: without them, an approval of own words counts."""
    before, now = ({one.proposed.seal: one for one in proposals.readable(side)} for side in (sides.before, sides.now))
    confirmed = losses.confirmed(sides.now)
    for seal, one in now.items():
        if seal not in before:
            yield sides.finding(one.file, one.number, f"the {one} is new")
    for seal in before.keys() - now.keys():
        one, level = before[seal], Level.WARNING if seal in confirmed else Level.ERROR
        file = files.displayed(proposals.path(sides.now, one.language))
        yield sides.finding(file, 0, f"the {one} is gone ({seal})", _restored(sides), level)


def _confirmed(sides: Sides) -> Iterator[Finding]:
    """Find the losses that are newly confirmed, whatever was lost before."""
    before = dict[str, int]()
    with suppress(BadContent):
        before = losses.confirmations(sides.before)
    for digest, line in losses.confirmations(sides.now).items():
        if digest not in before:
            file = files.displayed(sides.now / losses.CONFIRMED)
            yield sides.finding(file, line, f"the loss of {digest} is confirmed")


def _policy(sides: Sides) -> Iterator[Finding]:
    yield from rows(sides, policy.FILE, {"reviewers": lambda row: f"the reviewer “{row.get('id')}”"})


def _exceptions(sides: Sides) -> Iterator[Finding]:
    """Find the exceptions from checks: with one, a text can be approved that a check calls wrong."""
    yield from rows(sides, ALLOW, {"allow": _exception})


def _exception(row: Mapping[str, Any]) -> str:
    return f"the exception “{' '.join(str(row.get(name)) for name in ('language', 'key', 'check'))}”"


def _contacts(sides: Sides) -> Iterator[Finding]:
    names = {path.name for folder in (sides.before, sides.now) for path in folder.glob("*.toml")}
    for name in sorted(names):
        yield from rows(sides, name, {"record": _contact, "directory": _contact})


def _sources(sides: Sides) -> Iterator[Finding]:
    """Compare the register of sources: what is changed there, each concept that names it says."""
    names = {path.name for folder in (sides.before, sides.now) for path in folder.glob("*.toml")}
    for name in sorted(names):
        file = files.displayed(sides.now / name)
        if not (sides.before / name).exists():
            yield sides.finding(file, 0, "the source is new")
        elif not (sides.now / name).exists():
            yield sides.finding(file, 0, "the source is gone")
        else:
            yield from rows(sides, name, {})


def _contact(row: Mapping[str, Any]) -> str:
    parts = [row.get("purpose"), row.get("operator"), *row.get("countries", ())]
    return f"the contact “{' '.join(str(part) for part in parts if part)}”"


def _texts(sides: Sides) -> Iterator[Finding]:
    """Find the texts that are gone, became empty or lost their fuzzy mark: some editors do all of it by themselves."""
    tags, _ = drafts.language_folders(sides.before)
    for tag in tags:
        for domain in drafts.DOMAINS:
            file = files.displayed(drafts.path(sides.now, tag, domain))
            before, now = _messages(sides.before, tag, domain), _messages(sides.now, tag, domain)
            if before and not now:
                yield sides.finding(file, 0, "the catalog is gone, or cannot be read", "restore it, or look why")
                continue
            asked = _asked(sides.now, domain)
            for key, old in before.items():
                if old.text and (key in now or key in asked):  # else the concept or its field is gone
                    yield from _text(sides, file, key, old, now.get(key))


def _text(sides: Sides, file: str, key: str, old: Message, new: Message | None) -> Iterator[Finding]:
    restore = "restore the text, if nobody meant to {} it"
    if new is None:
        yield sides.finding(file, 0, f"{key} is gone", restore.format("remove"))
    elif not new.text:
        yield sides.finding(file, new.line, f"{key} became empty", restore.format("empty"))
    elif old.fuzzy and not new.fuzzy:
        yield sides.finding(file, new.line, f"{key} lost its fuzzy mark", "see that somebody has looked at the text")


def _asked(directory: Path, domain: str) -> frozenset[str]:
    """Return the keys that the template asks for; none where it cannot be read, which is a finding of its own."""
    try:
        return frozenset(message.key for message in reader.read(directory / f"{domain}.pot").messages)
    except BadContent:
        return frozenset()


def _messages(directory: Path, tag: str, domain: str) -> dict[str, Message]:
    try:
        return {
            message.key: message for message in drafts.read(directory, tag, domain).messages if not message.obsolete
        }
    except BadContent:
        return {}


CHANGES: Mapping[str, tuple[Callable[[Sides], Iterator[Finding]], ...]] = {
    "translations": (_records, _adoptions, _proposals, _confirmed, _policy, _exceptions, _texts),
    "support": (_contacts,),
    "sources": (_sources,),
}
