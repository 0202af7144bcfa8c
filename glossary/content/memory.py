"""What one reading of the content has made, each part with what it was made of: the next reading makes anew only what has
changed.

1. A part follows from its inputs and from nothing else. It is kept where every input is the same object as before, or an
   equal plain value.
2. A file is the same where its state is. A state may lie that was taken shortly after a change, because systems date files
   by a coarse clock: there the bytes are compared, by their digest.
3. A day only goes on: what was read on one day is good on every later one. Where the clock is set back, or the content lies
   somewhere else, nothing is kept.
4. A memory holds the parts of one reading. Those of the one before go with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import time_ns
from types import NoneType
from typing import Any, NamedTuple, TypeVar

from glossary.content import files

State = tuple[str, int, int, int, int]
"""The state of a file: its path, size in bytes, times of change of its content and of its inode in nanoseconds, and inode."""

UNSURE = 3_000_000_000
"""Nanoseconds within which a file might change once more and keep its state (rule 2): the coarsest clock of a file system in
use, that of FAT, counts two seconds."""

_PLAIN = (str, int, date, Path, NoneType, frozenset)
_Value = TypeVar("_Value")


class _File(NamedTuple):
    """A file as it was read: its state, the digest of its bytes where the state may lie, and what stands for both."""

    state: State
    digest: str | None
    token: object


class _Part(NamedTuple):
    inputs: tuple[Any, ...]
    value: Any


class Memory:
    """The parts of one reading, by name."""

    def __init__(
        self,
        states: Iterable[State] = (),
        today: date = date.min,
        before: Memory | None = None,
        folders: tuple[Path, ...] = (),
    ) -> None:
        """``states`` are those of the content's files, taken before they are read; without them no file is known again.
        ``folders`` are those of the content."""
        self._taken, self._today, self._here = time_ns(), today, (Path.cwd(), folders)
        self._states = {state[0]: state for state in sorted(states)}
        self._files: dict[str, _File] = {}
        self._parts: dict[Hashable, _Part] = {}
        self._before: Memory | None = None
        if before and before._today <= today and before._here == self._here:  # Rule 3
            self._before = before
            before.forget()

    def made(self, name: Hashable, make: Callable[[], _Value], *inputs: Any) -> _Value:
        """Return the part of this name: the one before where its inputs are the same, else one that is made (rule 1)."""
        part = self._known(name, inputs)
        if part is None:
            part = _Part(inputs, make())
        self._parts[name] = part
        value: _Value = part.value
        return value

    def settled(self, name: Hashable, make: Callable[[], _Value], *inputs: Any) -> _Value:
        """Return the same; of a new part that equals the one before, that one, so that what is made of it is kept too."""
        part = self._known(name, inputs)
        if part is None:
            value, before = make(), self._part(name)
            part = _Part(inputs, before.value if before and before.value == value else value)
        self._parts[name] = part
        kept: _Value = part.value
        return kept

    def last(self, name: Hashable, *inputs: Any) -> tuple[Any, tuple[Any, ...]] | None:
        """Return the part of this name at the reading before, and the rest of its inputs, where its first ones were these;
        ``None`` where there is none."""
        part = self._part(name)
        if part is None or not _same(part.inputs[: len(inputs)], inputs):
            return None
        return part.value, part.inputs[len(inputs) :]

    def _known(self, name: Hashable, inputs: tuple[Any, ...]) -> _Part | None:
        part = self._parts.get(name) or self._part(name)
        return part if part and _same(part.inputs, inputs) else None

    def _part(self, name: Hashable) -> _Part | None:
        return self._before._parts.get(name) if self._before else None

    def file(self, path: Path | str) -> object:
        """Return what stands for a file as it is now: the same object as at the reading before where it has not changed;
        ``None`` for one that is not there."""
        state = self._states.get(str(path))
        if state is None:
            return object() if not self._states or os.path.lexists(path) else None
        if state[0] not in self._files:
            before = self._before._files.get(state[0]) if self._before else None
            self._files[state[0]] = self._looked_at(state, before)
        return self._files[state[0]].token

    def folder(self, path: Path, ending: str = "") -> tuple[object, ...]:
        """Return what stands for the files in a folder and below it, in the order of their paths."""
        inside = f"{path}{os.sep}"
        return tuple(self.file(each) for each in self._states if each.startswith(inside) and each.endswith(ending))

    def _looked_at(self, state: State, before: _File | None) -> _File:
        if before and before.state == state and before.digest is None:
            return before
        unsure = state[3] > self._taken - UNSURE
        digest = _digest(state[0]) if unsure or (before and before.digest) else None  # Rule 2
        same = before is not None and digest is not None and before.digest == digest
        return _File(state, digest if unsure else None, before.token if before and same else object())

    def forget(self) -> None:
        """Let go of the reading before: nothing of it is asked for any more (rule 4)."""
        self._before = None


def _same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return len(before) == len(now) and all(map(_equal, before, now))


def _equal(before: Any, now: Any) -> bool:
    if before is now:
        return True
    if isinstance(now, tuple) and type(before) is tuple and type(now) is tuple:
        return _same(before, now)
    return isinstance(now, _PLAIN) and type(before) is type(now) and bool(before == now)


def _digest(path: str) -> str:
    try:
        return sha256(files.bounded(Path(path)) or b"").hexdigest()
    except OSError:
        return ""
