"""The evidence of one text, which anybody can check offline, with tools that are not ours."""

from __future__ import annotations

from marshmallow import fields

from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import EVIDENCE, EVIDENCE_KEY, EVIDENCE_RECORD


class EvidenceRecord(shape.Answer):
    """An approval, as it was signed."""

    line = shape.text(
        "The record: a line of JSON with its line break, exactly as it was signed. A ledger has it with the"
        " signature, without armour, as its last field.",
        EVIDENCE_RECORD["line"],
    )
    signature = shape.text(
        "Its signature, as ssh-keygen -Y verify -s reads it. Null if it is not signed.",
        EVIDENCE_RECORD["signature"],
        allow_none=True,
    )
    key = shape.text(
        "The fingerprint of the key that signed it. Null if it is not signed.", EVIDENCE_RECORD["key"], allow_none=True
    )
    logged = shape.flag("Whether the log has it.", False)
    proof = shape.text(
        "The proof that the log has it, by the first checkpoint that does (C2SP, tlog-proof). It never changes. Null if"
        " the log does not have it yet.",
        EVIDENCE_RECORD["proof"],
        allow_none=True,
    )
    listed = shape.text(
        "Where the record names a publication: what shows that it is on the list of the statement about it. Else null.",
        None,
        allow_none=True,
    )
    statement = shape.text(
        "Where the record names a publication: the line with its line break that was signed in place of the record's, in"
        " the namespace glossary-statement@v1:<glossary>. Else null.",
        None,
        allow_none=True,
    )


class EvidenceKey(shape.Answer):
    """A key, as the glossary's policy has it. It is shown so that you can compare it with one that you trust."""

    by = shape.text("Whose it is: a pseudonym.", EVIDENCE_KEY["by"])
    key = shape.text("The public key, as OpenSSH writes it.", EVIDENCE_KEY["key"])
    fingerprint = shape.text("Its fingerprint.", EVIDENCE_KEY["fingerprint"])
    until = shape.text("The last second in which it counts. Null: no end.", EVIDENCE_KEY["until"], allow_none=True)

    class Meta(shape.Answer.Meta):
        include = {  # noqa: RUF012, “from” is no name in Python
            "from": shape.text("The first second in which it counts. Null: no beginning.", None, allow_none=True)
        }


class EvidenceLinks(shape.Answer):
    self = shape.text("This file.", EVIDENCE["links"]["self"])
    entry = shape.text("The entry of which it is the evidence.", EVIDENCE["links"]["entry"])


class Evidence(shape.Answer):
    """Who approved one text, and how you can check it. Keys in it are shown, never trusted: compare them with keys that you
    have from elsewhere."""

    format = shape.text("What kind of document this is.", EVIDENCE["format"])
    glossary = shape.text("The glossary's id.", EVIDENCE["glossary"])
    namespace = shape.text("The namespace of the signatures.", EVIDENCE["namespace"])
    id = shape.identifier()
    formerly = shape.texts(
        "Ids that the concept had. A record names the id under which it was made, for ever; compare it with these.",
        EVIDENCE["formerly"],
    )
    language = shape.language()
    direction = shape.direction()
    text = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        **shape.described("The text, by its fields, as each record has it.", EVIDENCE["text"]),
    )
    records = shape.many(EvidenceRecord, "The approvals of exactly this text.", EVIDENCE_RECORD)
    keys = shape.many(EvidenceKey, "The keys that signed them.", EVIDENCE_KEY)
    links = shape.one(EvidenceLinks, "Addresses.", EVIDENCE["links"])
