"""The signatures of maintainers on the policy, where the operator pins their keys: who signed, and whether one is good.

The desk holds no key. A maintainer signs the file on a machine of their own, and pastes what came out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from glossary.content import files, identity
from glossary.edition import trusted
from glossary.errors import BadContent, BadSignature, Refused
from glossary.ledger import maintainers, signed
from glossary.ledger.maintainers import Pins
from glossary.ledger.policy import FILE
from glossary.settings import Settings


@dataclass(frozen=True)
class Signed:
    """The policy as it lies there, and who signed it: of each pinned maintainer whether they did. ``namespace`` is what they
    sign it in, ``needed`` how many must."""

    namespace: str
    needed: int
    by: dict[str, bool]

    @property
    def good(self) -> int:
        """How many signed it."""
        return sum(self.by.values())


def of(settings: Settings) -> Signed | None:
    """Return who signed the policy; ``None`` where nobody has to. Raises ``BadContent``."""
    from glossary.proofs import signers

    if (pins := trusted.pins(settings)) is None:
        return None
    data, namespace = files.read_bytes(settings.translations / FILE), _namespace(settings)
    names = dict.fromkeys(signer.name for signer in signers.read(pins.file))
    return Signed(namespace, pins.needed, {name: _has(settings, pins, name, data, namespace) for name in names})


def _namespace(settings: Settings) -> str:
    return signed.namespace(signed.POLICY, identity.load(settings.terms, settings.today).id)


def _has(settings: Settings, pins: Pins, name: str, data: bytes, namespace: str) -> bool:
    try:
        written = files.read(maintainers.place(settings.translations, name))
        maintainers.signer(name, written, data, namespace, pins, _today(settings))
    except (BadContent, BadSignature):
        return False
    return True


def _today(settings: Settings) -> datetime:
    return datetime.combine(settings.today, time.max, UTC)


def require(settings: Settings, name: str, armour: str) -> None:
    """Raise ``BadSignature`` or ``Refused`` for what is no good signature of the policy by a maintainer."""
    if (found := of(settings)) is None or name not in found.by or (pins := trusted.pins(settings)) is None:
        raise Refused(f"“{name}” is not among the maintainers whose keys are pinned here", "see the operator’s list")
    data = files.read_bytes(settings.translations / FILE)
    maintainers.signer(name, armour, data, found.namespace, pins, _today(settings))
