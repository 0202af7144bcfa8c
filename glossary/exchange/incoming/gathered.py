"""A concept while it is read, text by text: what two places of a file say of one thing must be the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from glossary.exchange.incoming.incoming import Citation, Incoming, Outcome, Place, Row, Slot

_APART = re.compile(r"[,;|\r\n]+")
"""What stands between ids in one value; a space may be in one that is not of our form."""


@dataclass
class Gathered:
    """A concept's texts by language and field, and its facts, each with its place; and its sources."""

    id: str
    place: Place
    texts: dict[Slot, tuple[str, Place]] = field(default_factory=dict)
    facts: dict[Slot, tuple[str, Place]] = field(default_factory=dict)
    sources: dict[Citation, None] = field(default_factory=dict)

    def text(self, slot: Slot, value: str, place: Place) -> Iterator[Row]:
        """Take a text; yield a row where there is another one of its language and field."""
        return self._once(self.texts, slot, value, place)

    def fact(self, name: str, value: str, place: Place) -> Iterator[Row]:
        """Take a fact; yield a row where there is another one of its name."""
        return self._once(self.facts, ("", name), value, place)

    def _once(self, there: dict[Slot, tuple[str, Place]], slot: Slot, value: str, place: Place) -> Iterator[Row]:
        before, where = there.setdefault(slot, (value, place))
        if before != value:
            what = "it has two preferred terms" if slot[1] == "term" else "it has two values"
            in_language = f" in {slot[0]}" if slot[0] else ""
            why = f"{what}{in_language}: “{before[:40]}” stands on line {where.line}; keep one"
            yield Row(place, self.id, *slot, value, Outcome.REFUSED, why)

    def made(self) -> Incoming:
        """Return the concept."""
        facts = {name: value for (_, name), (value, _) in self.facts.items()}
        texts = dict[str, dict[str, str]]()
        for (language, name), (raw, _) in self.texts.items():
            texts.setdefault(language, {})[name] = raw
        return Incoming(
            id=self.id,
            place=self.place,
            group=facts.get("group"),
            usage=facts.get("usage"),
            autolink=facts.get("autolink"),
            texts=texts,
            sources=tuple(self.sources),
            related=tuple(filter(None, map(str.strip, _APART.split(facts.get("related", ""))))),
            broader=facts.get("broader"),
            replaced_by=facts.get("replaced_by"),
            retired=facts.get("retired"),
            places={slot: place for slot, (_, place) in self.texts.items()},
        )
