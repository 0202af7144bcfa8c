"""Key figures: a number that somebody published, with all that it cannot be understood without. Claims that are withdrawn.

1. No number stands in a text: a name in braces stands for it, and each language has its own way to write it.
2. A figure ends when its successor is adopted, at the latest ``amounts.LONGEST`` years after its period.
3. An adopted copy is the whole record with its inputs, so that nothing else can change what readers see.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from glossary.content import amounts
from glossary.content.amounts import Number, Period
from glossary.content.interface import Interface, Phrase, Said
from glossary.content.text import written
from glossary.language import numbers
from glossary.language.names import is_region

KEY = "figure."
"""How the keys of the strings of figures begin, among the interface strings."""

TEXTS = ("title", "sentence", "unit", "counts", "does_not_count", "break_in_series", "caveat")
CLAIM_TEXTS = ("sentence", "reason")
"""The translatable texts of a figure, and of a claim that is withdrawn, in the order in which they are read."""


class Bound(StrEnum):
    """How exactly the publisher states the number."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"


class Wording(StrEnum):
    """Whose words the sentence is in: the publisher's, or our own."""

    QUOTED = "quoted"
    RESTATED = "restated"


class Seen(StrEnum):
    """Where the number was seen: on a page of its publisher, or on somebody else's."""

    PUBLISHER = "publisher"
    PRESS = "press"


class Source(NamedTuple):
    """Where it can be read: title, address, and the day on which somebody of us read it."""

    title: str
    url: str
    seen: date


@dataclass(frozen=True)
class _Worded:
    """Something with texts, in which names in braces stand for numbers. ``text`` is the English, ``notes`` are for
    translators, both by field; ``plural`` names the number that decides the plural form of the sentence."""

    id: str
    text: Mapping[str, str]
    numbers: Mapping[str, Number]
    plural: str
    notes: Mapping[str, str]
    row: Mapping[str, Any]
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)

    def key(self, name: str, language: str) -> str:
        """Return the key of the interface string for a field. That of a sentence ends with the plural form which its number
        takes in the language: each language has exactly the one that it needs."""
        form = f".{self._form(language)}" if name == "sentence" else ""
        return f"{KEY}{self.id}.{name}{form}"

    def _form(self, language: str) -> str:
        number = self.numbers.get(self.plural)
        return numbers.plural(number.value, language) if number else "other"

    def english(self, language: str) -> dict[str, str]:
        """Return the English of each string by the key that it has in a language."""
        return {self.key(name, language): text for name, text in self.text.items()}

    def phrases(self, language: str) -> Iterator[Phrase]:
        """Yield its strings for translators of a language, each with a note."""
        for name, text in self.text.items():
            parts = (NOTES[name], self._form_note(language) if name == "sentence" else "", self.notes.get(name, ""))
            yield Phrase(self.key(name, language), text, " ".join(filter(None, parts)))

    def _form_note(self, language: str) -> str:
        number = self.numbers.get(self.plural)
        form = f"Of the plural forms of your language (CLDR) this is “{self._form(language)}”"
        return f"{form}, as for {number.value} in place of {{{self.plural}}}." if number else ""

    def say(self, name: str, interface: Interface) -> Said:
        """Return a text in the language of an interface, else in English, with its numbers written as that language does."""
        values = {each: number.written for each, number in self.numbers.items()}
        return interface.say(self.key(name, interface.language), **values)

    def is_in(self, interface: Interface) -> bool:
        """Return whether every text is there in the language of an interface: one record is never in two languages."""
        return all(self.key(name, interface.language) in interface.texts for name in self.text)


@dataclass(frozen=True, kw_only=True)
class Figure(_Worded):
    """A key figure. ``concept`` is what it counts, where that is a concept; else its unit is a text. ``place`` is a region of
    the CLDR: a country, ``EU``, ``001`` for the world. ``denominator`` is the id of the figure that is 100 per cent.

    ``inputs`` are the ids of the figures that its ``formula`` names. ``newer_seen`` is the day on which newer figures of the
    publisher were seen. An ``input`` is only there for other figures and is never shown."""

    number: Number
    bound: Bound
    concept: str | None
    period: Period
    place: str
    denominator: str | None
    publisher: str
    report: str
    page: str
    url: str
    published: str | None
    seen: date
    seen_at: Seen
    wording: Wording
    formula: str | None
    inputs: Mapping[str, str]
    supersedes: str | None
    newer_seen: date | None
    expires_on: date
    input: bool


