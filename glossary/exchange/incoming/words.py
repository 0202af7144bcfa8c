"""What a file of others says of one concept in one language, and the one text of ours that this makes.

Formats of terminology have any number of words, each with a standing. A text of ours has one term, an abbreviation, other
forms, and words to avoid with the reason why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from glossary.content.text import LISTS
from glossary.exchange.incoming.incoming import Outcome, Place, Row, Slot
from glossary.language.tags import SOURCE


class Standing(Enum):
    """Whether a word is the one to use, may be used, or is to be avoided."""

    PREFERRED = 1
    ADMITTED = 2
    AVOID = 3


STANDINGS = {
    "preferred": Standing.PREFERRED,
    "standardized": Standing.PREFERRED,
    "admitted": Standing.ADMITTED,
    "legal": Standing.ADMITTED,
    "regulated": Standing.ADMITTED,
    "avoid": Standing.AVOID,
    "deprecated": Standing.AVOID,
    "forbidden": Standing.AVOID,
    "obsolete": Standing.AVOID,
    "superseded": Standing.AVOID,
}
"""A word's standing by the plain word for it."""


@dataclass(frozen=True)
class Said:
    """Something that a file says, and where."""

    value: str
    place: Place


@dataclass(frozen=True)
class Word(Said):
    """A word, its standing, whether it is an abbreviation, and of one to avoid the reason, where the file gives one."""

    standing: Standing = Standing.ADMITTED
    short: bool = False
    reason: str = ""


@dataclass
class Words:
    """All that a file says of one concept in one language."""

    language: str
    words: list[Word] = field(default_factory=list)
    definitions: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    others: dict[str, Said] = field(default_factory=dict)
    """Fields that only our own exports name."""

    def fields(self) -> dict[str, Sequence[Said]]:
        """Return what each field of the text is made of."""
        term, short, forms = self._used()
        avoided = self._avoided()
        reasons = [Said(word.reason, word.place) for word in avoided if word.reason]
        found: dict[str, Sequence[Said]] = {
            "term": [term] if term else [],
            "abbreviation": [short] if short else [],
            "definition": self.definitions[:1],
            "note": _distinct(self.notes),
            "forms": forms,
            "avoid": avoided,
            "avoid_reason": reasons[:1],
            **{name: [said] for name, said in self.others.items()},
        }
        return {name: said for name, said in found.items() if said}

    def rows(self, concept: str) -> Iterator[Row]:
        """Yield a row for each thing that has no place in the text, or contradicts another."""
        for name, said, outcome, why in self._told():
            yield Row(said.place, concept, self.language, name, said.value, outcome, why)

    def _told(self) -> Iterator[tuple[str, Said, Outcome, str]]:
        preferred = self._preferred()
        for word in preferred[1:]:
            why = f"a language has one preferred term, and “{preferred[0].value}” is one already; admit one of them"
            yield "term", word, Outcome.REFUSED, why
        used = {word.value for word in self.words if word.standing is not Standing.AVOID}
        for word in self._avoided():
            if word.value in used:
                yield "avoid", word, Outcome.REFUSED, "it is a word to use and a word to avoid at once"
        for said in _distinct(self.definitions)[1:]:
            yield "definition", said, Outcome.LEFT, "a text has one definition, and this is another one"
        reasons = dict.fromkeys(word.reason for word in self._avoided() if word.reason)
        for reason in list(reasons)[1:]:
            said = next(Said(reason, word.place) for word in self.words if word.reason == reason)
            yield "avoid_reason", said, Outcome.LEFT, "a text has one reason for all its words to avoid"

    def _used(self) -> tuple[Word | None, Word | None, list[Word]]:
        """Return the term, the abbreviation beside it, and the other words that may be used.

        The term is the preferred one, written in full if there is one in full; without any, the first.
        """
        wanted = _distinct(word for word in self.words if word.standing is not Standing.AVOID)
        preferred = [word for word in wanted if word.standing is Standing.PREFERRED]
        full = [word for word in wanted if not word.short]
        term = next(iter([*self._preferred(), *preferred, *full, *wanted]), None)
        others = [word for word in wanted if term is None or word.value != term.value]
        short = next((word for word in others if word.short), None)
        return term, short, [word for word in others if word is not short]

    def _preferred(self) -> list[Word]:
        """Return the preferred terms that are written in full: there can be one."""
        return _distinct(word for word in self.words if word.standing is Standing.PREFERRED and not word.short)

    def _avoided(self) -> list[Word]:
        return _distinct(word for word in self.words if word.standing is Standing.AVOID)


_SaidT = TypeVar("_SaidT", bound=Said)


def _distinct(said: Iterable[_SaidT]) -> list[_SaidT]:
    """Return what is said, each value once, in the order in which they first stand."""
    first = dict[str, _SaidT]()
    for each in said:
        first.setdefault(each.value, each)
    return list(first.values())


def english_term(words: Mapping[str, Words]) -> str:
    """Return the English term of a concept, whichever English the file has it in; ``""`` where it has none."""
    tags = sorted(tag for tag in words if tag == SOURCE or tag.startswith(f"{SOURCE}-"))
    terms = (words[tag].fields().get("term") for tag in tags)
    return next((said[0].value for said in terms if said), "")


def texts(words: Mapping[str, Words]) -> tuple[dict[str, dict[str, str]], dict[Slot, Place]]:
    """Return the texts of a concept by language and field, and where each stands."""
    values, places = dict[str, dict[str, str]](), dict[Slot, Place]()
    for language, each in words.items():
        for name, said in each.fields().items():
            between = "\n" if name in LISTS else " "
            values.setdefault(language, {})[name] = between.join(one.value for one in said)
            places[language, name] = said[0].place
    return values, places
