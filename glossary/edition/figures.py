"""Key figures as readers see them on one day.

1. Readers see the adopted copy of a figure or of a withdrawn claim, whatever its file says. Where drafts are asked for, what
   the file says is shown instead, as a draft.
2. A file that is marked withdrawn takes its figure out at once: taking back waits for nobody.
3. A figure ends when its successor is adopted, and at the latest on the day that ``Figure.expires_on`` says.
4. A figure is in one language: it is in English where any of its strings is not adopted in the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from glossary.content import figure
from glossary.content.figure import KEY, Claim, Figure, Record
from glossary.content.interface import Interface, objection
from glossary.errors import EndedFigure, Finding, Level, NotServed, UnknownFigure
from glossary.language.tags import SOURCE
from glossary.support.help import WARNING

Strings = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Strings of figures by language and key: each with the English that it was made from (``source``), and its ``text``."""


@dataclass(frozen=True)
class Figures:
    """All figures and claims, as they are ``written`` in their files and as they were ``adopted``, on one day. ``strings``
    are the adopted translations, ``drafted`` those that catalogs have finished. ``taken`` are the ids of those that newer
    content takes out, which cannot be read as a whole."""

    written: Mapping[str, Record]
    adopted: Mapping[str, Record]
    day: date
    strings: Strings = field(default_factory=dict)
    drafted: Strings = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    def on(self, day: date) -> Figures:
        """Return the same figures on another day."""
        return replace(self, day=day)

    def without(self, taken: frozenset[str]) -> Figures:
        """Return them without those that were withdrawn since (rule 2)."""
        return replace(self, taken=self.taken | taken)

    def is_adopted(self, record: Record) -> bool:
        """Return whether exactly this record is adopted."""
        adopted = self.adopted.get(record.id)
        return adopted is not None and figure.copy(adopted) == figure.copy(record)

    def listed(self, *, drafts: bool = False) -> list[Figure]:
        """Return the figures that are shown, by id."""
        records = self._records(drafts)
        return [each for each in records.values() if isinstance(each, Figure) and self._is_shown(each, records)]

    def claims(self, *, drafts: bool = False) -> list[Claim]:
        """Return the withdrawn claims, by id."""
        return [each for each in self._records(drafts).values() if isinstance(each, Claim)]

    def figure(self, name: str, *, drafts: bool = False) -> Figure:
        """Return a figure that is shown. Raises ``EndedFigure``, with its successor, ``NotServed`` for a claim that is
        withdrawn, and ``UnknownFigure``, with ids that resemble it."""
        records = self._records(drafts)
        record = records.get(name)
        if isinstance(record, Claim) or (name in records and self._is_withdrawn(name)):
            raise NotServed(name)
        if record is None or record.input:
            successor = self._successor(name, records)
            if name in self.written and successor:
                raise EndedFigure(name, successor)
            raise UnknownFigure(name, get_close_matches(name, [each.id for each in self.listed(drafts=drafts)]))
        if not self._is_shown(record, records):
            raise EndedFigure(name, self._successor(name, records))
        return record

    def _records(self, drafts: bool) -> dict[str, Record]:
        every = {**self.adopted, **self.written} if drafts else self.adopted  # Rule 1
        return dict(sorted(every.items()))

    def _is_shown(self, each: Figure, records: Mapping[str, Record]) -> bool:
        current = self.day < each.expires_on and self._successor(each.id, records) is None  # Rule 3
        return current and not each.input and not self._is_withdrawn(each.id)

    def _is_withdrawn(self, name: str) -> bool:
        return name in self.taken or isinstance(self.written.get(name), Claim)  # Rule 2

    @staticmethod
    def _successor(name: str, records: Mapping[str, Record]) -> str | None:
        """Return the last of those that came after a figure, ``None`` where there is none."""
        after = {each.supersedes: each.id for each in records.values() if isinstance(each, Figure) and each.supersedes}
        last, seen = name, set[str]()
        while last in after and last not in seen:
            seen.add(last)
            last = after[last]
        return None if last == name else last

    def interface(self, record: Record, language: str) -> Interface:
        """Return the strings of one record in a language, only those that can stand for its English; with the drafts of
        catalogs where the record itself is a draft."""
        english = record.english(language)
        rows = self.strings.get(language, {})
        if not self.is_adopted(record):
            rows = {**rows, **self.drafted.get(language, {})}
        texts = {key: row["text"] for key, row in rows.items() if _fits(english.get(key), row)}
        return Interface(language, texts, english)

    def spoken(self, record: Record, language: str) -> Interface:
        """Return the strings of one record in the language that it is served in: all of one language (rule 4)."""
        own = self.interface(record, language)
        return own if language != SOURCE and record.is_in(own) else Interface(SOURCE, {}, record.english(SOURCE))

    def is_waiting(self, record: Record, language: str) -> bool:
        """Return whether catalogs have some of its strings in a language: they wait for somebody to adopt them."""
        drafted = self.drafted.get(language, {})
        return any(key in drafted for key in record.english(language))

    @cached_property
    def facts(self) -> Any:
        """Everything that is shown on this day, as JSON: it changes exactly when a response does."""
        shown: list[Record] = [*self.listed(), *self.claims()]
        texts = {
            language: {each.id: self.spoken(each, language).texts for each in shown}
            for language in sorted(self.strings)
        }
        ended = {name: self._successor(name, self.adopted) for name in sorted(self.adopted)}
        return [{each.id: figure.copy(each) for each in shown}, texts, ended]

    def due(self) -> Iterator[Finding]:
        """Find the adopted figures that are about to end because of their age, or have, and have no successor."""
        for each in self.adopted.values():
            if not isinstance(each, Figure) or self._successor(each.id, self.adopted) or each.id not in self.written:
                continue
            if not isinstance(self.written[each.id], Claim) and each.expires_on - self.day <= WARNING:
                ended = self.day >= each.expires_on
                what = f"it ended on {each.expires_on}" if ended else f"it ends on {each.expires_on}"
                remedy = "add the publisher's next figure, with supersedes, and have it adopted"
                yield Finding(self.written[each.id].file, 1, what, remedy, Level.WARNING)


NO_FIGURES = Figures({}, {}, date.min)


def _fits(english: str | None, row: Mapping[str, str]) -> bool:
    return english is not None and row["source"] == english and objection(english, row["text"]) is None


def of(rows: Mapping[str, Any]) -> dict[str, Record]:
    """Return the records of adopted copies."""
    return {name: figure.of(name, row) for name, row in rows.items()}


def only(rows: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """Return those strings that are of figures."""
    return {key: row for key, row in rows.items() if key.startswith(KEY)}


def gone(adopted: Mapping[str, Record], written: Mapping[str, Record], folder: str) -> Iterator[Finding]:
    """Find the adopted figures and claims whose file is gone: readers keep them."""
    for name in sorted(adopted.keys() - written.keys()):
        what = "the figure file is gone; readers go on seeing what was adopted"
        remedy = "restore it; if the figure should go, write withdrawn and the reason into it"
        yield Finding(f"{folder}/{name}.toml", 0, what, remedy)