@dataclass(frozen=True, kw_only=True)
class Claim(_Worded):
    """A claim that is not served, or no longer: since which day, and the sources of the reason."""

    on: date
    sources: tuple[Source, ...]


Record = Figure | Claim

NOTES: Mapping[str, str] = {
    "title": "Heading of a key figure: what is counted and by whom, without the number.",
    "sentence": "The sentence of a key figure. What stands in braces is a number or a year and must stay.",
    "unit": "The unit of a key figure: what one of them is, in the plural.",
    "counts": "What a key figure counts. A whole sentence.",
    "does_not_count": "What a key figure does not count. A whole sentence.",
    "break_in_series": "Why a key figure cannot be compared with earlier ones. Whole sentences.",
    "caveat": "What a reader must know to understand a key figure. It always stands beside the number.",
    "reason": "Why a claim is not served by this glossary. Calm and exact; it blames nobody.",
}
"""The note for translators on every text of a field."""


def copy(record: Record) -> Any:
    """Return the whole record as JSON: the copy that is adopted (rule 3)."""
    said = {key: value for key, value in record.row.items() if key != "notes"}  # which are for translators only
    return json.loads(json.dumps(said, default=str))


def of(name: str, row: Mapping[str, Any], file: str = "", lines: Mapping[str, int] | None = None) -> Record:
    """Return the record of a row as ``figures.load`` makes it, or of its copy. Raises ``KeyError``, ``TypeError``,
    ``ValueError`` or ``AttributeError`` for anything else."""
    worded = {
        "id": name,
        "text": _ordered(row["text"], CLAIM_TEXTS if row.get("withdrawn") else TEXTS),
        "numbers": {key: amounts.number(each) for key, each in row["numbers"].items()},
        "plural": row["plural"],
        "notes": row.get("notes", {}),
        "row": row,
        "file": file,
        "lines": lines or {},
    }
    _require_words(*row["text"].values(), row["plural"])
    if row.get("withdrawn"):
        _require_words(*(each[name] for each in row["sources"] for name in ("title", "url")))
        sources = tuple(Source(each["title"], each["url"], _day(each["seen"])) for each in row["sources"])
        return Claim(**worded, on=_day(row["withdrawn"]), sources=sources)
    return Figure(**worded, **_of_figure(row))


def _of_figure(row: Mapping[str, Any]) -> dict[str, Any]:
    _require_sound(row)
    period = Period(_day(row["period"]["from"]), _day(row["period"]["to"]))
    ends = _day(row["expires_on"]) if row.get("expires_on") else period.ends_on
    given = {name: row[name] for name in ("place", "publisher", "report", "page", "url")}
    maybe = {name: row.get(name) for name in ("concept", "denominator", "published", "formula", "supersedes")}
    return {
        **given,
        **maybe,
        "number": amounts.number(row["numbers"][row["name"]]),
        "bound": Bound(row["bound"]),
        "period": period,
        "seen": _day(row["seen"]),
        "seen_at": Seen(row["seen_at"]),
        "wording": Wording(row["wording"]),
        "inputs": dict(row.get("derived_from", {})),
        "newer_seen": _day(row["newer_seen"]) if row.get("newer_seen") else None,
        "expires_on": min(ends, period.ends_on),
        "input": row["input"],
    }


def _require_words(*values: Any) -> None:
    """Raise ``ValueError`` for what is no text as every text is: a copy may have been written by hand."""
    for value in values:
        if not isinstance(value, str) or written("", value) != value:
            raise ValueError("it holds what is no text")


def _require_sound(row: Mapping[str, Any]) -> None:
    _require_words(*(row[name] for name in ("publisher", "report", "page", "url", "place")))
    if not row["url"].startswith("https://") or not is_region(row["place"]):
        raise ValueError("its address or its place cannot be used")
    if not row.get("derived_from", {}).keys() <= row["numbers"].keys():
        raise ValueError("a number of its formula is missing")


def _ordered(text: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: text[name] for name in names if name in text}


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
