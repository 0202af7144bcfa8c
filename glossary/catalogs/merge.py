"""Two versions of a catalog that come from one, merged by key (``git merge`` merges lines, and so mixes entries).

1. What one side changed, counts; what both changed to the same, too.
2. English that one side brought up to date, and a text that the other side wrote, make a fuzzy text, as ``sync`` makes it.
3. A text that both sides changed is a conflict: ours stays, marked fuzzy, with theirs in its comments. Nothing is lost, and
   the file can be read.
4. Comments and flags of both sides stay. An entry that one side deleted and the other changed stays.
5. The header follows its rule (``header.merged``) and is never a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from glossary.catalogs import header, reader, sync
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.errors import Finding

Slot = tuple[str, str]
"""An entry's place: its key; and its text, for an obsolete one whose key is live again."""

_Value = TypeVar("_Value")
_THEIRS = "merge: the other branch has: "


def read(path: Path) -> Catalog:
    """Return a catalog. An empty file is one without entries: git gives it where two branches added a file. Raises
    ``BadContent``."""
    return reader.read(path) if path.is_symlink() or not path.is_file() or path.stat().st_size else Catalog((), ())


def merged(base: Catalog, ours: Catalog, theirs: Catalog) -> tuple[Catalog, list[str]]:
    """Return one catalog for two that come from ``base``, and the keys of what both changed."""
    before, mine, other = _slots(base), _slots(ours), _slots(theirs)
    messages, conflicts = [], []
    for slot in _order(mine, other):
        message, conflict = _message(before.get(slot), mine.get(slot), other.get(slot))
        messages += [message] if message else []
        conflicts += [slot[0]] if conflict else []
    fields = header.merged(base.header, ours.header, theirs.header)
    return Catalog(fields, tuple(messages), _union(base.comments, ours.comments, theirs.comments)), conflicts


def findings(path: Path, conflicts: list[str], shown: str) -> Iterator[Finding]:
    """Find the texts in a merged file that both sides had changed. ``shown`` is the path that messages name."""
    for message in reader.read(path).messages if conflicts else ():
        if message.key in conflicts and not message.obsolete:
            what = f"{message.key}: both sides changed it; yours stands, the other one is in its comments"
            yield Finding(shown or files.displayed(path), message.line, what, "choose one, and clear the fuzzy mark")


def _slots(catalog: Catalog) -> dict[Slot, Message]:
    live = {message.key for message in catalog.messages if not message.obsolete}
    return {
        (message.key, message.text if message.obsolete and message.key in live else ""): message._replace(
            line=0, joined=0
        )
        for message in catalog.messages
    }


def _order(ours: dict[Slot, Message], theirs: dict[Slot, Message]) -> list[Slot]:
    """Return the places of both: those of ours in order, each new one of theirs behind the one before it there."""
    order, before = list(ours), None
    for slot in theirs:
        if slot not in ours:
            order.insert(order.index(before) + 1 if before else 0, slot)
        before = slot
    return order


def _message(base: Message | None, ours: Message | None, theirs: Message | None) -> tuple[Message | None, bool]:
    """Return the entry that three versions make, ``None`` where it is gone, and whether they conflict."""
    if ours == theirs or theirs == base:  # Rule 1
        return ours, False
    if ours == base:
        return theirs, False
    if ours is None or theirs is None:  # Rule 4
        return ours or theirs, False
    return _entry(base or Message(ours.key, ours.source), ours, theirs)


def _entry(base: Message, ours: Message, theirs: Message) -> tuple[Message, bool]:
    conflict = ours.text != theirs.text and base.text not in (ours.text, theirs.text)
    side, other = (theirs, ours) if ours.text == base.text != theirs.text else (ours, theirs)
    source = _pick(base.source, ours.source, theirs.source)
    notes = _pick(base.notes, ours.notes, theirs.notes)
    if ours.text == theirs.text:
        fuzzy, previous = _pick(*((each.fuzzy, each.previous) for each in (base, ours, theirs)))
        side = side._replace(fuzzy=fuzzy, previous=previous, source=source)
    doubted = other.fuzzy and not base.fuzzy and other.source == base.source
    message = sync.revised(side, Message(ours.key, source, notes=notes))  # Rule 2
    comments = _union(base.comments, ours.comments, theirs.comments)
    kept = tuple(f"{_THEIRS}{line}" for line in theirs.text.split("\n")) if conflict else ()  # Rule 3
    return message._replace(
        fuzzy=message.fuzzy or conflict or (doubted and bool(message.text)),
        comments=comments + kept,
        flags=_union(base.flags, ours.flags, theirs.flags),
        obsolete=_pick(base.obsolete, ours.obsolete, theirs.obsolete),
    ), conflict


def _pick(base: _Value, ours: _Value, theirs: _Value) -> _Value:
    return theirs if ours == base else ours


def _union(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that both kept and those that either added, without what either deleted."""
    kept = [line for line in ours if line in theirs or line not in base]
    return (*kept, *(line for line in theirs if line not in ours and line not in base))
