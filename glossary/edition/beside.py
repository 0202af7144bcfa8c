"""What stands beside the texts, as it was adopted: that is what readers see.

Content that differs from what is adopted changes nothing for readers; see ``pending``. What a folder of an operator's own
holds was never in the baseline of this package.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from glossary.content import facts, figure, own
from glossary.content.figure import Record
from glossary.content.interface import ENGLISH, NO_HELP
from glossary.content.memory import Memory
from glossary.content.model import Concept
from glossary.content.text import clean
from glossary.edition import figures as figures_shown
from glossary.edition.figures import Figures, Strings
from glossary.errors import BadText
from glossary.language.tags import SOURCE
from glossary.ledger import adopted as adoptions
from glossary.ledger import former as formers
from glossary.ledger.adopted import Line
from glossary.ledger.adoption import Item, Kind
from glossary.ledger.baseline import Group, Values
from glossary.ledger.former import NOBODY, Former
from glossary.ledger.policy import Policy
from glossary.ledger.vetted import Standing
from glossary.settings import Settings
from glossary.support import contacts, copies
from glossary.support.help import Support

UNUSABLE = (ValueError, KeyError, TypeError, AttributeError, BadText)
"""What an adopted copy raises that ``glossary adopt`` did not write."""

_FACTS, _CONTACTS, _DIRECTORIES, _FIGURES = (
    (kind, "") for kind in (Kind.FACTS, Kind.CONTACTS, Kind.DIRECTORIES, Kind.FIGURES)
)


@dataclass(frozen=True)
class Adopted:
    """What is adopted: the part of the baseline that is of these folders, and the lines of people that count, of ``every``
    line that was read."""

    shipped: Values
    lines: tuple[Line, ...] = ()
    every: tuple[Line, ...] = ()

    @cached_property
    def seals(self) -> frozenset[str]:
        """The seals of the lines."""
        return frozenset(line.adoption.seal for line in self.lines)

    @cached_property
    def written(self) -> frozenset[str]:
        """The seals of every line that was read."""
        return frozenset(line.adoption.seal for line in self.every)

    @cached_property
    def translated(self) -> Mapping[str, frozenset[str]] | None:
        """The keys of the package's strings that come translated, by language; ``None`` for the package's own content, where
        they are written."""
        if _FACTS in self.shipped:
            return None
        rows = ((language, keys) for (kind, language), keys in self.shipped.items() if kind is Kind.STRING)
        return {language: frozenset(keys) for language, keys in rows}

    def plus(self, more: Iterable[Line]) -> Adopted:
        """Return what is adopted with more lines; those that are there already stay once."""
        return replace(self, lines=(*self.lines, *(line for line in more if line.adoption.seal not in self.seals)))

    def copies(self, policy: Policy) -> Values:
        """Return the copies that readers see, by a policy."""
        return joined(self.shipped, adoptions.copies((line.adoption for line in self.lines), policy))

    def former(self, copies: Values) -> Former:
        """Return what ids mean now, by ``copies``."""
        lines, every = ([line.adoption for line in each] for each in (self.lines, self.every))
        return formers.read(self.shipped, lines, every, copies.get(_FACTS, {}))


NOTHING = Adopted({})


def shipped(baseline: Values, folders: tuple[Path, Path, Path]) -> Values:
    """Return the part of the baseline that is of these folders: all for the package's own; for others the translations of the
    package's strings, and the directories."""
    here = folders[0].resolve() == Settings.terms.resolve()
    own = {_FACTS: here, _FIGURES: here, _CONTACTS: folders[2].resolve() == contacts.SHIPPED.resolve()}
    return {
        group: rows if here else _of_package(group, rows) for group, rows in baseline.items() if own.get(group, True)
    }


