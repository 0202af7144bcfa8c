"""The pages on which reviewers read: the queue, and one text."""

from __future__ import annotations

import re
from datetime import datetime

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as Redirect

from glossary.desk import credentials, notes, passkeys, sessions
from glossary.desk.desk import desk
from glossary.desk.page import Page
from glossary.desk.tasks import Own, Task
from glossary.desk.view import View
from glossary.errors import BadContent, GlossaryError
from glossary.ledger import record as lines
from glossary.ledger.roles import ROLES
from glossary.review import receiving

blueprint = Blueprint("reading", __name__)

SHOWN = 50
"""Most texts that the queue lists: more would only weigh on whoever reads it."""


def view() -> View:
    """Return what the person who is signed in sees. Raises ``BadContent`` where there is no content to show."""
    person, running = sessions.current(), desk()
    shown, batch = running.content.now(), running.batches.of(person.id)
    languages, now = {act.language for act in batch.acts}, shown.edition.records.former.now
    own = Own(
        {(act.language, now(act.concept)): act for act in batch.acts},
        {language: running.batches.records(batch, language) for language in languages},
        {(language, now(concept)) for language, concept in notes.later(running.state, person.id, shown.day)},
    )
    wishes = {(language, now(concept)): wish for (language, concept), wish in notes.wishes(running.state).items()}
    return View(shown, shown.edition_for(person, running.origin), person, own, wishes)


def _page(language: str, concept: str) -> Page:
    seen = view()
    known = seen.edition.concepts.get(seen.edition.records.former.now(concept))
    if known is None or known.retired or language not in seen.edition.languages:
        abort(404)
    return Page(seen, language, known)


@blueprint.get("/queue")
@sessions.signed_in
def queue() -> Response:
    """What waits for whoever is signed in."""
    kept = notes.kept(desk().state, sessions.current().id)
    try:
        seen = view()
    except BadContent as error:
        return make_response(render_template("broken.html", findings=error.findings, roles=ROLES, kept=kept), 503)
    tasks = seen.tasks()
    ready = [task for task in tasks[: 2 * SHOWN] if not (task.roles and _failing(seen, task))][:SHOWN]
    more = {"day": seen.shown.day, "findings": seen.shown.findings, "done": _done(seen), "kept": kept}
    return make_response(render_template("queue.html", view=seen, tasks=ready, total=len(tasks), **more))


def _failing(seen: View, task: Task) -> bool:
    return seen.shown.failing(*task.name)


def _done(seen: View) -> str:
    """Return what was just done, in words, if it was: the address alone could say anything."""
    verb, _, name = request.args.get("done", "").partition(":")
    language, _, concept = name.partition("/")
    act = seen.own.acts.get((language, concept))
    return f"{_DID[verb]} “{concept}” ({language})" if act and act.verb == verb else ""


_DID = {
    "approve": "Your approval is in your batch:",
    "ask": "Your wish for a change is in your batch:",
    "propose": "The words that you propose are in your batch:",
    "withdraw": "The withdrawal is in your batch:",
}
"""What was done, by the verb of its act."""


@blueprint.get("/<language>/<concept>")
@sessions.signed_in
def text(language: str, concept: str) -> Response:
    """One text, field by field, with what can be said of it."""
    return _shown(_page(language, concept))


def _shown(page: Page) -> Response:
    state, who = desk().state, page.view.person.id
    following, now = _after(page.view, page.language, page.concept.id), page.view.edition.records.former.now
    mine = [passkeys.text(each) for each in credentials.ids(desk(), who)]
    values = {
        "page": page,
        "next": following,
        "done": _done(page.view),
        "kept": {each.act: each for each in notes.kept(state, who) if (each.language, now(each.concept)) == page.name},
        "looked": notes.looked_up(state, who, page.concept.id),
        "data": page.data(desk().site, mine),
    }
    return make_response(render_template("text.html", **values))


@blueprint.app_template_filter("marked")
def marked(text: str) -> list[str]:
    """Return a difference in words as its parts: ``[-…-]`` what goes, ``{+…+}`` what comes, and what stays."""
    return _MARKED.split(text)


_MARKED = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})", re.DOTALL)


def _after(seen: View, language: str, concept: str) -> Task | None:
    # The script fetches a page while the verdict on the text before it is being written.
    decided = {f"{language}/{concept}", request.args.get("after", "")}
    others = (task for task in seen.tasks() if "/".join(task.name) not in decided and not _failing(seen, task))
    return next(others, None)


@blueprint.get("/<language>/<concept>.line")
@sessions.signed_in
def line(language: str, concept: str) -> Response:
    """What an SSH key signs to approve a text, as a file."""
    page, role = _page(language, concept), request.args.get("role", "")
    try:
        when = datetime.strptime(request.args.get("when", ""), f"{lines.TIME[:-1]}Z").replace(tzinfo=page.when.tzinfo)
    except ValueError:
        abort(404)
    data = page.line(role, when) if role in page.mine else ""
    if not data:
        abort(404)
    response = make_response(data.encode())
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Disposition"] = f'attachment; filename="{language}-{concept}.line"'
    return response


@blueprint.get("/record.js")
def record_script() -> Response:
    """The script that makes a record, the same on this desk and in the answers file."""
    return send_file(receiving.SCRIPT, mimetype="text/javascript")


def place_after(language: str, concept: str) -> str:
    """Return where the next text is; where there is none, or it cannot be said, the queue."""
    try:
        following = _after(view(), language, concept)
    except GlossaryError:
        return "/queue"
    return f"/{following.language}/{following.concept}" if following else "/queue"


@blueprint.post("/<language>/<concept>/later")
@sessions.signed_in
def later(language: str, concept: str) -> Redirect:
    """Hide a text until tomorrow, from one person."""
    page = _page(language, concept)
    notes.hide(desk().state, page.view.person.id, (language, page.concept.id), page.view.shown.day)
    return redirect(place_after(language, concept), 303)


@blueprint.post("/queue/all")
@sessions.signed_in
def show_all() -> Redirect:
    """Show again what was hidden until tomorrow."""
    notes.show_all(desk().state, sessions.current().id)
    return redirect("/queue", 303)


@blueprint.post("/<language>/<concept>/looked-up")
@sessions.signed_in
def looked_up(language: str, concept: str) -> Redirect:
    """Note that a source was looked up, or that it was not."""
    page, source = _page(language, concept), request.form.get("source", "")
    if any(each.url == source for each in page.concept.sources):
        notes.tick(desk().state, page.view.person.id, page.concept.id, source)
    return redirect(f"/{language}/{concept}#sources", 303)
