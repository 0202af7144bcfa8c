"""How somebody enters and leaves the desk: the start, an invitation, signing in and out, one's keys."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from glossary.desk import challenges, credentials, invitations, passkeys, people, sessions, words
from glossary.desk.desk import desk
from glossary.desk.people import Person
from glossary.desk.sessions import Session, signed_in
from glossary.errors import BadSignature, Refused
from glossary.proofs.keys import Key

blueprint = Blueprint("entering", __name__)

_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.-]*", re.ASCII)
"""A page of the desk, to which signing in leads back."""

_STRANGER = Refused("this key lets nobody in", "use another one, or ask for an invitation")


@blueprint.get("/")
def start() -> Response | Redirect:
    """What this is; for whoever is signed in, their queue."""
    return redirect("/queue", 303) if sessions.somebody() else make_response(render_template("start.html"))


@blueprint.get("/invitation/<secret>")
def invitation(secret: str) -> Response:
    """Show an invitation. Looking at it uses nothing up: mail programs do, too."""
    who = invitations.find(desk(), secret)
    return _invitation(secret, who) if who else _dead()


@blueprint.post("/invitation/<secret>")
def accept(secret: str) -> Response | Redirect:
    """Take a key, and let its owner in."""
    if (who := invitations.find(desk(), secret)) is None:
        return _dead()
    try:
        key, name = _made(sessions.visit())
        with desk().state.change() as database:
            invitations.use(database, secret)
            credentials.keep(desk(), database, who, key, name)
    except (Refused, BadSignature) as error:
        return _invitation(secret, who, error)
    people.remember(desk(), who)
    sessions.begin(who)
    return redirect("/keys", 303)


def _dead() -> Response:
    if not desk().brake.wrong():
        return make_response(render_template("dead.html", days=invitations.DAYS), 429, {"Retry-After": "60"})
    return make_response(render_template("dead.html", days=invitations.DAYS), 404)


def _invitation(secret: str, who: str, error: Refused | BadSignature | None = None) -> Response:
    if (invited := people.find(desk(), who)) is None:
        return _dead()
    whom = {"invited": invited, "duties": people.duties(invited), "path": f"/invitation/{secret}"}
    return _page("invitation.html", error, **_parts(who), **whom)


@blueprint.get("/line")
def line() -> Response:
    """The line that an SSH key must sign, as a file."""
    return Response(challenges.line(desk(), sessions.visit()), mimetype="text/plain")


@blueprint.get("/sign-in")
def sign_in() -> Response:
    """Ask for a key."""
    return _sign_in(request.args.get("next", ""))


@blueprint.post("/sign-in")
def enter() -> Response | Redirect:
    """Let somebody in whose key has signed."""
    back = request.form.get("next", "")
    try:
        who = _whose(sessions.visit())
    except (Refused, BadSignature) as error:
        return _sign_in(back, error)
    people.remember(desk(), who)
    sessions.begin(who)
    return redirect(back if _PATH.fullmatch(back) else "/", 303)


def _whose(session: Session) -> str:
    """Return whose key has signed the line of a session. Raises ``BadSignature``, or ``Refused`` for a stranger's."""
    if armour := request.form.get("armour"):
        key, name = challenges.by_ssh(desk(), session, armour), None
    else:
        given = passkeys.given(request.form)
        key, name = challenges.by_passkey(desk(), session, given), given.id
    held = credentials.owner(desk(), key)
    if held is None or not held.enters or people.find(desk(), held.who) is None:
        raise _STRANGER
    with desk().state.change() as database:
        credentials.keep(desk(), database, held.who, key, name)
    return held.who


def _sign_in(back: str, error: Refused | BadSignature | None = None) -> Response:
    values = {"challenge": challenges.for_passkey(desk(), sessions.visit()), "site": desk().site}
    return _page("sign-in.html", error, **_line(), **values, next=back if _PATH.fullmatch(back) else "/")


@blueprint.post("/sign-out")
def sign_out() -> Redirect:
    """Sign out."""
    sessions.end()
    return redirect("/", 303)


@blueprint.get("/keys")
@signed_in
def keys() -> Response:
    """One's keys, and whether they count."""
    return _keys(sessions.current())


@blueprint.post("/keys")
@signed_in
def add_key() -> Response | Redirect:
    """Take one more key."""
    person, session = sessions.current(), sessions.visit()
    try:
        key, name = _made(session)
        sessions.use_challenge(session)
        with desk().state.change() as database:
            credentials.keep(desk(), database, person.id, key, name)
    except (Refused, BadSignature) as error:
        return _keys(person, error)
    return redirect("/keys", 303)


@blueprint.post("/keys/forget")
@signed_in
def forget_key() -> Redirect:
    """Forget a key that the policy does not have, and sign out wherever else this person is signed in."""
    person = sessions.current()
    credentials.forget(desk(), person.id, request.form.get("key", ""))
    sessions.end_others(person.id)
    return redirect("/keys", 303)


def _keys(person: Person, error: Refused | BadSignature | None = None) -> Response:
    held = credentials.of(desk(), person.id)
    text = credentials.for_policy(desk(), person, held)
    return _page("keys.html", error, **_parts(person.id), held=held, for_policy=text, today=desk().settings.today)


def _made(session: Session) -> tuple[Key, bytes | None]:
    """Return the key that a form brings, and a passkey's id. Raises ``Refused``, ``BadSignature``."""
    if armour := request.form.get("armour"):
        return challenges.by_ssh(desk(), session, armour), None
    return passkeys.made(desk(), session, request.form.get("passkey", ""))


def _parts(who: str) -> dict[str, Any]:
    """Return what a page needs on which somebody makes a key."""
    return {**_line(), "options": passkeys.to_make(desk(), sessions.visit(), who)}


def _line() -> dict[str, Any]:
    session = sessions.visit()
    names = {"line": challenges.line(desk(), session), "namespace": challenges.namespace(desk())}
    return {**names, "origin": desk().origin, "told_ssh": "armour" in request.form}


def _page(template: str, error: Refused | BadSignature | None, **values: Any) -> Response:
    """Return a page, and what is wrong with what it was sent."""
    told = words.told(error) if error else None
    return make_response(render_template(template, told=told, **values), 403 if error else 200)
