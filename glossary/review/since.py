"""What is new, changed or lost since a git revision, for those who review a change before readers get it.

``CHANGES`` lists the kinds of content that are compared, by the folder that they lie in. A record that was changed or lost is
an error, because records are only ever added; everything else is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary.catalogs import drafts, reader
from glossary.catalogs.po import Message
from glossary.content import files, tables
from glossary.content.model import Approval
from glossary.errors import BadContent, Finding, Level, Refused, capped
from glossary.ledger import history, ledgers, losses, policy, proposals
from glossary.review.allow import ALLOW
from glossary.settings import Settings

_REVIEW = "let somebody who did not make this change look at it"


@dataclass(frozen=True)
class Sides:
    """A folder as it was at a revision, and as it is."""

    before: Path
    now: Path
    revision: str

    def finding(self, file: str, line: int, what: str, remedy: str = _REVIEW, level: Level = Level.WARNING) -> Finding:
        """Return a finding about what is so since the revision."""
        return Finding(file, line, f"since {self.revision}: {what}", remedy, level)


def findings(settings: Settings, revision: str) -> Iterator[Finding]:
    """Find everything that is new, changed or lost. Raises ``Refused`` where the revision cannot be read, ``BadContent``
    where the content cannot."""
    yield from of_translations(settings.translations, revision)
    try:
        yield from _findings("support", settings.support, revision)
    except Refused as error:  # contacts may come with the package, which is in no repository
        what = f"what has changed since {revision} cannot be seen ({error.reason})"
        yield Finding(files.displayed(settings.support), 0, what, _REVIEW, Level.WARNING)


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
    yield from _rows(sides, policy.FILE, {"reviewers": lambda row: f"the reviewer “{row.get('id')}”"})


def _exceptions(sides: Sides) -> Iterator[Finding]:
    """Find the exceptions from checks: with one, a text can be approved that a check calls wrong."""
    yield from _rows(sides, ALLOW, {"allow": _exception})


def _exception(row: Mapping[str, Any]) -> str:
    return f"the exception “{' '.join(str(row.get(name)) for name in ('language', 'key', 'check'))}”"


def _contacts(sides: Sides) -> Iterator[Finding]:
    names = {path.name for folder in (sides.before, sides.now) for path in folder.glob("*.toml")}
    for name in sorted(names):
        yield from _rows(sides, name, {"record": _contact, "directory": _contact})


def _contact(row: Mapping[str, Any]) -> str:
    parts = [row.get("purpose"), row.get("operator"), *row.get("countries", ())]
    return f"the contact “{' '.join(str(part) for part in parts if part)}”"


_Named = Mapping[str, Callable[[Mapping[str, Any]], str]]
"""How the rows of an array of tables are called, by its key."""


def _rows(sides: Sides, name: str, named: _Named) -> Iterator[Finding]:
    """Compare a TOML file by the rows of its arrays of tables, and by its other keys."""
    before, now = _read(sides.before / name, named), _read(sides.now / name, named)
    file = files.displayed(sides.now / name)
    for what in sorted(before.keys() | now.keys()):
        (old, _), (new, line) = before.get(what, (None, 0)), now.get(what, (None, 0))
        if old is None:
            yield sides.finding(file, line, f"{what} is new")
        elif new is None:
            yield sides.finding(file, line, f"{what} is gone")
        elif old != new:
            yield sides.finding(file, line, f"{what} was changed ({_changed(old, new)})")


def _changed(old: Any, new: Any) -> str:
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return f"from {old} to {new}"
    return ", ".join(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def _read(path: Path, named: _Named) -> dict[str, tuple[Any, int]]:
    """Return the values of a TOML file by what they are called, each with its line; nothing where it cannot be read."""
    found: dict[str, tuple[Any, int]] = {}
    with suppress(BadContent):
        table = tables.read(path)
        for key, value in table.values.items():
            if key not in named or not isinstance(value, list):
                found[f"“{key}”"] = value, table.line(key)
                continue
            for number, row in enumerate(value):
                name, again = named[key](row), 2
                while name in found:
                    name, again = f"{named[key](row)} ({again})", again + 1
                found[name] = row, table.line(key, str(number))
    return found


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
}
