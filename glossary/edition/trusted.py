"""The policy that counts: as its file has it or, where the operator pins maintainers, only as they signed it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from glossary.ledger import maintainers, policy
from glossary.ledger.maintainers import Pins
from glossary.ledger.policy import Policy
from glossary.settings import Settings


def pins(settings: Settings) -> Pins | None:
    """Return what the operator pins; ``None`` where that is nothing, and the repository alone vouches for the keys."""
    if not settings.maintainers:
        return None
    return Pins(Path(settings.maintainers), settings.maintainers_needed, settings.state)


def load(translations: Path, glossary: str, today: date, pinned: Pins | None, before: Policy | None = None) -> Policy:
    """Return the policy of a translations folder, for the glossary with this id. ``before`` is that of the last good reading.

    Raises ``BadContent`` where it cannot be read, or does not count.
    """
    rules = policy.load(translations, today)
    if pinned:
        maintainers.require(translations, rules, glossary, pinned, before, today)
    return rules
