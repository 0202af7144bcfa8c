"""The pages on which maintainers adopt what stands beside the texts."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as Redirect

from glossary.desk import maintaining, offers, sessions
from glossary.desk.desk import desk
from glossary.desk.sessions import maintainer
from glossary.edition.edition import Edition
from glossary.errors import GlossaryError, Refused
from glossary.ledger import adoption, signed

blueprint = Blueprint("adopting", __name__, url_prefix="/maintain/adopt")


def _edition() -> Edition:
    shown = desk().content.now(fresh=True)
    desk().content.require_good(shown)
    return shown.edition


@blueprint.get("")
@maintainer
def overview() -> Response:
    """What stands beside the texts and is not adopted, word by word."""
    return _overview()


def _overview(error: GlossaryError | None = None) -> Response:
    mine, others = offers.of(desk(), desk().content.now(fresh=True).edition, sessions.current())
    return maintaining.page("maintain-adopt.html", error, mine=mine, others=others)


@blueprint.post("")
@maintainer
def adopt() -> Response | Redirect:
    """Adopt what was ticked; where the policy asks for signatures, ask for them first."""
    items, person = request.form.getlist("item"), sessions.current()
    try:
        edition = _edition()
        if edition.policy.unsigned is None:
            offers.adopt(desk(), edition, person, items)
        elif "signatures" not in request.form:
            return _to_sign(edition, items)
        else:
            return _sign(edition, items)
    except GlossaryError as error:
        return _overview(error)
    return maintaining.done("/maintain/adopt", "adopted")


def _to_sign(edition: Edition, items: list[str], error: GlossaryError | None = None) -> Response:
    acts = offers.prepared(desk(), edition, sessions.current(), items)
    namespace = signed.namespace(signed.ADOPTION, edition.identity.id)
    values = {"items": items, "acts": acts, "when": offers.stated(desk()), "namespace": namespace}
    return maintaining.page("maintain-sign.html", error, **values)


def _sign(edition: Edition, items: list[str]) -> Response | Redirect:
    try:
        if request.form.get("when") != offers.stated(desk()):
            raise Refused(
                "something was adopted since, or a day has begun", "sign these lines instead, as they are now"
            )
        offers.adopt(desk(), edition, sessions.current(), items, request.form["signatures"])
    except GlossaryError as error:
        return _to_sign(edition, items, error)
    return maintaining.done("/maintain/adopt", "adopted")


@blueprint.get("/<int:number>.line")
@maintainer
def line(number: int) -> Response:
    """What a maintainer signs to adopt one thing, as a file."""
    items = request.args.getlist("item")
    acts = offers.prepared(desk(), _edition(), sessions.current(), items)
    if not 0 < number <= len(acts):
        abort(404)
    name = {"Content-Disposition": f'attachment; filename="adopt-{number}.line"'}
    return Response(adoption.message(acts[number - 1]), headers=name, mimetype="application/octet-stream")
