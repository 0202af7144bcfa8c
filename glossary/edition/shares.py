"""The parts of an edition's id, kept row by row: where one text changes, the id takes the work of its own rows.

It is the id that ``shown.py`` makes, of the same rows; each list of them is one part.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from glossary.content.digests import canonical, digest
from glossary.content.model import Status
from glossary.edition import shown
from glossary.edition.edition import Edition
from glossary.language.tags import SOURCE

Text = tuple[str, str]
"""A concept and a language."""

_Rows = dict[str, bytes]
"""Rows by concept, in the order of ids; an empty one is not there."""

_TEXTS, _VOTES, _STALE = 1, 3, 4
"""The places of these parts in a language's share."""


class Shares:
    """The parts of the id of an edition whose standings change: ``at`` is that edition, ``now`` the same as it is served."""

    def __init__(self, at: Edition, now: Edition) -> None:
        concepts, shares, left, *rest = shown.everything(now)
        self._at, self._concepts, self._left = at, concepts, left
        self._shares = {share[0]: list(share) for share in shares}
        self._rest = [orjson.Fragment(canonical(part)) for part in rest]
        self._texts = dict[tuple[int, str], _Rows]()
        self._names = sorted(now.concepts)
        self._served = {name: canonical(self._concept(name)) for name in self._names}
        self._groups = canonical(sorted({data.group for data in now.live}))

    def renew(self, changed: Iterable[Text]) -> None:
        """Make the rows of some texts anew."""
        of = set(changed)
        english = {(concept, tag) for concept, language in of if language == SOURCE for tag in self._shares}
        for part, texts in ((_TEXTS, of), (_VOTES, of | english), (_STALE, of | english)):
            for tag in {tag for _, tag in texts}:
                self._renew(part, tag, [concept for concept, each in texts if each == tag])
        self._renew_concepts({concept for concept, _ in of if concept in self._served})

    def id(self, checkpoint: str | None) -> str:
        """Return the id, with this checkpoint of the log in the place of the last one, if there is a log."""
        rest = self._rest[:-1] if self._at.log else self._rest
        last = [checkpoint] if checkpoint else []
        return shown.identify([self._concepts, list(self._shares.values()), self._left, *rest, *last])

    def _renew(self, part: int, tag: str, concepts: list[str]) -> None:
        rows = self._texts.get((part, tag))
        if rows is None:
            rows = self._texts[part, tag] = {name: self._row(part, tag, name) for name in self._names}
        rows |= {name: self._row(part, tag, name) for name in concepts if name in rows}
        self._shares[tag][part] = _digest(rows.values())

    def _row(self, part: int, tag: str, concept: str) -> bytes:
        standing = self._at.standing(concept, tag)
        if part == _TEXTS:
            found = shown.text(self._at, concept, standing)
            return canonical(found) if found else b""
        if part == _VOTES:
            there = shown.voted(standing) and self._at.status(concept, tag) is Status.REVIEWED
        else:
            english = self._at.vetted(concept, SOURCE)
            there = shown.is_stale(standing, english.text.digest if english else None)
        return canonical(concept) if there else b""

    def _renew_concepts(self, concepts: Iterable[str]) -> None:
        rows = {name: canonical(self._concept(name)) for name in concepts}
        if any(self._served[name] != row for name, row in rows.items()):
            self._served |= rows
            self._concepts = _digest([*self._served.values(), self._groups])
        if any(self._at.concepts[name].retired for name in rows):
            self._left = digest(list(shown.left(self._at)))

    def _concept(self, name: str) -> object:
        served = any(self._at.vetted(name, tag) for tag in self._at.languages)
        return shown.concept(self._at.concepts[name], served=served)


def _digest(rows: Iterable[bytes]) -> str:
    return digest([orjson.Fragment(row) for row in rows if row])
