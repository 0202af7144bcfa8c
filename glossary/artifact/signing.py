"""Who signed an artifact, where an operator pins the keys of maintainers.

One of them is enough: what readers see is signed inside, by as many people as its policy and the operator ask for. The
signature says that the file comes from where content is published, so it may be that of a machine which does nothing else:
a key whose ``namespaces`` in the operator's list are those of content alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, time

from glossary.artifact import origin, statement, tar
from glossary.artifact.statement import Offer
from glossary.edition import trusted
from glossary.errors import BadContent, BadSignature, Refused
from glossary.ledger import maintainers, signed
from glossary.ledger.maintainers import Pins
from glossary.settings import Settings

_REMEDY = "sign it with “glossary pack --by NAME --key FILE”, and put the signature beside it"


def require(settings: Settings, name: str, offer: Offer, data: bytes) -> None:
    """Raise ``Refused`` where the operator pins keys, and none of them signed an artifact. ``name`` is its origin."""
    if not (pins := trusted.pins(settings)):
        return
    from glossary.proofs import signers  # with it comes cryptography, which takes long to import

    namespace = signed.namespace(statement.PURPOSE, tar.said(data).glossary)
    when = datetime.combine(settings.today, time.max, UTC)
    faults = list[str]()
    try:
        for who in sorted({signer.name for signer in signers.read(pins.file)}):
            fault = _fault(name, offer, who, data, namespace, pins, when)
            if fault is None:
                return
            faults += [fault] if fault else []
    except BadContent as error:
        raise Refused(f"the list of maintainers’ keys cannot be read: {error}", "mend it") from None
    raise Refused("; ".join(["nobody whose key is pinned signed it", *faults]), _REMEDY)


def _fault(name: str, offer: Offer, who: str, data: bytes, namespace: str, pins: Pins, when: datetime) -> str | None:
    """Return what is wrong with somebody's signature: ``None`` where it is good, an empty text where there is none."""
    file = statement.signature(offer.file, who)
    try:
        written = origin.get(name, file, statement.SIGNATURE_BYTES).data.decode("ascii")
        maintainers.signer(who, written, data, namespace, pins, when)
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        return f"{file}: it is no signature"
    except BadSignature as error:
        return f"{file}: {error.what}"
    return None
