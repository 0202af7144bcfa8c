"""Places for requests that take long: so many are answered at once, the others are refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Full(Exception):
    """Every place is taken."""


class Places:
    """The places of one process. They are free again when their request has ended, however it did."""

    def __init__(self) -> None:
        self._taken = 0
        self._counting = Lock()

    @contextmanager
    def taken(self, most: int) -> Iterator[None]:
        """Take a place, of so many that there are. Raises ``Full``, at once."""
        with self._counting:
            if self._taken >= most:
                raise Full
            self._taken += 1
        try:
            yield
        finally:
            with self._counting:
                self._taken -= 1
