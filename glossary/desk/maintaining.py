"""The pages of maintainers: who is invited, which keys wait, the policy and its signatures, batches, and what is not adopted.

To everybody else they do not exist. What they change is a commit in the checkout of the content, by their pseudonym.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from glossary.desk import countersigning, credentials, intake, invitations, notes, people, register, words
from glossary.desk.credentials import Held
from glossary.desk.desk import desk
from glossary.desk.sessions import maintainer
from glossary.desk.tasks import Wish
from glossary.errors import BadContent, Finding, GlossaryError, Refused
from glossary.ledger import policy as policies
from glossary.review import loggable

blueprint = Blueprint("maintaining", __name__, url_prefix="/maintain")

LISTED = 200
"""Most lines that the page of the log shows."""

_DONE = {
    "key": "The key is in the policy.",
    "revoked": "The policy revokes it now.",
    "signed": "The signature is kept.",
    "taken": "The batch is taken in.",
    "adopted": "It is adopted: readers get it with the next look of the service.",
    "wish": "The queue has it.",
}
"""What was done, in words."""


def page(template: str, error: GlossaryError | None = None, **values: Any) -> Response:
    """Return a page, and what is wrong with what it was sent."""
    told = words.told(error) if error else None
    done = _DONE.get(request.args.get("done", ""), "")
    return make_response(render_template(template, told=told, done=done, **values), 409 if error else 200)


def done(path: str, what: str) -> Redirect:
    """Lead to a page that says what was done."""
    return redirect(f"{path}?done={what}", 303)


@blueprint.get("")
@maintainer
def start() -> Response:
    """All that waits for maintainers."""
    return overview()


def overview(error: GlossaryError | None = None) -> Response:
    """Return the page of all that waits, and what is wrong with what was sent from it."""
    running = desk()
    findings, pending = _state()
    rules = policies.load(running.settings.translations, running.settings.today)
    values = {
        "findings": findings,
        "invited": invitations.known(running),
        "waiting": [(held, _change(held)) for held in credentials.waiting(running)],
        "batches": running.batches.waiting(),
        "reviewers": sorted(rules.reviewers.values(), key=lambda one: one.id),
        "signed": countersigning.of(running.settings),
        "policy": rules,
        "pending": pending,
    }
    return page("maintain.html", error, **values)


def _state() -> tuple[tuple[Finding, ...], int | None]:
    """Return what is wrong with the content, and how much is not adopted. The page is there in every state of the content:
    a policy that waits for signatures is mended here."""
    try:
        shown = desk().content.now()
    except BadContent as error:
        return error.findings, None
    return shown.findings, len(shown.edition.pending)


def _change(held: Held) -> list[str]:
    """Return how the policy changes with a key that waits; why it cannot, where it cannot."""
    before = register.read(desk().settings.translations)
    try:
        return register.change(before, with_key(held, before))
    except Refused as error:
        return [str(error)]


def with_key(held: Held, text: str) -> str:
    """Return the policy with a key that waits. Raises ``Refused``."""
    person = people.find(desk(), held.who)
    roles, languages = (person.roles, person.languages) if person else ((), ())
    return register.with_key(text, held.who, held.key.line, desk().origin, roles, languages)


@blueprint.get("/batches/<who>")
@maintainer
def batch(who: str) -> Response:
    """A batch, with what is new, changed or lost in it."""
    return _batch(who)


def _batch(who: str, error: GlossaryError | None = None) -> Response:
    if (found := intake.look(desk(), who)) is None:
        abort(404)
    return page("maintain-batch.html", error, look=found)


@blueprint.post("/batches/<who>")
@maintainer
def take_in(who: str) -> Response | Redirect:
    """Take a batch in."""
    try:
        intake.take_in(desk(), who, request.form.get("seen", ""))
    except GlossaryError as error:
        return _batch(who, error)
    return done("/maintain", "taken")


@blueprint.get("/wishes")
@maintainer
def wishes() -> Response:
    """What matters most, and by when."""
    return _wishes()


def _wishes(error: GlossaryError | None = None) -> Response:
    edition = desk().content.now().edition
    found = sorted(notes.wishes(desk().state).items())
    return page("maintain-wishes.html", error, wishes=found, edition=edition, today=desk().settings.today)


@blueprint.post("/wishes")
@maintainer
def wish() -> Response | Redirect:
    """Set how much a text matters, and its day."""
    form = request.form
    try:
        edition = desk().content.now().edition
        edition.concept(form.get("concept", ""))
        name = edition.offered(form.get("language", "")), form["concept"]
        notes.wish(desk().state, name, Wish(_priority(form.get("priority", "")), _day(form.get("due", ""))))
    except GlossaryError as error:
        return _wishes(error)
    return done("/maintain/wishes", "wish")


def _priority(written: str) -> int:
    if written not in ("0", "1", "2"):
        raise Refused("this is no priority", "choose one of the list")
    return int(written)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refused(f"“{written}” is no day", "write it as 2026-12-31") from None


@blueprint.get("/log")
@maintainer
def log() -> Response:
    """What the log does not have yet, and the command that enters it."""
    try:
        missing = loggable.missing(desk().settings)
    except BadContent as error:
        return page("maintain-log.html", error, rows=[], total=0)
    return page("maintain-log.html", rows=[*map(_in_words, missing[:LISTED])], total=len(missing))


def _in_words(line: bytes) -> str:
    try:
        values = json.loads(line)
    except ValueError:
        return f"policy, version {line.decode().split(' ')[0]}"
    by = values.get("adopted") or values
    what = values.get("verdict") or "adopt"
    name = " ".join(filter(None, (values.get("language", ""), values.get("concept") or values.get("key", ""))))
    return f"{by['when'][:10]} {by['who']}: {what} {name}"
