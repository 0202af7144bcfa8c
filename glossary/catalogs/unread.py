"""The drafts of a language, of which only is read at first whether they are complete: that is what readers may see of them.

Nearly every catalog is in the form in which ``po.write`` writes it, entry by entry and concept by concept. Such a file is
only looked through; a draft is read from a copy of it when somebody asks. Any other file, and each of which anything at all
could be said, is left to ``drafts``, which reads the whole of it and finds what is wrong: a test compares the two.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from glossary.catalogs import drafts, fastpath, reader
from glossary.catalogs.places import NOTHING, Known, Places, key
from glossary.content import files
from glossary.content.model import Draft
from glossary.content.stored import Stored
from glossary.content.text import FIELDS, LISTS, REQUIRED, suspicious
from glossary.errors import BadContent, Finding

MOST = 32
"""Most drafts of a language that are kept in memory, those that were asked for last."""


def read(directory: Path, language: str, known: Known = NOTHING) -> tuple[Mapping[str, Draft], list[Finding]]:
    """Return a language's drafts, and a finding for each text that is not acceptable. A catalog that is ``known`` is not
    looked through again. Raises ``BadContent``."""
    file = drafts.path(directory, language)
    data = files.read_bytes(file)
    name = key(data, language)
    found = known.find(name)
    if found is None and (found := _looked_through(data, language)):
        known.add(name, found)
    if found:
        return Unread(data, files.displayed(file), language, found), []
    return drafts.drafts(drafts.read(directory, language), directory, language)


_STRINGS = b"\nmsgstr "


def _values(entries: bytes, concept: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return the texts of some fields in the entries of a concept. Raises ``ValueError`` where one has another form."""
    entries, values = b"\n%b\n\n" % entries, dict[str, str]()
    for name in wanted:
        if (at := entries.find(f'\nmsgctxt "{concept}.{name}"\n'.encode())) >= 0:
            text = fastpath.text(entries[entries.index(_STRINGS, at) + len(_STRINGS) : entries.index(b"\n\n", at)])
            if text is None:
                raise ValueError(name)
            if value := "\n".join(filter(None, map(str.strip, text.split("\n")))):
                values[name] = value
    return values


class Unread(Mapping[str, Draft]):
    """The drafts of a catalog, by concept. Each is read when somebody asks."""

    def __init__(self, data: bytes, file: str, language: str, found: Places) -> None:
        self.complete = found.complete
        self._found, self._file, self._language = found, file, language
        self._stored = Stored(data)
        self._latest: dict[str, Draft] = {}

    def __getitem__(self, concept: str) -> Draft:
        known = self._latest.get(concept)
        if known is None:
            known = self._read(concept, self._found.numbers[concept])
            if len(self._latest) >= MOST:
                self._latest.clear()
            self._latest[concept] = known
        return known

    def fields(self, concept: str, wanted: Iterable[str]) -> Mapping[str, str]:
        """Return some fields of a draft, and perhaps more: a search looks through those of all concepts."""
        number = self._found.numbers.get(concept)
        if number is None or concept in self._latest:
            return self._latest[concept].fields if number is not None else {}
        start, length, _ = self._found.places[3 * number : 3 * number + 3]
        with suppress(UnicodeDecodeError, ValueError):
            if values := _values(self._stored.at(start, length), concept, wanted):
                return values
        return self[concept].fields

    def _read(self, concept: str, number: int) -> Draft:
        start, length, line = self._found.places[3 * number : 3 * number + 3]
        with suppress(UnicodeDecodeError):
            rows, _ = drafts.of(reader.part(self._stored.at(start, length), line) or (), self._file, self._language)
            if concept in rows:
                return rows[concept]
        rows, _ = drafts.of(reader.parsed(Path(), self._stored.whole).messages, self._file, self._language)
        return rows[concept]  # the place was not that of the draft

    def __contains__(self, concept: object) -> bool:
        return concept in self._found.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._found.numbers)

    def __len__(self) -> int:
        return len(self._found.numbers)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Unread):
            return self._file == other._file and self._stored.whole == other._stored.whole
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]


def complete(rows: Mapping[str, Draft]) -> frozenset[str]:
    """Return the concepts whose draft has every required field."""
    if isinstance(rows, Unread):
        return rows.complete
    return frozenset(name for name, draft in rows.items() if draft.complete)


def fields(rows: Mapping[str, Draft], concept: str, wanted: Iterable[str]) -> Mapping[str, str]:
    """Return some fields of a concept's draft, and perhaps more; none where there is no draft."""
    if isinstance(rows, Unread):
        return rows.fields(concept, wanted)
    return draft.fields if (draft := rows.get(concept)) else {}


def _looked_through(data: bytes, language: str) -> Places | None:
    """Return where the drafts of a file stand; ``None`` where it has to be read as a whole."""
    end = data.find(b"\n\n") + 1
    try:
        whole = end > 0 and data.endswith(b'"\n') and _headed(data[:end], language) and not suspicious(data[end:])
        return _places(data, end + 1) if whole else None
    except (BadContent, UnicodeDecodeError):
        return None


