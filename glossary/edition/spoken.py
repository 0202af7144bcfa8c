"""A key figure, or a withdrawn claim, as one reader gets it: in one language, with its fallback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from glossary.content.figure import Claim, Figure, Record
from glossary.content.interface import Interface
from glossary.edition.edition import Edition
from glossary.edition.entries import Fallback

_Kind = TypeVar("_Kind", Figure, Claim)


@dataclass(frozen=True)
class Spoken(Generic[_Kind]):
    """A figure or a claim in one language. ``requested`` is the tag that was asked for, ``fallback`` says why another one is
    served. ``adopted`` is whether somebody, or the release, lets readers see it: nobody does in a demonstration."""

    record: _Kind
    interface: Interface
    requested: str
    fallback: Fallback | None
    adopted: bool

    @property
    def language(self) -> str:
        """The language that all of it is in."""
        return self.interface.language

    def say(self, name: str) -> str | None:
        """Return one of its texts; ``None`` where it has none."""
        return self.record.say(name, self.interface).text if name in self.record.text else None


def figure(edition: Edition, name: str, language: str, *, drafts: bool = False) -> Spoken[Figure]:
    """Return a figure in an offered language, else in English. Raises what ``Figures.figure`` raises."""
    return _spoken(edition, edition.figures.figure(name, drafts=drafts), language)


def listed(edition: Edition, language: str, *, drafts: bool = False) -> list[Spoken[Figure]]:
    """Return the figures that are shown."""
    return [_spoken(edition, each, language) for each in edition.figures.listed(drafts=drafts)]


def claims(edition: Edition, language: str, *, drafts: bool = False) -> list[Spoken[Claim]]:
    """Return the withdrawn claims."""
    return [_spoken(edition, each, language) for each in edition.figures.claims(drafts=drafts)]


def languages(edition: Edition, record: Record) -> Iterator[str]:
    """Yield the languages that a record is served in without a fallback."""
    yield from (tag for tag in edition.languages if edition.figures.spoken(record, tag).language == tag)


def _spoken(edition: Edition, record: _Kind, language: str) -> Spoken[_Kind]:
    figures = edition.figures
    interface = figures.spoken(record, language)
    reason = None
    if interface.language != language:
        reason = Fallback.AWAITING_REVIEW if figures.is_waiting(record, language) else Fallback.NOT_TRANSLATED
    adopted = figures.is_adopted(record) and not edition.policy.demonstration
    return Spoken(record, interface, language, reason, adopted)
