"""What a format has and a text of ours has no place for: told once for each kind, with the first line and how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from glossary.errors import BadTag, counted
from glossary.exchange.incoming.incoming import Outcome, Place, Row
from glossary.language.tags import parse

NO_PLACE = "a text of ours has no place for it"


@dataclass
class Leftovers:
    """What a reader passed over in one file, by its kind and why."""

    file: str
    _seen: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, kind: str, line: int, why: str = NO_PLACE) -> None:
        """Note that something of a kind was passed over on a line."""
        first, times = self._seen.get((kind, why), (line, 0))
        self._seen[kind, why] = first, times + 1

    def rows(self) -> Iterator[Row]:
        """Yield a row for each kind."""
        for (kind, why), (line, times) in self._seen.items():
            yield Row(Place(self.file, line), "", "", kind, f"{counted(times, 'time')}", Outcome.LEFT, why)


def tag(written: str) -> str:
    """Return a language tag of a file in its usual form (``pt_br`` gives ``pt-BR``), or as it stands where it is none."""
    try:
        return parse(written.strip().replace("_", "-"))
    except BadTag:
        return written.strip()
