"""The policy, the baseline and the list of confirmed losses that count: as their files have them, but where the operator pins
maintainers only as they signed them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.ledger import baseline, losses, maintainers, policy
from glossary.ledger.baseline import Baseline
from glossary.ledger.maintainers import Pins
from glossary.ledger.policy import Policy
from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.proofs.log import Log


def pins(settings: Settings) -> Pins | None:
    """Return what the operator pins; ``None`` where that is nothing, and the repository alone vouches for the keys."""
    if not settings.maintainers:
        return None
    return Pins(Path(settings.maintainers), settings.maintainers_needed, settings.state)


def load(
    translations: Path,
    glossary: str,
    today: date,
    pinned: Pins | None,
    before: Policy | None = None,
    log: Log | None = None,
) -> Policy:
    """Return the policy of a translations folder, for the glossary with this id. ``before`` is that of the last good reading;
    ``log`` has others.

    Raises ``BadContent`` where it cannot be read, or does not count.
    """
    rules = policy.load(translations, today)
    if pinned:
        maintainers.require(translations, rules, glossary, pinned, before, today, log)
    return rules


def confirmed(translations: Path, glossary: str, today: date, pinned: Pins | None) -> frozenset[str]:
    """Return the digests of the records whose loss was confirmed. Raises ``BadContent`` where the list cannot be read, or
    does not count."""
    if pinned:
        maintainers.require_confirmed(translations, glossary, pinned, today)
    return losses.confirmed(translations)


def release(glossary: str, today: date, pinned: Pins | None) -> Baseline:
    """Return the baseline of this package, for the glossary with this id. Raises ``BadContent`` where it does not count."""
    shipped = baseline.load()
    if pinned:
        maintainers.require_baseline(shipped, glossary, pinned, today)
    return shipped
