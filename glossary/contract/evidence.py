"""The evidence of one text: all that a stranger needs to see who approved it. Pure; knows no HTTP.

A record stands in it as the exact line that was signed, with its line break: ``jq -j`` puts out what ``ssh-keygen -Y verify``
reads. With a signature, the ledger's own line, which the log has entered, is ``ledger_line``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glossary.contract.answers import Document
from glossary.language.names import describe
from glossary.ledger import signed
from glossary.proofs.signatures import Signature
from glossary.proofs.signers import Signer

FORMAT = "glossary-evidence@v1"


@dataclass(frozen=True)
class Record:
    """One approval: its line without its signature, line break included; the signature, if it has one; and the proof that
    the log has it, once it has (C2SP, tlog-proof). Of one by a statement about a whole publication, the signature is of
    ``statement``, and ``listed`` shows that the record is on its list (``ledger/statement.py``)."""

    line: str
    signature: Signature | None = None
    proof: str | None = None
    listed: str | None = None
    statement: str | None = None


def namespace(glossary: str) -> str:
    """Return the namespace in which approvals of a glossary are signed."""
    return signed.namespace(signed.APPROVAL, glossary)


def ledger_line(line: str, signature: Signature | None, listed: str | None = None) -> str:
    """Return the line of a ledger: with the signature, and with what shows that a statement lists it, as its last fields."""
    place = "" if listed is None else f', "listed": "{listed}"'
    return line if signature is None else f'{line[:-2]}, "signature": "{signature.base64}"{place}}}\n'


def of_text(
    glossary: str,
    concept: str,
    language: str,
    text: Mapping[str, str],
    records: Iterable[Record],
    signers: Iterable[Signer],
    base_url: str,
    formerly: Iterable[str] = (),
) -> Document:
    """Return the evidence of a text: ``glossary`` is the glossary's id, ``text`` its fields as the records have them, and
    ``signers`` the keys of the policy, of which those that signed are shown. Records name the id that the concept had when
    they were made, which is one of ``formerly`` where it has another since."""
    chosen = tuple(records)
    signed = {record.signature.key for record in chosen if record.signature}
    return {
        "format": FORMAT,
        "glossary": glossary,
        "namespace": namespace(glossary),
        "id": concept,
        "formerly": list(formerly),
        "language": language,
        "direction": describe(language).direction,
        "text": dict(text),
        "records": [_record(record) for record in chosen],
        "keys": [_key(signer) for signer in signers if signer.key in signed],
        "links": {
            "self": f"{base_url}/v1/{language}/terms/{concept}.evidence.json",
            "entry": f"{base_url}/v1/{language}/terms/{concept}.json",
        },
    }


def _record(record: Record) -> Document:
    signature = record.signature
    return {
        "line": record.line,
        "signature": signature.armour if signature else None,
        "key": signature.key.fingerprint if signature else None,
        "logged": record.proof is not None,
        "proof": record.proof,
        "listed": record.listed,
        "statement": record.statement,
    }


def _key(signer: Signer) -> Document:
    return {
        "by": signer.name,
        "key": signer.key.line,
        "fingerprint": signer.key.fingerprint,
        "from": signer.after and f"{signer.after:%Y-%m-%dT%H:%M:%SZ}",
        "until": signer.before and f"{signer.before:%Y-%m-%dT%H:%M:%SZ}",
    }
