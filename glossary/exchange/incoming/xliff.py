"""XLIFF 1.2 and 2.x by key: of each unit whose id is a key of ours (``dove.definition``) the target, as a draft.

1. The key is the unit's ``resname`` or its ``id``, whichever is one. Nothing is found by its text.
2. A text is plain: a target with inline elements is refused. What only says where a segment or a remark is (``mrk``) is none.
3. Only what a file calls so is unfinished. ``approved`` and ``final`` are a translator's words: here it is a draft.
4. A target that is its source, and called unfinished, is only waiting for its translation. So is a unit of which a segment
   has no target: half a text is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from glossary.content import files
from glossary.content.text import FIELDS
from glossary.exchange.incoming import elements, reading
from glossary.exchange.incoming.elements import Element
from glossary.exchange.incoming.incoming import Batch, Incoming, Outcome, Place, Row
from glossary.exchange.incoming.leftovers import Leftovers, tag
from glossary.exchange.outgoing.xliff import EXPORTED

ROOT = "xliff"

_TRANSPARENT = frozenset({"mrk", "sm", "em"})
_UNFINISHED = frozenset({"initial", "new", *(f"needs-{what}" for what in ("translation", "adaptation", "l10n"))}) | {
    f"needs-review-{what}" for what in ("translation", "adaptation", "l10n")
}
_FINISHED = frozenset({"translated", "reviewed", "signed-off", "final"})
_ORDER = re.compile("[1-9][0-9]{0,5}")
_GUESSED = ("fuzzy", "mt-", "leveraged-mt")
"""How ``state-qualifier`` begins where a machine made the target, or a text like it."""


@dataclass(frozen=True)
class _Unit:
    key: str
    place: Place
    language: str
    source: str
    target: str
    unfinished: bool
    finished: bool
    exported: str
    inline: Element | None

    @property
    def concept(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def waiting(self) -> bool:
        """Whether nobody has translated it yet."""
        return not self.target.strip() or (self.unfinished and self.target.strip() == self.source.strip())  # Rule 4


def read(path: Path) -> Batch:
    """Return what an XLIFF file holds. Raises ``BadContent`` where it cannot be read."""
    return of(path, elements.read(path))


def of(path: Path, root: Element) -> Batch:
    """Return what an XLIFF file holds, by its root. Raises ``BadContent`` where no unit has a key of ours, or the file does
    not say which language its targets are in."""
    units = list(_units(path, root))
    if not any(_is_key(unit.key) for unit in units):
        what = "no unit of it has a key of a glossary (such as dove.definition) as its id"
        raise reading.bad(path, root.line, what, "translate a file that “glossary export-xliff” has made")
    left, rows = Leftovers(files.displayed(path)), list[Row]()
    found = dict[tuple[str, str], _Unit]()
    for unit in units:
        if not _is_key(unit.key):
            why = "its id is no key of a glossary"
            rows.append(Row(unit.place, "", unit.language, unit.key, unit.target, Outcome.LEFT, why))
        elif why := _objection(unit, found.get((unit.language, unit.key))):
            rows.append(Row(unit.place, unit.concept, unit.language, unit.name, unit.target, Outcome.REFUSED, why))
        elif unit.waiting:
            left.add(f"units without a translation ({unit.language})", unit.place.line, "they wait for one")
        else:
            found[unit.language, unit.key] = unit
    return Batch(tuple(_concepts(list(found.values()))), (*rows, *left.rows()))


def _objection(unit: _Unit, other: _Unit | None) -> str:
    if unit.inline is not None:  # Rule 2
        return f"it holds the inline element “{unit.inline.name}”; a text is plain, so write the words alone"
    if other and not unit.waiting and other.target != unit.target:
        return f"the unit in line {other.place.line} has another text for this key; keep one"
    return ""


def _concepts(units: list[_Unit]) -> Iterator[Incoming]:
    by_concept = defaultdict[str, list[_Unit]](list)
    for unit in units:
        by_concept[unit.concept].append(unit)
    for concept, own in by_concept.items():
        texts = defaultdict[str, dict[str, str]](dict)
        for unit in own:
            texts[unit.language][unit.name] = unit.target
        yield Incoming(
            id=concept,
            place=own[0].place,
            texts=texts,
            places={(unit.language, unit.name): unit.place for unit in own},
            unfinished=frozenset((unit.language, unit.name) for unit in own if unit.unfinished),
            finished=frozenset((unit.language, unit.name) for unit in own if unit.finished),
            english={(unit.language, unit.name): unit.source for unit in own},
            exported={(unit.language, unit.name): unit.exported for unit in own if unit.exported},
            keyed=True,
        )


def _units(path: Path, root: Element) -> Iterator[_Unit]:
    file = files.displayed(path)
    for part in root.below("file"):
        language = root.attributes.get("trgLang") or part.attributes.get("target-language", "")
        if not language:
            what = "it does not say which language its targets are in (trgLang, target-language)"
            raise reading.bad(path, part.line, what, "export it again, for one language")
        for element in part.below("unit", "trans-unit"):
            segments = [element] if element.name == "trans-unit" else list(element.all("segment", "ignorable"))
            targets = [target for segment in segments if (target := segment.first("target"))]
            yield _Unit(
                key=_key(element),
                place=Place(file, (targets or [element])[0].line),
                language=tag(language),
                source="".join(source.whole for segment in segments if (source := segment.first("source"))),
                target=_target(segments),
                unfinished=any(map(_unfinished, [*segments, *targets])),  # Rule 3
                finished=bool(targets) and all(map(_finished, segments)),
                exported=_exported(element),
                inline=next((inline for target in targets for inline in _inline(target)), None),
            )


def _key(unit: Element) -> str:
    """Return the name of a unit that is a key of ours, else its id (rule 1)."""
    names = [unit.attributes.get(name, "") for name in ("resname", "id")]
    return next((name for name in names if _is_key(name)), names[-1])


def _is_key(name: str) -> bool:
    concept, _, field = name.rpartition(".")
    return bool(concept) and field in FIELDS


def _target(segments: list[Element]) -> str:
    """Return what a unit's targets say together, ``""`` where a segment has none (rule 4). In another language they may have
    another order (XLIFF 2.0, ``order``)."""
    parts = list[tuple[int, Element]]()
    for number, segment in enumerate(segments, 1):
        part = segment.first("target")
        if part is None and segment.name == "ignorable":
            part = segment.first("source")  # white space between two segments, the same in every language
        elif part is None or _half(part):
            return ""
        parts += [(_order(part, number), part)] if part else []
    return "".join(part.whole for _, part in sorted(parts, key=itemgetter(0)))


def _order(target: Element, number: int) -> int:
    order = target.attributes.get("order", "")
    return int(order) if _ORDER.fullmatch(order) else number


def _half(target: Element) -> bool:
    """Return whether one of the segments that are marked in a target is empty."""
    marks = (mark for mark in target.below("mrk") if mark.attributes.get("mtype") == "seg")
    return any(not mark.whole.strip() for mark in marks)


def _unfinished(element: Element) -> bool:
    state, qualifier = (element.attributes.get(name, "") for name in ("state", "state-qualifier"))
    return state in _UNFINISHED or qualifier.startswith(_GUESSED)


def _finished(segment: Element) -> bool:
    """Return whether a file calls a segment finished in so many words."""
    target = segment.first("target")
    states = (each.attributes.get("state") for each in (segment, target) if each is not None)
    return segment.name == "ignorable" or any(state in _FINISHED for state in states)


def _inline(target: Element) -> Iterator[Element]:
    for child in target:
        if child.name not in _TRANSPARENT:
            yield child
        yield from _inline(child)


def _exported(unit: Element) -> str:
    """Return the digest of the text that our own export had for a unit; ``""`` where the file is of other origin."""
    extra = unit.attributes.get("extradata", "")
    noted = (each for data in unit.all("metadata") for each in data.below("meta"))
    own = (each.whole for each in noted if each.attributes.get("type") == EXPORTED)
    return extra.removeprefix(f"{EXPORTED}=") if extra.startswith(f"{EXPORTED}=") else next(own, "")
