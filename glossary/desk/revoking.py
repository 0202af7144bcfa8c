"""The page on which maintainers revoke a reviewer or a key: of what was recorded in their name, or with it, only what is
ticked as really theirs goes on counting. Withdrawals count whatever is ticked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as Redirect

from glossary.content.model import Verdict
from glossary.desk import maintaining, register, registering
from glossary.desk.desk import desk
from glossary.desk.sessions import maintainer
from glossary.errors import BadContent, BadSignature, GlossaryError, Refused
from glossary.ledger import adopted, history
from glossary.ledger import policy as policies
from glossary.ledger.keyring import Credential
from glossary.ledger.reviewer import Reviewer

blueprint = Blueprint("revoking", __name__, url_prefix="/maintain/people")


@dataclass(frozen=True)
class Recorded:
    """Something that was recorded in somebody's name: its digest, what and when in words, and the line of the key that signed
    it (empty: none did)."""

    digest: str
    words: str
    key: str


def _recorded(who: str) -> list[Recorded]:
    return sorted(_records(who), key=lambda each: each.words)


def _records(who: str) -> Iterator[Recorded]:
    for act in history.records(desk().settings.translations).all:  # in every state of the content
        if act.who == who and act.verdict is Verdict.APPROVE:
            words = f"{act.when:%Y-%m-%d %H:%M:%S} approve {act.language}/{act.concept} as {act.role}"
            yield Recorded(act.record_digest, words, _key(act.signature))
    try:
        lines = adopted.read(desk().settings.translations)
    except BadContent:
        return
    for one in (line.adoption for line in lines):
        if one.by and one.by.who == who:
            yield Recorded(one.digest, f"{one.by.when:%Y-%m-%d %H:%M:%S} adopt {one.item}", _key(one.signature))


def _key(signature: str | None) -> str:
    from glossary.proofs import signatures

    try:
        return signatures.read(signature).key.line if signature else ""
    except BadSignature:
        return ""


def _rules() -> policies.Policy:
    return policies.load(desk().settings.translations, desk().settings.today)


def _reviewer(who: str) -> Reviewer:
    reviewer = _rules().reviewers.get(who)
    if reviewer is None:
        abort(404)
    return reviewer


@blueprint.get("/<who>")
@maintainer
def person(who: str) -> Response:
    """What was recorded in somebody's name, with which keys."""
    return _person(who)


def _person(who: str, error: GlossaryError | None = None) -> Response:
    from glossary.proofs import keys

    reviewer = _reviewer(who)
    prints = {one.line: keys.of_line(one.line).fingerprint for one in reviewer.keys}
    ticked = set(request.form.getlist("theirs")) if request.method == "POST" else _pinned(reviewer)
    values = {"reviewer": reviewer, "prints": prints, "records": _recorded(who), "ticked": ticked}
    return maintaining.page(
        "maintain-person.html", error, all="all" in request.args, policy=_rules(), chosen=_chosen(), **values
    )


def _chosen() -> str:
    return request.form.get("key", "")


def _pinned(reviewer: Reviewer) -> set[str]:
    """Return what is pinned already, so that a second look begins with it."""
    parts: list[Credential | Reviewer] = [reviewer, *reviewer.keys]
    return {digest for part in parts for digest in part.revoked or ()}


@blueprint.post("/<who>")
@maintainer
def revoke(who: str) -> Response | Redirect:
    """Show how the policy would change; once that was seen, change it."""
    reviewer, line = _reviewer(who), _chosen()
    theirs = request.form.getlist("theirs")
    try:
        if stranger := set(theirs) - {each.digest for each in _recorded(reviewer.id)}:
            raise Refused(f"“{min(stranger)}” is not among these records", "look at the list again")
        before = registering.as_shown()
        after = register.revoking(before, who, theirs, desk().settings.today, line)
        register.require_good(after, desk().settings.today)
        if "seen" not in request.form:
            change = register.change(before, after)
            values = {"who": who, "theirs": theirs, "chosen": line, "change": change, "policy": _rules()}
            return maintaining.page("maintain-change.html", None, **values)
        registering.change_policy(after, f"revoke a key of {who}" if line else f"revoke {who}")
    except GlossaryError as error:
        return _person(who, error)
    return maintaining.done("/maintain", "revoked")
