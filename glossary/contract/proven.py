"""The evidence of a text that is served: its approvals as the ledger has them, the policy's keys, and the log's proofs.

Nothing here imports cryptography before evidence is asked for: a start is not slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossary.content.model import Approval, Status
from glossary.contract.answers import Document
from glossary.edition.edition import Edition
from glossary.errors import NotVetted
from glossary.ledger import record, signed, statement

if TYPE_CHECKING:
    from glossary.contract.evidence import Record


def of_served(edition: Edition, concept: str, language: str, base_url: str) -> Document:
    """Return the evidence of the vetted text of a concept in exactly this language.

    Raises ``UnknownConcept``, ``Retired`` or ``NotVetted``.
    """
    from glossary.contract import evidence

    data = edition.concept(concept)
    vetted = edition.vetted(data.id, language)
    if vetted is None or edition.vetted_status is not Status.VETTED:
        raise NotVetted(concept, language)
    records = [_record(edition, act) for act in vetted.approvals]
    signers, glossary = signed.signers(edition.policy, edition.identity.id), edition.identity.id
    words = concept, language, vetted.text.fields
    return evidence.of_text(glossary, *words, records, signers, base_url, data.formerly)


def _record(edition: Edition, act: Approval) -> Record:
    from glossary.contract.evidence import Record
    from glossary.proofs import signatures

    signature = None if act.signature is None else signatures.read(act.signature)
    proof = edition.log.proof(record.line(act).encode()) if edition.log else None
    whole = statement.head(act).decode() if act.publication else None
    return Record(record.message(act).decode(), signature, proof, act.listed, whole)
