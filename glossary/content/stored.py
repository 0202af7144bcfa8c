"""Bytes of a file as it was read, out of memory: a copy without a name, which no other program can open.

An edit of the file itself changes nothing of it. Where there is no room for a copy, the bytes stay in memory.
"""

from __future__ import annotations

import os
import tempfile
import weakref

LARGE = 64 * 1024
"""Fewest bytes of which a copy is made. Fewer stay in memory."""


class Stored:
    """The bytes of a file."""

    def __init__(self, data: bytes) -> None:
        self._copy = _copied(data) if len(data) >= LARGE else None
        self._data, self._size = data if self._copy is None else b"", len(data)
        if self._copy is not None:
            weakref.finalize(self, os.close, self._copy)

    @property
    def whole(self) -> bytes:
        """All of them. Raises ``OSError``."""
        return self.at(0, self._size)

    def at(self, start: int, length: int) -> bytes:
        """Return some of them. Raises ``OSError`` where the disk has lost them."""
        if self._copy is None:
            return self._data[start : start + length]
        return os.pread(self._copy, length, start)


def _copied(data: bytes) -> int | None:
    """Return the descriptor of a copy; ``None`` where there is no room for one."""
    try:
        with tempfile.TemporaryFile() as copy:
            copy.write(data)
            copy.flush()
            return os.dup(copy.fileno())
    except OSError:
        return None
