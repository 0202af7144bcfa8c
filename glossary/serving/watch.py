"""New content without a restart: a thread that notices changed files, reads them beside what is served, and switches to them
if they are good. Content that is not good takes back what it can, and changes nothing else for readers: its findings are
logged, and ``readyz`` lists them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from glossary.artifact import place
from glossary.edition.loading import Stamp, stamp
from glossary.serving import edges, kept, metrics
from glossary.serving.front import Front
from glossary.serving.state import Service, read, refused

_log = logging.getLogger("glossary")

TICK = 0.05
"""Seconds between two looks at the nudge, the file by which an operator's signal reaches every worker."""

COUNTING = 5
"""How many of them there are between two times at which responses are counted."""

WAY = 0.0005
"""Seconds after which reading lets a request in that waits for the interpreter; Python's own are ten times as many."""

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
                    self.look()
                except (
                    Exception
                ):  # the thread must survive anything; readers have their edition, and the next look may succeed
                    _log.exception("the content could not be looked at")

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
        current = stamp(*before.settings.folders)
        due = not before.newer and before.settings.today >= before.edition.records.next_day
        if current == before.stamp and not due:
            self._keep_again()
            return
        with _giving_way():
            self._take_in(before, current)

    def _take_in(self, before: Service, current: Stamp) -> None:
        try:
            after = read(before.settings, before.edition, current)
        except Exception as error:  # the same edition, with the new stamp: it is reported once, not at every look
            after = refused(before.edition, before.settings, current, error)
            good = False
        else:
            good = True
        self.front.reload(after)
        if good:  # readers come first, and then who starts later
            self._tried = monotonic()
            kept.keep(after.settings, after.stamp)
            place.keep(after.settings, after.stamp)
        _announce(before, after)
        _report(after)

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


def _announce(before: Service, after: Service) -> None:
    if after.edition is not before.edition:
        edges.announce(after.settings.edges, after.edition.id)
        _log.info("new edition", extra={"values": {"edition": after.edition.id, "before": before.edition.id}})


def _report(service: Service) -> None:
    for finding in service.findings:
        _log.warning("problem", extra={"values": {"problem": str(finding)}})
