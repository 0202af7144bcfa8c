"""Ids that resemble one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from glossary.edition.similar import Similar
from glossary.language.bare import bare

MAX_IDS = 5

_LEAST = 0.45


class Resembling:
    """Ids by what a reader may write for them: themselves and the names of their concepts."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names`` are pairs of a name and the id that it leads to."""
        ids: dict[str, dict[str, None]] = {}
        for name, concept in names:
            ids.setdefault(_key(name), {})[concept] = None
        self._similar, self._ids = Similar(ids), tuple(map(tuple, ids.values()))

    def ids(self, asked: str) -> list[str]:
        """Return the ids that may have been meant, the most similar first."""
        near = self._similar.search(_key(asked), _LEAST)
        return list(dict.fromkeys(concept for _, name in near for concept in self._ids[name]))[:MAX_IDS]


def _key(name: str) -> str:
    return bare(name).replace(" ", "")
