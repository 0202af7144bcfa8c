"""What an operator confirms of an artifact that is offered: that it is older than what is served, and that records which were
read are not in it. Until then it is not taken, or not switched to.

What was confirmed lies in the folder that remembers (``GLOSSARY_STATE``), which is the operator's own: the content is that of
whoever wrote it, and an older one cannot say what it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glossary.artifact import following, place
from glossary.artifact.statement import Offer, Statement
from glossary.content import files
from glossary.ledger import history, losses
from glossary.ledger.losses import Seen
from glossary.ledger.records import NONE
from glossary.settings import Settings


@dataclass(frozen=True)
class Waiting:
    """What waits for a confirmation: an artifact, what is served and newer (``None`` where that is not so), and the records
    that were read and are not in it."""

    offer: Offer
    newer: Statement | None
    gone: tuple[Seen, ...]


def waiting(settings: Settings) -> Waiting | None:
    """Return what waits at the origins; ``None`` where nothing does. Raises ``Refused`` where what is offered is not as it
    should be, ``BadContent`` where its ledgers cannot be read, and ``Unwritable``."""
    folder = Path(settings.place)
    with files.locked(folder):
        offer, there = following.offered(settings)
        translations = there / "translations"
        gone = losses.lost(translations, NONE, history.records(translations), settings.state)
        good = place.said(folder, place.GOOD)
        older = good if good and following.is_older(folder, offer) else None
    return Waiting(offer, older, tuple(gone)) if older or gone else None


def confirm(settings: Settings, found: Waiting) -> None:
    """Let it be taken. Raises ``Unwritable``, and ``BadContent`` for a damaged list of what was confirmed before."""
    losses.confirm(Path(settings.state), found.gone)
    place.allow(Path(settings.place), found.offer.sha256)
