"""The texts of a file's concepts in the languages of this glossary: each as it can be taken, or a row that says why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from glossary.errors import BadText
from glossary.exchange.incoming import values
from glossary.exchange.incoming.incoming import Incoming, Outcome, Place, Row, Slot
from glossary.exchange.incoming.values import Value


class Found(NamedTuple):
    """A text that can be taken: its value, where it stands, and the tag that the file has for its language."""

    value: Value
    place: Place
    tag: str


Texts = dict[Slot, Found]


def texts(concept: str, incoming: Incoming, tags: Mapping[str, str]) -> tuple[Texts, list[Row]]:
    """Return the texts of a concept by language here and field, and a row for each that is refused. ``tags`` says which
    language each tag of the file is."""
    taken, rows = Texts(), list[Row]()
    for tag, name, raw in _raw(incoming, tags):
        slot, place = (tags[tag], name), incoming.at(tag, name)
        try:
            found = Found(values.value(name, raw), place, tag)
        except BadText as error:
            rows.append(Row(place, concept, *slot, raw, Outcome.REFUSED, f"{error.what}; {error.remedy}"))
            continue
        if found.value.text and taken.setdefault(slot, found).value.text != found.value.text:
            why = f"the file has another text for it in “{taken[slot].tag}”, on line {taken[slot].place.line}; keep one"
            rows.append(Row(place, concept, *slot, raw, Outcome.REFUSED, why))
    return taken, rows


def _raw(incoming: Incoming, tags: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for tag, fields in incoming.texts.items():
        if tag in tags:
            yield from ((tag, name, raw) for name, raw in fields.items())
