"""What reviewers send when they have decided. Until a verdict is written it is kept, with all that was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from glossary.content.model import ID
from glossary.content.text import FIELDS
from glossary.desk import credentials, forms, notes, passkeys, sessions, words
from glossary.desk.desk import desk
from glossary.desk.notes import Kept
from glossary.desk.reading import place_after
from glossary.desk.verdicts import Judge
from glossary.errors import BadTag, GlossaryError, Refused
from glossary.language.names import describe
from glossary.ledger.roles import ROLES

blueprint = Blueprint("deciding", __name__)

_SAW = "saw-"
"""How the fields of a form begin that hold the words which were shown."""


def judge() -> Judge:
    """Return whoever is signed in, as somebody who decides now."""
    running, person = desk(), sessions.current()
    keys = frozenset(held.key.line for held in credentials.of(running, person.id) if held.enters)
    return Judge(person, running.content, running.batches, keys, running.origin)


def _given(language: str, concept: str, act: str, give: Callable[[Judge], object]) -> Response | Redirect:
    """Give a verdict. Until it is written it is kept, with all that was sent."""
    _require_name(language, concept)
    running, person = desk(), sessions.current()
    fields = tuple((name, value) for name, value in request.form.items() if name != forms.FIELD)
    kept = Kept(language, concept, act, fields, "it was not finished")
    _keep(kept)
    try:
        give(judge())
    except GlossaryError as error:
        kept = Kept(language, concept, act, fields, str(error))
        _keep(kept)
        return _refused(kept, error)
    with suppress(Refused):  # it is written all the same
        notes.forget(running.state, person.id, language, concept, act)
    return redirect(f"{place_after(language, concept)}?done={act}:{language}/{concept}", 303)


def _require_name(language: str, concept: str) -> None:
    """Let nothing be kept under a name that no text can have."""
    try:
        describe(language)
    except BadTag:
        abort(404)
    if not ID.fullmatch(concept):
        abort(404)


def _keep(kept: Kept) -> None:
    with suppress(Refused):  # the page that follows holds all that was sent
        notes.keep(desk().state, sessions.current().id, kept)


def _refused(kept: Kept, why: GlossaryError) -> Response:
    what, remedy = words.told(why)
    return make_response(render_template("kept.html", kept=kept, what=what, remedy=remedy), 409)


def _saw() -> dict[str, str]:
    """Return the words that a page showed, as its form says."""
    return {name: value for name in FIELDS if (value := _words(f"{_SAW}{name}"))}


def _words(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n")


@blueprint.post("/<language>/<concept>/approve")
@sessions.signed_in
def approve(language: str, concept: str) -> Response | Redirect:
    """Approve a text: with the assertion of a passkey, or with a signature that was pasted."""

    def give(one: Judge) -> object:
        return one.approve(f"{_words('line').rstrip()}\n".encode(), language, _signature)

    return _given(language, concept, "approve", give)


def _signature(message: bytes, namespace: str) -> str:
    """Return the signature of a message that the form brings, in armour. Raises ``BadSignature``."""
    if pasted := _words("signed"):
        return f"{pasted.strip()}\n"
    given, running = passkeys.given(request.form), desk()
    mine = credentials.passkeys(running, given.id)
    return passkeys.signature(given, mine, message, namespace, running.origin).armour


@blueprint.post("/<language>/<concept>/ask")
@sessions.signed_in
def ask(language: str, concept: str) -> Response | Redirect:
    """Ask for a change of a text, with a reason."""
    name, reason, saw = _words("field"), _words("reason"), _saw()
    return _given(language, concept, "ask", lambda one: one.ask(language, concept, name, reason, saw))


@blueprint.post("/<language>/<concept>/propose")
@sessions.signed_in
def propose(language: str, concept: str) -> Response | Redirect:
    """Propose other words."""
    proposed, saw = {name: _words(name) for name in FIELDS if name in request.form}, _saw()
    return _given(language, concept, "propose", lambda one: one.propose(language, concept, proposed, saw))


@blueprint.get("/withdraw")
@sessions.signed_in
def withdrawing() -> Response:
    """Ask whether a text is to be taken back; it needs no content that can be read."""
    person = sessions.current()
    roles: Sequence[str] = [role for role in ROLES if role in person.roles]
    return make_response(render_template("withdraw.html", roles=roles, asked=request.args, person=person))


@blueprint.post("/withdraw")
@sessions.signed_in
def withdraw() -> Response | Redirect:
    """Take a text back."""
    language, concept, role = _words("language"), _words("concept"), _words("role")
    try:
        judge().withdraw(language, concept, role, every="every" in request.form)
    except GlossaryError as error:
        return _refused(Kept("", "", "withdraw", tuple(request.form.items()), ""), error)
    return redirect(f"/queue?done=withdraw:{language}/{concept}", 303)


@blueprint.post("/<language>/<concept>/forget")
@sessions.signed_in
def forget(language: str, concept: str) -> Redirect:
    """Give up a verdict that was not written."""
    notes.forget(desk().state, sessions.current().id, language, concept, _words("act"))
    return redirect("/queue", 303)
