"""Newer content taken from origins: asked for as often as the content is looked at, checked, and put into the place of the
one before, from where the service reads it as it does any content.

1. What is torn, is not signed as the operator asks, or cannot be unpacked changes nothing, and is told.
2. What is not newer than the last good one is not taken, unless an operator has confirmed it.
3. Where origins offer different content, the newest counts that is as it should be; of two that were packed in the same
   second, neither does.
4. One process looks at a time, and the others wait: what it found and took is then there for all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from glossary.artifact import origin, place, seen, signing, statement, tar
from glossary.artifact.origin import Answer, Unchanged
from glossary.artifact.seen import Heard, Look
from glossary.artifact.statement import Offer
from glossary.content import files, origins
from glossary.errors import BadContent, Finding, Level, Refused, Unwritable
from glossary.settings import Settings

SKEW = timedelta(minutes=5)
"""How far two clocks may differ before that is told."""

AGAIN = 60
"""Seconds after which what was refused is tried again: a disk may have room by then, a signature may have come."""

_OLDER = "offer a newer one; to go back to it, run “glossary confirm” where the service runs"

_POINTER_BYTES = 64 * 1024
_BUSY = 0.5
"""Of the time between two looks, the part in which no other process looks again."""


def look(settings: Settings) -> None:
    """Take what is newer at the origins of the settings; remember what was found. Never raises for what an origin does."""
    folder = Path(settings.place)
    if not settings.content:
        return
    try:
        with files.locked(folder):  # Rule 4
            if not seen.recent(folder, settings.watch_seconds * _BUSY):
                seen.keep(folder, _looked(settings, folder, seen.read(folder)))
    except Unwritable as error:
        seen.told(folder, Finding(files.displayed(folder), 0, str(error), "until then the last good one stays"))


def findings(settings: Settings) -> tuple[Finding, ...]:
    """Return what is wrong with what the origins offer."""
    return seen.read(Path(settings.place)).findings if settings.content else ()


@contextmanager
def begun(chosen: Settings) -> Iterator[Settings]:
    """Have content in place, and yield the settings by which it is read. The processes that are started meanwhile find it
    too. Raises ``BadContent`` where there is none, ``Refused`` and ``Unwritable``."""
    with place.made(chosen) as folder:
        os.environ["GLOSSARY_PLACE"] = str(folder)
        try:
            settings = at(chosen, folder)
            look(settings)
            if place.said(folder, place.CURRENT) is None:
                raise BadContent(findings(settings))
            yield settings
        finally:
            os.environ.pop("GLOSSARY_PLACE", None)


def at(chosen: Settings, folder: Path) -> Settings:
    """Return the settings by which content is read that was taken into a folder."""
    terms, translations, support = origins.taken(folder)
    return replace(chosen, place=str(folder), terms=terms, translations=translations, support=support)


def measures(settings: Settings) -> tuple[float, float, int]:
    """Return when an origin was last reached and when what is served was packed (Unix time), and the number of findings."""
    folder, found = Path(settings.place), seen.read(Path(settings.place))
    said = place.said(folder, place.CURRENT)
    return found.reached, said.packed_at.timestamp() if said else 0.0, len(found.findings)


def offered(settings: Settings) -> tuple[Offer, Path]:
    """Return the newest artifact that the origins offer, checked and unpacked but not served. Raises ``Refused`` where they
    offer none that could be taken, and ``Unwritable``."""
    folder = Path(settings.place)
    heard = {name: _heard(settings, name, Heard()) for name in settings.content}
    best = max(
        ((each.offer, name) for name, each in heard.items() if each.offer),
        default=None,
        key=lambda one: one[0].packed_at,
    )
    if best is None:
        raise Refused("no origin offers anything", "see that GLOSSARY_CONTENT names those that do")
    return best[0], place.unpacked(folder, best[0].sha256, _checked(settings, best[1], best[0]))


def _looked(settings: Settings, folder: Path, before: Look) -> Look:
    heard = {name: _heard(settings, name, before.heard.get(name, Heard())) for name in settings.content}
    told = [finding for each in heard.values() for finding in each.findings]
    refused = dict(before.refused)
    told += _taken(settings, folder, heard, refused)
    told += _ahead(settings, folder)
    still = {each.offer.sha256 for each in heard.values() if each.offer}
    return Look(heard, {digest: row for digest, row in refused.items() if digest in still}, tuple(dict.fromkeys(told)))


def _heard(settings: Settings, name: str, before: Heard) -> Heard:
    """Return what an origin offers now."""
    try:
        answer = origin.get(name, statement.POINTER, _POINTER_BYTES, before.tag)
        offer: Offer | None = statement.offer(answer.data)
    except Unchanged as same:
        answer, offer = Answer(b"", before.tag, same.clock), before.offer
    except FileNotFoundError:
        return _trouble(name, before, f"it has no {statement.POINTER}", "write one there with “glossary pack”")
    except Refused as error:
        return _trouble(name, before, error.reason, error.remedy)
    return Heard(answer.tag, offer, settings.now.timestamp(), tuple(_skew(settings, name, answer.clock)))


def _trouble(name: str, before: Heard, what: str, remedy: str) -> Heard:
    return Heard("", None, before.reached, (Finding(origin.displayed(name), 0, what, remedy),))


def _skew(settings: Settings, name: str, clock: datetime | None) -> Iterator[Finding]:
    if clock and abs(clock - settings.now) > SKEW:
        minutes = abs(clock - settings.now).total_seconds() / 60
        what = f"its clock and that of this machine differ by {minutes:,.0f} minutes"
        yield Finding(origin.displayed(name), 0, what, "set the one that is wrong; contacts expire by this machine’s")


def _ahead(settings: Settings, folder: Path) -> Iterator[Finding]:
    said = place.said(folder, place.CURRENT)
    if said and said.packed_at - settings.now > SKEW:
        what = f"it says that it was packed at {_time(said.packed_at)}, and it is {_time(settings.now)} here"
        yield Finding(
            statement.INSIDE, 0, what, "set the clock that is wrong, here or where it was packed", Level.WARNING
        )


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _taken(settings: Settings, folder: Path, heard: dict[str, Heard], refused: seen.Refusals) -> list[Finding]:
    """Take the newest that is as it should be; return what is wrong with the others."""
    offers = [(name, each.offer) for name, each in heard.items() if each.offer]
    offers.sort(key=lambda one: one[1].packed_at, reverse=True)
    rivals = {offer.sha256 for _, offer in offers for _, other in offers if _rival(offer, other)}
    told = list(_disagree([one for one in offers if one[1].sha256 in rivals]))
    for name, offer in offers:
        if place.holds(folder, place.CURRENT, offer.sha256):
            return [*told, *_behind(offers, offer)]
        if offer.sha256 in rivals:  # Rule 3
            continue
        try:
            _take(settings, folder, name, offer, refused)
        except (Refused, Unwritable) as error:
            told.append(seen.refusal(name, offer, error))
        else:
            return [*told, *_behind(offers, offer)]
    return told


def _rival(one: Offer, other: Offer) -> bool:
    return one.packed_at == other.packed_at and one.sha256 != other.sha256


def _disagree(offers: Iterable[tuple[str, Offer]]) -> Iterator[Finding]:
    for name, offer in offers:
        what = f"it offers {offer.file}, and another origin other content that was packed in the same second"
        yield Finding(origin.displayed(name), 0, what, "pack again what is right, and put it at all of them")


def _behind(offers: Iterable[tuple[str, Offer]], newest: Offer) -> Iterator[Finding]:
    """Find the origins that offer something older than what is served."""
    for name, offer in offers:
        if offer.packed_at < newest.packed_at:
            what = f"it offers what was packed at {_time(offer.packed_at)}; what is served was at {_time(newest.packed_at)}"
            yield Finding(origin.displayed(name), 0, what, "bring it up to date", Level.WARNING)


def _take(settings: Settings, folder: Path, name: str, offer: Offer, refused: seen.Refusals) -> None:
    if place.holds(folder, place.GOOD, offer.sha256):
        place.switch(folder, offer.sha256)
        return
    if is_older(folder, offer):  # Rule 2
        raise Refused(f"it was packed at {_time(offer.packed_at)}, before what is served", _OLDER)
    if (before := refused.get(offer.sha256)) and 0 <= settings.clock() - before.at < AGAIN:
        raise Refused(before.what, before.remedy)
    try:
        place.take(folder, offer.sha256, _checked(settings, name, offer))
    except (Refused, Unwritable) as error:
        refused[offer.sha256] = seen.Refusal(settings.clock(), *seen.words(error))
        raise
    refused.pop(offer.sha256, None)


def is_older(folder: Path, offer: Offer) -> bool:
    """Return whether an artifact is no newer than the last good one, and no operator has confirmed it."""
    good = place.said(folder, place.GOOD)
    if good is None or place.holds(folder, place.GOOD, offer.sha256) or place.allowed(folder, offer.sha256):
        return False
    return offer.packed_at <= good.packed_at


def _checked(settings: Settings, name: str, offer: Offer) -> bytes:
    """Return an artifact, as it should be (rule 1)."""
    try:
        data = origin.get(name, offer.file, offer.size).data
    except FileNotFoundError:
        raise Refused("it is not there", "put the file there, or offer one that is") from None
    if len(data) != offer.size or sha256(data).hexdigest() != offer.sha256:
        raise Refused(
            f"it is torn: {len(data)} of {offer.size} bytes, or others than its digest is of", "put it there whole"
        )
    signing.require(settings, name, offer, data)
    said = tar.said(data)
    if (said.edition, said.packed_at) != (offer.edition, offer.packed_at):
        raise Refused("it says another edition or time than what names it", "pack it again")
    return data
