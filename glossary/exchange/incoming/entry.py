"""One concept on its way in: what its term file says now, and what an import writes into it."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.content.model import Concept
from glossary.exchange.incoming.incoming import Citation, Place


@dataclass
class Entry:
    """``before`` is the concept as it is in the tree, ``None`` for a new one. ``texts`` (English, by field) and ``facts``
    (by key) are what is written; ``related`` and ``sources`` are added to what stands there."""

    id: str
    place: Place
    before: Concept | None
    texts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    related: list[str] = field(default_factory=list)
    sources: list[Citation] = field(default_factory=list)
    retired: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether its term file is written."""
        return bool(self.texts or self.facts or self.related or self.sources or self.retired)

    def english(self, name: str) -> str:
        """Return the English text of a field as it will be; ``""`` where there is none."""
        there = self.before.text.fields.get(name, "") if self.before else ""
        return self.texts.get(name, there)
