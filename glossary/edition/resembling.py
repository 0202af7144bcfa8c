"""Ids that resemble one that does not exist.

Names of concepts that cannot be shown are compared as well. What resembles the asked id less than one of them was not meant:
whoever asks for a word that waits for reviewers is not sent to another one.
"""

from __future__ import annotations

from collections.abc import Iterable

from glossary.edition.similar import Similar
from glossary.language.bare import bare

MAX_IDS = 5

_LEAST = 0.45


class Resembling:
    """Ids by what a reader may write for them: themselves and the names of their concepts."""

    def __init__(self, names: Iterable[tuple[str, str | None]]) -> None:
        """``names`` are pairs of a name and the id that it leads to, ``None`` where that cannot be shown."""
        ids: dict[str, dict[str | None, None]] = {}
        for name, concept in names:
            ids.setdefault(_key(name), {})[concept] = None
        self._similar, self._ids = Similar(ids), tuple(map(tuple, ids.values()))

    def ids(self, asked: str) -> list[str]:
        """Return the ids that may have been meant, the most similar first."""
        near: dict[str, None] = {}
        for _, name in self._similar.search(_key(asked), _LEAST):
            near |= {concept: None for concept in self._ids[name] if concept is not None}
            if None in self._ids[name]:
                break
        return list(near)[:MAX_IDS]


def _key(name: str) -> str:
    return bare(name).replace(" ", "")
