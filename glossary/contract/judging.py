"""Evidence, judged: what each record in it proves to somebody who trusts these keys. ``proofs/verify.html`` does the same.

1. A line is one that the ledger could hold: exactly as ``glossary vet`` writes it.
2. It approves this concept, by its id or by one that it had (which the verifier is shown), in this language, in exactly these
   words; the glossary is what the namespace says.
3. Its signature is of this line, for this glossary (``proofs.signatures``); or, where the line names a publication, of a
   statement about that, which lists the line (``ledger.statement``).
4. The key is one that the verifier named, of the person whom the line names, on that day. Keys in the evidence do not count.
5. Where the verifier knows the log, it has the record.
6. Together the records fill the roles that it takes, each by a different person, all of them beside the same English.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from glossary.content.model import Approval, Verdict
from glossary.contract import evidence
from glossary.contract.schemas.evidence import Evidence
from glossary.errors import BadSignature, BadText, Fault, Refused
from glossary.language.tags import SOURCE
from glossary.ledger import signed, statement
from glossary.ledger.policy import filling
from glossary.ledger.record import reading
from glossary.ledger.roles import LANGUAGE, SUBJECT
from glossary.proofs import log, signatures, signers
from glossary.proofs.notes import Checkpoint, Verifier
from glossary.proofs.signatures import Signature, once
from glossary.proofs.signers import Signer

_DAMAGED = (ValueError, TypeError, AttributeError, RecursionError, BadText)


@dataclass(frozen=True)
class Trust:
    """What a verifier has from elsewhere: whose keys, fingerprints of keys, origins of passkeys, the log, and the roles that
    a source text and a translation take."""

    signers: tuple[Signer, ...] = ()
    fingerprints: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()
    log: Verifier | None = None
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def roles(self, language: str) -> tuple[str, ...]:
        """Return the roles that a text in a language takes: those of the files of this project, if nobody says others."""
        what, roles = ("source", (SUBJECT,)) if language == SOURCE else ("translation", (LANGUAGE, SUBJECT))
        return self.required.get(what, roles)


@dataclass(frozen=True)
class Judgement:
    """What one record proves: nothing, where there is a ``fault``. ``act`` and ``signature`` are what could be read of it,
    ``checkpoint`` the log's, where the proof was checked."""

    act: Approval | None = None
    signature: Signature | None = None
    checkpoint: Checkpoint | None = None
    fault: BadSignature | None = None


def read(data: bytes | str) -> dict[str, Any]:
    """Return a document of evidence. Raises ``Refused`` for anything else, and where a key stands twice in it."""
    try:
        document: dict[str, Any] = _whole(json.loads(data, object_pairs_hook=once))
        wrong = not isinstance(document, dict) or bool(Evidence().validate(document))
    except (ValueError, RecursionError):
        wrong = True
    if wrong or document["format"] != evidence.FORMAT or not document["records"]:
        raise Refused(
            "it is no evidence of a text", "give a file that ends in .evidence.json, as the glossary serves it"
        )
    return document


def _whole(document: Any) -> Any:
    """Return a document with what evidence did not say before concepts could get another id, and before statements."""
    if not isinstance(document, dict) or not isinstance(records := document.get("records"), list):
        return document
    rows = [{"listed": None, "statement": None, **each} if isinstance(each, dict) else each for each in records]
    return {"formerly": [], **document, "records": rows}


def judge(document: Mapping[str, Any], trust: Trust) -> tuple[Judgement, ...]:
    """Judge each record of a document (``read``), and where all are good whether one is missing."""
    judgements = tuple(_judge(record, document, trust) for record in document["records"])
    missing = not any(each.fault for each in judgements) and _missing(judgements, trust.roles(document["language"]))
    return (*judgements, Judgement(fault=missing)) if missing else judgements


def _missing(judgements: Iterable[Judgement], roles: tuple[str, ...]) -> BadSignature | None:
    """Rule 6."""
    acts = tuple(each.act for each in judgements if each.act)
    if len({act.source for act in acts}) == 1 and filling(roles, acts) is not None:
        return None
    return BadSignature(Fault.MISSING, f"it takes {' and '.join(roles)}, by different people, beside the same English")


def _judge(record: Mapping[str, Any], document: Mapping[str, Any], trust: Trust) -> Judgement:
    act = signature = None
    try:
        act = replace(_act(record["line"], document["language"]), listed=record["listed"])
        _require_words(act, document)
        if record["signature"] is None:
            raise BadSignature(Fault.UNSIGNED)  # noqa: TRY301, a fault as all others
        signature = signatures.read(record["signature"])
        _require_signed(act, signature, record, document, trust)
        return Judgement(act, signature, _logged(record, signature, trust))
    except BadSignature as fault:
        return Judgement(act, signature, fault=fault)


def _act(line: str, language: str) -> Approval:
    try:
        if not line.endswith("\n"):
            raise ValueError("it is cut off")
        return reading(language)(line[:-1].encode())  # 1
    except _DAMAGED as error:
        raise BadSignature(Fault.WORDS, f"the record is damaged: {error}") from None


def _require_words(act: Approval, document: Mapping[str, Any]) -> None:
    asked = (Verdict.APPROVE, document["language"], document["text"])
    named = act.concept in (document["id"], *document["formerly"])
    if not named or (act.verdict, act.language, act.text.fields) != asked:  # 2
        raise BadSignature(Fault.WORDS)
    if document["namespace"] != evidence.namespace(document["glossary"]):  # 2
        raise BadSignature(Fault.NAMESPACE, f"“{document['namespace']}” is not of “{document['glossary']}”")


def _require_signed(
    act: Approval, signature: Signature, record: Mapping[str, Any], document: Mapping[str, Any], trust: Trust
) -> None:
    key, namespace, message = signature.key, evidence.namespace(document["glossary"]), record["line"].encode()
    if act.publication:
        namespace, message = signed.namespace(statement.PURPOSE, document["glossary"]), statement.head(act)
    origins = trust.origins or (f"https://{key.site}",)
    signatures.check(signature, message, namespace, origins)  # 3
    if key.fingerprint not in trust.fingerprints:
        signers.require(trust.signers, act.who, key, namespace, act.when, act.record_digest)  # 4


def _logged(record: Mapping[str, Any], signature: Signature, trust: Trust) -> Checkpoint | None:
    if trust.log is None:
        return None
    if record["proof"] is None:
        raise BadSignature(Fault.PROOF, "there is none")
    return log.check(record["proof"], _line(record, signature), trust.log)  # 5


def _line(record: Mapping[str, Any], signature: Signature) -> bytes:
    return evidence.ledger_line(record["line"], signature, record["listed"]).encode()
