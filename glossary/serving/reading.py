"""Content read for a service, so that nothing is switched to by accident.

1. Content that changes while it is read is read again: half of a checkout is nobody's content.
2. Content that has lost records is refused until the loss is confirmed (``ledger/losses.py``); at a start, what the log has
   (``ledger/logged.py``).
3. So is content in which somebody is said to have proposed words after they had approved them.
4. The glossary's id never changes: by another one no signature is good any more, or those of another glossary are.
"""

from __future__ import annotations

import logging
from time import sleep
from typing import TYPE_CHECKING

from glossary.artifact import place
from glossary.content import files, identity
from glossary.edition import loading, trusted
from glossary.edition.edition import Edition
from glossary.edition.loading import Stamp, stamp
from glossary.errors import BadContent, Finding, Unwritable
from glossary.ledger import losses, maintainers
from glossary.ledger.losses import Seen
from glossary.ledger.records import NONE
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.proofs.log import Log

READINGS = 5
"""How often content that changes is read before it is refused for now."""

PAUSE = 0.2
"""Seconds between two of these readings."""

_log = logging.getLogger("glossary")


def read(settings: Settings, before: Edition | None, taken: Stamp | None = None) -> tuple[Edition, Stamp]:
    """Return the edition of the content, and the stamp of its files. ``before`` is that of the last good reading, ``taken``
    the stamp where somebody just took it.

    Raises ``BadContent``.
    """
    edition, current = _steady(settings, before, taken)
    earlier = before.records if before else NONE
    where = files.displayed(settings.translations / files.ADOPTIONS)
    adoptions = [losses.Seen(where, digest, "an adoption") for digest in before.adopted.seals] if before else []
    others = [*adoptions, *losses.proposed(earlier.proposals)]
    also = (*edition.adopted.written, *(line.proposed.seal for line in edition.records.proposals))
    gone = losses.lost(settings.translations, earlier, edition.records, settings.state, others, also)
    if before is None and edition.log:
        gone += _gone_since_logged(settings, edition.log)
    if gone:  # Rule 2
        raise BadContent(losses.findings(gone))
    if late := losses.late(earlier, edition.records, settings.state):  # Rule 3
        raise BadContent(late)
    if before and before.identity.id != edition.identity.id:  # Rule 4
        raise BadContent([_renamed(settings, before.identity.id, edition.identity.id)])
    try:
        losses.remember(settings.state, settings.translations, edition.records)
        if pins := trusted.pins(settings):
            maintainers.remember(pins, edition.policy)
    except (OSError, Unwritable) as error:
        _log.warning("the records could not be remembered", extra={"values": {"problem": str(error)}})
    return edition, current


def _gone_since_logged(settings: Settings, log: Log) -> list[Seen]:
    from glossary.ledger import logged

    return logged.gone(settings.translations, log)


def _renamed(settings: Settings, before: str, now: str) -> Finding:
    what = f"the glossary’s id was “{before}” and is “{now}”; it is part of every signature and never changes"
    where = files.displayed(settings.terms.parent / identity.FILE)
    return Finding(where, 1, what, "restore it; to serve another glossary, start the service anew")


def _steady(settings: Settings, before: Edition | None, taken: Stamp | None) -> tuple[Edition, Stamp]:
    for _ in range(READINGS):
        current, taken = taken or stamp(*settings.folders), None
        try:
            pins = trusted.pins(settings)
            edition = loading.load(
                *settings.folders, settings.today, before, place.origin(settings), pins, current, settings.snapshot
            )
        except BadContent:
            if stamp(*settings.folders) == current:  # Rule 1
                raise
        else:
            if stamp(*settings.folders) == current:  # Rule 1
                return edition, current
        sleep(PAUSE)
    where = files.displayed(settings.translations)
    raise BadContent([Finding(where, 0, "the content went on changing while it was read", "wait until that is done")])
