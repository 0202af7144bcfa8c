"""What files show of concepts and approvals, as JSON: of this an edition's id is made."""

from __future__ import annotations

from glossary.content import facts
from glossary.content.model import Approval, Concept
from glossary.ledger.policy import Policy


def approval(act: Approval, policy: Policy) -> object:
    """An approval as JSON, its texts by their digests; with a signature also that, and the keys of who made it."""
    said = act.when.isoformat(), act.who, act.role, act.text.digest, act.source
    if act.signature is None:
        return list(said)
    keys = [[key.line, str(key.start), str(key.until)] for key in policy.reviewers[act.who].keys]
    return [*said, act.signature, keys]


def concept(data: Concept, *, served: bool) -> object:
    """The data of a concept that readers see, as JSON: all of it where a text of it is served, else that it is there."""
    if data.retired:
        return [data.id, data.retired.replaced_by]  # every address of it answers 410 with its successor
    if not served:
        return data.id
    return [data.id, facts.of(data)]
