"""Good parts of the content, joined into an edition, with the findings that do not stop it.

Whatever is made here of parts is kept in the memory of the reading, language by language and file by file: where one ledger
has changed, the next edition shares the rest with the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from glossary.catalogs import drafts as catalogs
from glossary.catalogs.po import Message
from glossary.content import figures, files, sources
from glossary.content.figure import KEY, Record
from glossary.content.identity import Identity
from glossary.content.memory import Memory
from glossary.content.model import Concept, Draft
from glossary.content.wording import Wording
from glossary.edition import beside, fileless, pending, strays
from glossary.edition import figures as shown
from glossary.edition.beside import Adopted
from glossary.edition.edition import Edition
from glossary.edition.figures import Figures
from glossary.edition.gathering import Folders, Gathering
from glossary.edition.pending import Pending
from glossary.errors import Finding
from glossary.ledger import checked, losses, signed, uncounted
from glossary.ledger.baseline import Values
from glossary.ledger.ledgers import Ledger
from glossary.ledger.policy import Policy
from glossary.ledger.proposals import Line
from glossary.ledger.records import Records
from glossary.ledger.vetted import Standing
from glossary.support.help import Support

if TYPE_CHECKING:
    from glossary.proofs.log import Log

Standings = Mapping[str, Mapping[str, Standing]]


@dataclass(frozen=True)
class Parts:
    """What an edition is made of, all of it good: ``written`` are the concepts as their files have them."""

    written: Mapping[str, Concept]
    rules: Policy
    support: Support
    about: Identity
    adopted: Adopted
    ledger: Mapping[str, tuple[Ledger, ...]]
    proposals: tuple[Line, ...]
    log: Log | None
    figures: Mapping[str, Record]
    asked: Wording


def edition(gathering: Gathering, parts: Parts, today: date, folders: Folders, before: Records | None) -> Edition:
    """Return the edition of good parts on a day. ``before`` are the records of the last good reading."""
    memory, made, languages = gathering.memory, gathering.memory.made, tuple(sorted(parts.ledger))
    copies = made("copies", partial(parts.adopted.copies, parts.rules), parts.adopted, parts.rules)
    former = memory.settled("former", partial(parts.adopted.former, copies), parts.adopted, copies)
    records = Records.of(parts.ledger, parts.proposals, parts.about.id, today, before, former, memory)
    _check(parts, memory)
    standings = beside.served(records.standings(parts.rules, memory), copies, parts.written, memory)
    gone = fileless.concepts(folders[0], parts.written, copies, records, standings)
    gone = memory.settled("gone", lambda: gone, object())
    waiting = _waiting(gathering, parts, copies)
    numbers = _figures(gathering, parts, copies, today)
    gathering.minor += _of_languages(gathering, parts, records, standings, gone, today)
    gathering.minor += _of_all(gathering, parts, folders, records, gone)
    gathering.minor += _beside(gathering, parts, folders, copies, waiting, numbers)
    concepts = partial(beside.concepts, copies, {**parts.written, **gone}, former)
    return Edition(
        concepts=made("all concepts", concepts, copies, parts.written, gone, former),
        written=parts.written,
        languages=languages,
        policy=parts.rules,
        standings=standings,
        records=records,
        drafts=_drafts(gathering, parts, gone),
        phrases=made("phrases", partial(beside.phrases, copies, languages), copies, languages),
        support=made("shown support", partial(beside.support, copies, parts.support), copies, parts.support),
        figures=numbers,
        identity=parts.about,
        wording=parts.asked,
        findings=tuple(sorted(gathering.minor)),
        unreadable=frozenset(gathering.unreadable),
        pending=waiting,
        adopted=parts.adopted,
        log=parts.log,
        memory=memory,
    )


def _check(parts: Parts, memory: Memory) -> None:
    """Check the signatures of the files that have changed, all at once: many of them take all cores."""
    known = {id(part) for tag in parts.ledger for part in (memory.last(("ledger", tag)) or ((),))[0]}
    new = (part for ledger in parts.ledger.values() for part in ledger if not part.bare and id(part) not in known)
    checked.ahead(
        (signed.of_approval(act, parts.about.id) for part in new for act in part.records), parts.rules.origins
    )


def _drafts(gathering: Gathering, parts: Parts, gone: Mapping[str, Concept]) -> dict[str, Mapping[str, Draft]]:
    if not gone:
        return gathering.drafts
    made, written = gathering.memory.made, parts.written
    return {
        tag: made(("drafts", tag), partial(fileless.drafts, rows, gone, written), rows, gone, written)
        for tag, rows in gathering.drafts.items()
    }


def _figures(gathering: Gathering, parts: Parts, copies: Values, today: date) -> Figures:
    """Return the key figures, with the finished strings that catalogs have of them."""
    made = gathering.memory.made
    drafted = {
        tag: made(("strings of figures", tag), partial(_of_figures, rows), rows)
        for tag, rows in gathering.phrases.items()
    }
    make = partial(beside.figures, copies, parts.figures, drafted, today)
    return made("shown figures", make, copies, parts.figures, tuple(drafted), tuple(drafted.values()), today)


def _of_figures(phrases: Mapping[str, Message]) -> Mapping[str, Mapping[str, str]]:
    return {key: pending.copy(message) for key, message in phrases.items() if key.startswith(KEY)}


def _of_languages(
    gathering: Gathering,
    parts: Parts,
    records: Records,
    standings: Standings,
    gone: Mapping[str, Concept],
    today: date,
) -> Iterator[Finding]:
    """Find what is wrong with drafts and records, language by language and file by file."""
    made, former = gathering.memory.made, records.former
    names = frozenset(parts.written.keys() | gone.keys())
    for tag, rows in gathering.drafts.items():
        yield from made(("stray drafts", tag), partial(_all, strays.drafts, names, rows), rows, names)
    for tag, ledger in parts.ledger.items():
        served = standings[tag]
        yield from made(("hidden", tag), partial(_all, strays.hidden, served, ledger), served, ledger)
        for part in ledger:
            place, day = str(part.path), min(today, part.last)
            look = partial(_all, strays.records, names, part, former)
            yield from made(("stray records", place), look, part, names, former)
            look = partial(_all, uncounted.findings, part, records, parts.rules, today)
            rules = parts.rules, records.ahead, records.proposals, records.glossary
            yield from made(("uncounted", place), look, part, day, *rules)


def _of_all(
    gathering: Gathering, parts: Parts, folders: Folders, records: Records, gone: Mapping[str, Concept]
) -> Iterator[Finding]:
    """Find what is wrong with term files and their sources, and with the list of confirmed losses."""
    made, written, former = gathering.memory.made, parts.written, records.former
    yield from made("gone files", partial(_all, fileless.findings, gone, written), gone, written)
    yield from made("misnamed", partial(_all, strays.misnamed, written, former), written, former)
    register = gathering.memory.folder(sources.folder(folders[0]))
    yield from made("unused", partial(_all, sources.unused, folders[0], written), written, register)
    others = (*parts.adopted.seals, *(each.proposed.seal for each in parts.proposals))
    yield from losses.premature(gathering.translations, records, others)


def _beside(
    gathering: Gathering, parts: Parts, folders: Folders, copies: Values, waiting: tuple[Pending, ...], numbers: Figures
) -> Iterator[Finding]:
    """Find what is not adopted, and what is gone of what was."""
    made = gathering.memory.made
    yield from made("pending findings", partial(_all, pending.findings, waiting), waiting)
    yield from shown.gone(numbers.adopted, parts.figures, files.displayed(figures.folder(folders[0])))
    if parts.about.help:
        yield from pending.missing(copies, parts.support, files.displayed(folders[2]))


def _all(find: Callable[..., Iterable[Finding]], *arguments: object) -> tuple[Finding, ...]:
    return tuple(find(*arguments))


def _waiting(gathering: Gathering, parts: Parts, copies: Values) -> tuple[Pending, ...]:
    """Return what stands beside the texts in the content and is not adopted."""
    of = copies, parts.adopted, parts.about, parts.figures, parts.written, parts.support
    phrases = tuple(gathering.phrases), tuple(gathering.phrases.values())
    return gathering.memory.made("pending", lambda: tuple(_pending(copies, parts, gathering)), *of, *phrases)


def _pending(copies: Values, parts: Parts, gathering: Gathering) -> Iterator[Pending]:
    yield from pending.english(copies, parts.adopted.shipped, parts.about.own)
    for language, finished in gathering.phrases.items():
        yield from _strings(copies, parts, gathering, language, finished)
    for language in parts.about.own.translations:
        yield from pending.stated(copies, language, parts.about.own)
    yield from pending.concepts(copies, parts.written)
    yield from pending.figures(copies, parts.figures)
    if parts.about.help:
        yield from pending.support(copies, parts.support)


def _strings(
    copies: Values, parts: Parts, gathering: Gathering, language: str, finished: Mapping[str, Message]
) -> Iterator[Pending]:
    file, own = files.displayed(catalogs.path(gathering.translations, language, "interface")), parts.about.own
    keys = {key for record in parts.figures.values() for key in record.english(language)} | own.english.keys()
    stated = own.translations.get(language, {})
    rows = {key: message for key, message in finished.items() if key not in stated}
    yield from pending.strings(copies, language, rows, file, keys)
