"""What maintainers do with the policy at the desk: they enter keys that wait, and sign it where their own keys are pinned."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as Redirect

from glossary.content import files
from glossary.desk import countersigning, credentials, intake, maintaining, people, register, sessions
from glossary.desk.challenges import pasted
from glossary.desk.desk import desk
from glossary.desk.sessions import maintainer
from glossary.errors import GlossaryError, Refused
from glossary.ledger import maintainers
from glossary.ledger import policy as policies

blueprint = Blueprint("registering", __name__, url_prefix="/maintain")


@blueprint.post("/keys")
@maintainer
def enter_key() -> Response | Redirect:
    """Enter a key that waits into the policy."""
    line = request.form.get("key", "")
    try:
        held = next((each for each in credentials.waiting(desk()) if each.key.line == line), None)
        if held is None or people.find(desk(), held.who) is None:
            raise Refused("this key does not wait any more", "somebody else may have entered it")
        if "compared" not in request.form:
            raise Refused("nobody has compared its fingerprint", "ask its owner for it, over another way than the desk")
        change_policy(maintaining.with_key(held, as_shown()), f"enter a key of {held.who}")
    except GlossaryError as error:
        return maintaining.overview(error)
    return maintaining.done("/maintain", "key")


def as_shown() -> str:
    """Return the policy's file. Raises ``Refused`` where it is not the one that the page was made from."""
    text = register.read(desk().settings.translations)
    if policies.digest_of(text.encode()) != request.form.get("policy"):
        raise Refused("the policy has changed since the page was opened", "look at the change again")
    return text


def change_policy(text: str, message: str) -> None:
    """Change the policy, as a commit. Raises ``Refused``."""
    settings = desk().settings
    register.require_good(text, settings.today)
    file = settings.translations / policies.FILE
    with intake.checkout(desk()).changing(file, message, sessions.current().id):
        as_shown()
        files.replace(file, text)


@blueprint.get("/policy.toml")
@maintainer
def policy_file() -> Response:
    """The policy, as a file to sign."""
    data = files.read_bytes(desk().settings.translations / policies.FILE)
    headers = {"Content-Disposition": 'attachment; filename="policy.toml"', "Content-Type": "application/octet-stream"}
    return Response(data, headers=headers)


@blueprint.post("/signature")
@maintainer
def sign_policy() -> Response | Redirect:
    """Keep a maintainer's signature of the policy, once it is checked."""
    name, armour = request.form.get("name", ""), pasted(request.form.get("signature", "")) + "\n"
    settings = desk().settings
    try:
        as_shown()
        countersigning.require(settings, name, armour)
        file = maintainers.place(settings.translations, name)
        with intake.checkout(desk()).changing(file, "sign the policy", sessions.current().id):
            as_shown()
            files.replace(file, armour)
    except GlossaryError as error:
        return maintaining.overview(error)
    return maintaining.done("/maintain", "signed")