def _places(data: bytes, start: int) -> Places | None:
    """Return where the drafts of a file stand whose first entry begins at an index."""
    entries = data[start:-1].split(b"\n\n")
    layout = next((each for each in _layouts if each.fits(entries)), None) or _layout(entries)
    strings = [entry[length:] for entry, length in zip(entries, layout.lengths, strict=True)] if layout else []
    if layout is None or not layout.usual(strings):
        return None
    begins = [at + 2 * number for number, at in enumerate(accumulate(map(len, entries), initial=start))]
    breaks = list(accumulate((each.count(b"\n") for each in strings), initial=data.count(b"\n", 0, start) + 1))
    places = array("q")
    for first, end in zip(layout.firsts, [*layout.firsts[1:], len(entries)], strict=True):
        places.extend((begins[first], begins[end] - begins[first] - 1, layout.lines[first] + breaks[first]))
    complete = frozenset(
        concept
        for concept, need in layout.concepts.items()
        if need and all(_filled(strings[number]) for number in need)
    )
    return Places(layout.numbers, places, complete)


def _headed(head: bytes, language: str) -> bool:
    """Return whether the header is that of a catalog of the language. Raises ``BadContent``."""
    return reader.parsed(Path(), head).field("Language").replace("_", "-") == language


@dataclass(frozen=True)
class _Layout:
    """What stands above the texts of a catalog, entry by entry, mostly the same in every language. ``lengths`` are how many
    bytes that is, ``lines`` how many lines stand before each entry but for those of texts that have several. ``concepts`` are
    the entries of each concept that its draft needs, none where one is lacking; ``firsts`` the first entry of each."""

    heads: list[bytes]
    lengths: list[int]
    lines: list[int]
    prose: list[int]
    lists: list[int]
    concepts: dict[str, tuple[int, ...]]
    firsts: list[int]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the concepts."""
        return {concept: number for number, concept in enumerate(self.concepts)}

    def fits(self, entries: list[bytes]) -> bool:
        """Return whether this stands above the texts of these entries."""
        return len(entries) == len(self.heads) and all(map(bytes.startswith, entries, self.heads))

    def usual(self, strings: list[bytes]) -> bool:
        """Return whether every text is written as nearly all are: nothing could then be found in it."""
        prose, lists = ([strings[number] for number in numbers] for numbers in (self.prose, self.lists))
        return bool(_PROSE(b"\n".join([*prose, b""])) and _LISTS(b"\n\n".join([*lists, b""])))


_layouts: list[_Layout] = []
"""Those of the catalogs that were read last."""

_LINE = rb'"[^"\\\n]*+(?:\\["\\][^"\\\n]*+)*+"'
_PROSE = re.compile(rb"(?:%b\n)*+" % _LINE).fullmatch
_ENDED = rb'"[^"\\\n]*+(?:\\["\\][^"\\\n]*+)*+\\n"'
_LISTS = re.compile(rb'(?:(?:%b|""(?:\n%b)++(?:\n%b)?+)\n\n)*+' % (_LINE, _ENDED, _LINE)).fullmatch
"""Texts of one line, without a line break in them; and lists, each word but the last with its own."""

_SURE = 40
"""Fewest bytes of a text that is surely more than white space."""


def _filled(strings: bytes) -> bool:
    return len(strings) > _SURE or bool(strings[1:-1].decode().strip())


def _layout(entries: list[bytes]) -> _Layout | None:
    """Return the layout of a catalog; ``None`` where it is not that of ``po.write``, with the fields of each concept
    together and none of them twice."""
    layout, found, line = _Layout([], [], [], [], [], {}, []), dict[str, dict[str, int]](), 0
    for number, entry in enumerate(entries):
        above, mark, _ = entry.partition(_STRINGS)
        message = fastpath.head(above)
        concept, _, name = message.key.rpartition(".") if message else ("", "", "")
        if message is None or not concept or name not in FIELDS or name in found.get(concept, ()):
            return None
        if concept not in found:
            found[concept] = {}
            layout.firsts.append(number)
        elif concept != next(reversed(found)):
            return None
        found[concept][name] = number
        layout.heads.append(above + mark)
        layout.lengths.append(len(above + mark))
        layout.lines.append(line)
        line += message.line + 2
        (layout.lists if name in LISTS else layout.prose).append(number)
    needs = {concept: [fields.get(name, -1) for name in REQUIRED] for concept, fields in found.items()}
    layout.concepts.update({concept: () if -1 in need else tuple(need) for concept, need in needs.items()})
    _layouts[:] = [layout, *_layouts[:_LAYOUTS]]
    return layout


_LAYOUTS = 3
"""How many layouts more than the newest are remembered: languages may have older templates, or comments of their own."""


def forget() -> None:
    """Let go of what was remembered from one catalog to the next."""
    _layouts.clear()
    fastpath.forget()
