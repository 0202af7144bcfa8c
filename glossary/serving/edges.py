"""Caches in front of the service: each receives the id of the current edition and evicts every response of another one.

The message is ``PURGE /`` with the id in ``Glossary-Edition``; ``deploy/varnish.vcl`` understands it. It names what may stay,
not what must go, so it is safe to send late, twice, or from a worker that has just started: nothing current is evicted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Thread
from time import sleep

PAUSES = (0.0, 3.0, 30.0)
"""Seconds before each purge. At once; when responses of the edition before, sent just before the switch, have arrived in the
cache; and for a cache that was restarting or could not be reached."""

TIMEOUT = 5
"""Seconds that a cache has to respond."""

_log = logging.getLogger("glossary")


def announce(edges: Iterable[str], edition: str) -> None:
    """Purge every cache (``edges`` are base URLs), each in a thread of its own: a slow one delays nobody else.

    A cache that cannot be reached is logged. Its responses expire by themselves, see ``http.headers.Cache``.
    """
    for edge in edges:
        Thread(target=_repeat, args=(edge, edition), name="announce", daemon=True).start()


def _repeat(edge: str, edition: str) -> None:
    for pause in PAUSES:
        sleep(pause)
        _purge(edge, edition)


def _purge(edge: str, edition: str) -> None:
    from urllib.request import Request, urlopen  # few services have a cache in front that wants to be told

    request = Request(f"{edge}/", method="PURGE", headers={"Glossary-Edition": edition})  # noqa: S310, settings allow http only
    values = {"edge": edge, "edition": edition}
    try:
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            _log.info("edge told", extra={"values": values})
    except OSError as error:
        _log.warning("edge not told", extra={"values": {**values, "problem": str(error)}})
