"""A brake on whoever guesses links: each wrong one of the last minute makes the next wrong one take longer.

Good ones never wait, and nobody's address is looked at: it is the desk as a whole that slows.
"""

from __future__ import annotations

from collections import deque
from threading import BoundedSemaphore
from time import monotonic, sleep

STEP, MOST, WAITING = 0.05, 2.0, 2
"""Seconds for each wrong link, most seconds, and how many may wait at once: the desk has threads for others as well."""


class Brake:
    """What is remembered of wrong links: when they came, and how many wait."""

    def __init__(self) -> None:
        self._wrong: deque[float] = deque(maxlen=1000)
        self._places = BoundedSemaphore(WAITING)

    def wrong(self) -> bool:
        """Wait as long as a wrong link does; return whether there was a place to wait."""
        if not self._places.acquire(blocking=False):
            return False
        try:
            sleep(self._seconds(monotonic()))
        finally:
            self._places.release()
        return True

    def _seconds(self, now: float) -> float:
        while self._wrong and self._wrong[0] < now - 60:
            self._wrong.popleft()
        self._wrong.append(now)
        return min(MOST, STEP * (len(self._wrong) - 1))
