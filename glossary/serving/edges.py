"""Caches in front of the service: each is told which edition is current, so that it lets go of every other one.

The message is ``PURGE /`` with the edition's id in ``Glossary-Edition``; ``deploy/varnish.vcl`` understands it. It names
what may stay, not what must go: it may come late, twice, or from a worker that has just started, and empties nothing in vain.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Thread
from time import sleep
from urllib.error import URLError
from urllib.request import Request, urlopen

PAUSES = (0.0, 3.0, 30.0)
"""Seconds before each telling: at once; when answers that were under way have arrived; and for a cache that was away."""

TIMEOUT = 5
"""Seconds that a cache has to answer."""

_log = logging.getLogger("glossary")


def announce(edges: Iterable[str], edition: str) -> None:
    """Tell every cache in threads of their own. One that can not be reached is logged; its answers expire by themselves."""
    for edge in edges:
        Thread(target=_repeat, args=(edge, edition), name="announce", daemon=True).start()


def _repeat(edge: str, edition: str) -> None:
    for pause in PAUSES:
        sleep(pause)
        _tell(edge, edition)


def _tell(edge: str, edition: str) -> None:
    request = Request(f"{edge}/", method="PURGE", headers={"Glossary-Edition": edition})  # noqa: S310, settings allow http only
    values = {"edge": edge, "edition": edition}
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            _log.info("edge told", extra={"values": values})
    except (URLError, OSError) as error:
        _log.warning("edge not told", extra={"values": {**values, "problem": str(error)}})
