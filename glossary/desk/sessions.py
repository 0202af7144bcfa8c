"""Who is signed in: a cookie, of which the desk keeps the hash.

1. The cookie is new with each sign-in, and whoever held an older one has nothing (session fixation).
2. No script reads it, no other site sends it, and over HTTPS no other host can set it (``__Host-``).
3. A session ends after twelve hours; that of a visitor, who is only about to sign in, after one.
4. A challenge is used once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import ParamSpec, TypeVar

from flask import Flask, Response, abort, g, request

from glossary.desk import people
from glossary.desk.desk import desk
from glossary.desk.people import Person
from glossary.errors import Refused

HOURS = 12
_MOST_VISITORS = 10_000
"""Most visitors' sessions that are kept. The oldest leave first."""

P = ParamSpec("P")
R = TypeVar("R")


class SignedOut(Exception):
    """Nobody is signed in, or not any more."""


@dataclass(frozen=True)
class Session:
    """A session: of whom (``None``: a visitor), what its forms hold (``form``), and what a key must sign (``challenge``)."""

    hash: str
    who: str | None
    form: str
    challenge: str


def cookie() -> str:
    """Return the cookie's name (rule 2). Browsers take the longer one only over HTTPS."""
    return "__Host-desk" if desk().encrypted else "desk"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def here() -> Session | None:
    """Return the session of this request."""
    if "session" not in g:
        found = desk().state.row(
            "SELECT hash, who, form, challenge FROM sessions WHERE hash = ? AND expires > ?",
            _hash(request.cookies.get(cookie(), "")),
            desk().now,
        )
        g.session = Session(**found) if found else None
    session: Session | None = g.session
    return session


def begin(who: str | None = None) -> Session:
    """Begin a session in place of the one that there is (rule 1)."""
    token = secrets.token_urlsafe(32)
    made = Session(_hash(token), who, secrets.token_urlsafe(32), secrets.token_hex(32))
    expires = desk().now + (HOURS if who else 1) * 3600  # 3
    before = here()
    with desk().state.change() as database:
        database.execute("DELETE FROM sessions WHERE expires <= ? OR hash = ?", (desk().now, before and before.hash))
        database.execute(
            "DELETE FROM sessions WHERE hash IN "
            "(SELECT hash FROM sessions WHERE who IS NULL ORDER BY expires DESC LIMIT -1 OFFSET ?)",
            (_MOST_VISITORS,),
        )
        values = made.hash, made.who, made.form, made.challenge, expires
        database.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", values)
    g.session, g.token = made, token
    return made


def visit() -> Session:
    """Return the session of this request, which begins where there is none."""
    return here() or begin()


def use_challenge(session: Session) -> None:
    """Use a challenge up (rule 4). Raises ``Refused`` where another tab was quicker."""
    fresh = "UPDATE sessions SET challenge = ? WHERE hash = ? AND challenge = ?"
    if not desk().state.write(fresh, secrets.token_hex(32), session.hash, session.challenge):
        raise Refused("this page was too old", "try again")
    g.pop("session")


def end() -> None:
    """End the session of this request."""
    if session := here():
        desk().state.write("DELETE FROM sessions WHERE hash = ?", session.hash)
    g.session, g.token = None, ""


def end_others(who: str) -> None:
    """End every session of a person but this one."""
    session = here()
    desk().state.write("DELETE FROM sessions WHERE who = ? AND hash != ?", who, session.hash if session else "")


def somebody() -> Person | None:
    """Return who is signed in, if anybody is."""
    if "person" not in g or g.person_of != here():
        session = here()
        g.person_of, g.person = session, people.find(desk(), session.who) if session and session.who else None
    person: Person | None = g.person
    return person


def shown() -> Person | None:
    """Return who is signed in, for the head of a page; nobody where the desk cannot tell, as on the page that says so."""
    try:
        return somebody()
    except Refused:
        return None


def current() -> Person:
    """Return who is signed in. Raises ``SignedOut``."""
    if (person := somebody()) is None:
        raise SignedOut
    return person


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let only those in who are signed in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current()
        return view(*args, **kwargs)

    return guarded


def maintainer(view: Callable[P, R]) -> Callable[P, R]:
    """Let only maintainers in. To others the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not (current().registered and current().is_maintainer):
            abort(404)
        return view(*args, **kwargs)

    return guarded


def _set_cookie(response: Response) -> Response:
    if "token" in g and g.token:
        response.set_cookie(cookie(), g.token, path="/", secure=desk().encrypted, httponly=True, samesite="Strict")
    elif "token" in g:
        response.delete_cookie(cookie(), path="/", secure=desk().encrypted, httponly=True, samesite="Strict")
    return response


def register(app: Flask) -> None:
    """Send the cookies of an application's sessions."""
    app.after_request(_set_cookie)
