"""New content without a restart: a thread that notices changed files, reads them beside what is served, and switches to them
if they are good. Content that is not good takes back what it can, and changes nothing else for readers: its findings are
logged, and ``readyz`` lists them."""

from __future__ import annotations

import fcntl
import gc
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from glossary.artifact import place
from glossary.edition.loading import stamp
from glossary.serving import edges, kept, metrics
from glossary.serving.front import Front
from glossary.serving.state import Service, read, refused

_log = logging.getLogger("glossary")

TICK = 0.05
"""Seconds between two looks at the nudge, the file by which an operator's signal reaches every worker."""

COUNTING = 5
"""How many of them there are between two times at which responses are counted."""

WAY = 0.0002
"""Seconds after which reading lets a request in that waits for the interpreter; Python's own are 25 times as many."""

REST = 0.5
"""Seconds after a switch at which memory is looked through for what nobody needs any more."""

TURN = 0.1
"""Seconds for which a worker waits at most while another one reads."""

AGAIN_AT_ONCE = 64
"""How many responses are made for a new edition before it is switched to: those that were asked for first after the last
switch, which are those that are asked for most."""

AGAIN = 60
"""Seconds between two looks whether the content is kept whole."""


class Watch:
    """Looks at the content of a service every ``watch_seconds`` of its settings, and whenever the nudge changes."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self._nudged = self._nudge()
        self._tried = float("-inf")  # a start may have found no room either

    def begin(self) -> None:
        """Watch in a thread of its own until the process ends."""
        Thread(target=self._run, name="watch", daemon=True).start()

    def _run(self) -> None:
        seconds, slept = self.front.service.settings.watch_seconds, 0.0
        while True:
            for _ in range(COUNTING):
                sleep(TICK)
                slept += TICK
                if self._nudge() != self._nudged:
                    break
            metrics.flush()
            nudged = self._nudge()
            if nudged != self._nudged or (seconds and slept >= seconds):
                self._nudged, slept = nudged, 0.0
                try:
                    self._look_and_tidy()
                except (
                    Exception
                ):  # the thread must survive anything; readers have their edition, and the next look may succeed
                    _log.exception("the content could not be looked at")

    def _look_and_tidy(self) -> None:
        """Look; after a switch, give back what the edition before took: requests that have ended may still hold it."""
        edition = self.front.service.edition.id
        self.look()
        if self.front.service.edition.id != edition:
            sleep(REST)
            gc.collect()

    def _nudge(self) -> int:
        nudge = self.front.service.settings.nudge
        try:
            return Path(nudge).stat().st_mtime_ns if nudge else 0
        except OSError:
            return 0

    def look(self) -> None:
        """Switch to the content if its files have changed and are good; if not, keep the edition but for what they take back,
        and list the findings."""
        before = self.front.service
        if before.settings.content:
            from glossary.artifact import following  # most services have a folder of content

            following.look(before.settings)
        with _giving_way():
            with _in_turn(before.settings.nudge):
                after = self._taken_in(before)
            if after and not after.newer:  # readers come first, then the other workers, and then who starts later
                sleep(TURN / 10)
                with _in_turn(before.settings.nudge):
                    self._keep(after)
        if after:
            _announce(before, after)
            _report(after)

    def _taken_in(self, before: Service) -> Service | None:
        """Read the content, where it has changed, and switch to it. Return the service that there is then."""
        current = stamp(*before.settings.folders)
        due = not before.newer and before.settings.today >= before.edition.records.next_day
        if current == before.stamp and not due:
            self._keep_again()
            return None
        try:
            after = read(before.settings, before.edition, current)
        except Exception as error:  # the same edition, with the new stamp: it is reported once, not at every look
            after = refused(before.edition, before.settings, current, error)
        self.front.reload(after, again=AGAIN_AT_ONCE)
        return after

    def _keep(self, service: Service) -> None:
        self._tried = monotonic()
        kept.keep(service.settings, service.stamp)
        place.keep(service.settings, service.stamp)

    def _keep_again(self) -> None:
        """Keep the content that is served, where there was no room for it, or the copy has lost a file."""
        service = self.front.service
        if not service.newer and monotonic() - self._tried >= AGAIN:
            self._tried = monotonic()
            kept.keep(service.settings, service.stamp, again=True)


@contextmanager
def _giving_way() -> Iterator[None]:
    """Have requests wait for less while content is read: the interpreter runs one thread at a time."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(WAY)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


@contextmanager
def _in_turn(nudge: str) -> Iterator[None]:
    """Have workers read one after the other, so that a processor is left for requests. None waits for longer than ``TURN``:
    one that hangs, or reads much, stops no other."""
    descriptor, end = _opened(nudge), monotonic() + TURN
    try:
        while descriptor is not None and monotonic() < end:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            sleep(TURN / 50)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _opened(nudge: str) -> int | None:
    try:
        return os.open(nudge, os.O_RDONLY) if nudge else None
    except OSError:
        return None


def _announce(before: Service, after: Service) -> None:
    if after.edition is not before.edition:
        edges.announce(after.settings.edges, after.edition.id)
        _log.info("new edition", extra={"values": {"edition": after.edition.id, "before": before.edition.id}})


def _report(service: Service) -> None:
    for finding in service.findings:
        _log.warning("problem", extra={"values": {"problem": str(finding)}})
