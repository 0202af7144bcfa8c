"""The page of all versions of a text, each beside the one before it, word by word. Pure; knows no HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest
from typing import NamedTuple

from glossary.content.text import FIELDS, Text
from glossary.edition import version
from glossary.edition.edition import Edition
from glossary.edition.version import Version
from glossary.errors import NotVetted
from glossary.language import breaks
from glossary.site import pages
from glossary.site.page import Page

HEADING = "versions.heading"


class Mark(StrEnum):
    """What became of words from one version to the next."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


class Piece(NamedTuple):
    """Some words in a row, and what became of them."""

    mark: Mark
    words: str


class Part(NamedTuple):
    """A field of a text, with the words of the version before in it."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Row:
    """One version. ``parts`` are the fields that differ from the version before that is still shown; of the oldest, and of
    one that says the same, all. There are none where its words are not shown."""

    version: Version
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class VersionsPage(Page):
    """Every version of a text, that which came last first. ``term`` is that of the newest one that is shown."""

    concept: str
    term: str | None
    rows: tuple[Row, ...]

    def address(self, of: Version) -> str:
        """Return the path of a version's document."""
        return version.path(self.concept, self.asked.tag, of.digest)


def linked(edition: Edition, concept: str, *languages: str) -> str | None:
    """Return the first of these languages in which a concept has a page of versions: in which it has more than one."""
    return next((tag for tag in languages if len(version.versions(edition, concept, tag)) > 1), None)


def of_text(edition: Edition, concept: str, language: str, base_url: str) -> VersionsPage | None:
    """Return the page of a text; ``None`` where there is only one version. Raises ``UnknownConcept``, ``Renamed``,
    ``Retired``, or ``NotVetted`` where there never was one."""
    listed = version.versions(edition, edition.concept(concept).id, language)
    if not listed:
        raise NotVetted(concept, language)
    if len(listed) == 1:
        return None
    shown = [each.shown.text for each in listed if each.shown]
    plain = pages.plain(edition, language, f"/{concept}/versions/", HEADING, base_url)
    values = vars(plain) | {
        "title": f"{shown[0].term if shown else concept} – {plain.title}",
        "preview": pages.after_notice(plain.interface, plain.say(HEADING)),
        "alternates": {},
    }
    return VersionsPage(
        **values, concept=concept, term=shown[0].term if shown else None, rows=tuple(_rows(listed, shown, language))
    )


def _rows(listed: Iterable[Version], shown: list[Text], language: str) -> Iterator[Row]:
    before = dict(zip_longest((text.digest for text in shown), shown[1:]))
    for each in listed:
        parts = _parts(before[each.digest], each.shown.text, language) if each.shown else ()
        yield Row(each, tuple(parts))


def _parts(old: Text | None, new: Text, language: str) -> Iterator[Part]:
    before = old.fields if old else new.fields
    for field in FIELDS:
        was, now = before.get(field, ""), new.fields.get(field, "")
        if now and (old is None or was == now == ""):
            yield Part(field, (Piece(Mark.SAME, now),))
        elif was != now:
            yield Part(field, compared(was, now, language))


def compared(old: str, new: str, language: str) -> tuple[Piece, ...]:
    """Return the words of both texts in their order. Spaces between two changes belong to them: what is read out is a phrase,
    not one word after the other."""
    was, now = breaks.pieces(old, language), breaks.pieces(new, language)
    found: list[tuple[bool, str, str]] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone, come = "".join(was[start:end]), "".join(now[begin:stop])
        found.append((kind == "equal" and bool(gone.strip() or not found), gone, come))
    return tuple(piece for same, run in groupby(found, key=lambda each: each[0]) for piece in _joined(same, list(run)))


def _joined(same: bool, run: list[tuple[bool, str, str]]) -> Iterator[Piece]:
    gone, come = ("".join(each) for each in zip(*(row[1:] for row in run), strict=True))
    for mark, words in ((Mark.SAME, come),) if same else ((Mark.GONE, gone), (Mark.COME, come)):
        if words:
            yield Piece(mark, words)