def _of_package(group: Group, rows: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return of the strings of a group those that no glossary has for itself. Their English is in the code."""
    if group[0] is not Kind.STRING:
        return rows
    return {key: row for key, row in rows.items() if group[1] != SOURCE and row["source"] == ENGLISH.get(key)}


def joined(baseline: Values, people: Values) -> Values:
    """Return what is adopted: the copies that people adopted, and the baseline's of all else (rule 4 of ``ledger.adopted``).

    The baseline's directories are also for whoever has adopted none, so that no page is without help.
    """
    both: dict[Group, Mapping[str, Any]] = {
        group: {**baseline.get(group, {}), **people.get(group, {})} for group in {**baseline, **people}
    }
    if any(people.get(_DIRECTORIES, {}).values()):
        both[_DIRECTORIES] = people[_DIRECTORIES]
    return both


def _english(adopted: Values) -> dict[str, str]:
    """Return the English interface strings as they are adopted; one of the package in no adoption, as the package has it."""
    rows = adopted.get((Kind.STRING, SOURCE), {}).items()
    texts = {key: row["text"] for key, row in rows if row["text"] and row["text"] != ENGLISH.get(key)}
    return ENGLISH | {key: text for key, text in texts.items() if not own.fault(key, text)}


def phrases(adopted: Values, languages: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return the adopted interface strings by language and key. One that was made from another English is out of date."""
    english = _english(adopted)
    texts: dict[str, Mapping[str, str]] = {}
    for language in languages:
        rows = adopted.get((Kind.STRING, language), {})
        texts[language] = {key: row["text"] for key, row in rows.items() if row["source"] == english.get(key)}
    return {**texts, SOURCE: english}


def concepts(adopted: Values, written: Mapping[str, Concept], former: Former = NOBODY) -> dict[str, Concept]:
    """Return the concepts of the term files with their adopted facts; those without any as they are written. An id that now
    means another concept names none."""
    rows = adopted.get(_FACTS, {})
    joined = {
        name: _concept(concept, rows.get(name), former) for name, concept in written.items() if name not in former.names
    }
    there = {name for name, concept in joined.items() if not concept.retired}
    return {name: _related(concept, there, former) for name, concept in joined.items()}


def _concept(concept: Concept, row: Mapping[str, Any] | None, former: Former) -> Concept:
    seen = concept if row is None or row == facts.of(concept) else facts.applied(concept, row)
    had = former.of(concept.id)
    return seen if seen.formerly == had else replace(seen, formerly=had)


def _related(concept: Concept, there: Collection[str], former: Former) -> Concept:
    """Return the concept with what it names by their present ids, and without relations that lead nowhere: they may have been
    adopted when another still was there, or had another id."""
    related = tuple(dict.fromkeys(now for other in concept.related if (now := former.now(other)) in there))
    broader = former.now(concept.broader) if concept.broader else None
    retired = concept.retired and replace(concept.retired, replaced_by=_now(concept.retired.replaced_by, former))
    named = related, broader if broader in there else None, retired
    if named == (concept.related, concept.broader, concept.retired):
        return concept
    return replace(concept, related=named[0], broader=named[1], retired=named[2])


def _now(concept: str | None, former: Former) -> str | None:
    return former.now(concept) if concept else None


def served(
    standings: Mapping[str, Mapping[str, Standing]],
    adopted: Values,
    written: Mapping[str, Concept],
    memory: Memory | None = None,
) -> dict[str, Mapping[str, Standing]]:
    """Return the standings of what is served: nothing of a concept whose facts nobody has adopted."""
    bare = frozenset(written) - frozenset(adopted.get(_FACTS, {}))
    made = (memory or Memory()).made
    return {
        language: made(("served", language), partial(_without, rows, bare), rows, bare) if bare else rows
        for language, rows in standings.items()
    }


def _without(standings: Mapping[str, Standing], bare: frozenset[str]) -> Mapping[str, Standing]:
    hidden = {name: standings[name].hidden for name in bare & standings.keys()}
    return {**standings, **hidden} if hidden else standings


def support(adopted: Values, written: Support) -> Support:
    """Return the contacts of help as readers see them: none where it is adopted that there is no help."""
    if adopted.get((Kind.STRING, SOURCE), {}).get(NO_HELP, {}).get("text"):
        return Support((), (), written.day, offered=False)
    here = replace(written, offered=True)
    return copies.adopted(here, adopted.get(_CONTACTS, {}), adopted.get(_DIRECTORIES, {}))


def figures(adopted: Values, written: Mapping[str, Record], drafted: Strings, day: date) -> Figures:
    """Return the key figures as readers see them on a day. ``drafted`` are the finished strings of catalogs."""
    strings = {language: figures_shown.only(rows) for (kind, language), rows in adopted.items() if kind is Kind.STRING}
    return Figures(written, figures_shown.of(adopted.get(_FIGURES, {})), day, strings, drafted)


def require(item: Item, value: Any) -> None:
    """Raise one of ``UNUSABLE`` for an adopted copy that ``glossary adopt`` would not write."""
    match item.kind:
        case Kind.STRING:
            source = value["source"]
            if clean("", value["text"]) != value["text"] or not isinstance(source, str | None):
                raise ValueError("it is no interface string")
            if (item.language == SOURCE) != (source is None) or (source and not value["text"]):
                raise ValueError("it is no interface string of that language")
        case Kind.FACTS:
            facts.read(value)
        case Kind.FIGURES:
            figure.of(item.key, value)
        case Kind.DIRECTORIES:
            for row in value:
                copies.held(row)
