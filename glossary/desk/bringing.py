"""What somebody answered without the desk, in an answers file, brought to it.

An approval that is signed goes into their batch as it is. One that is not is approved here: the list leads to its text, if
the words are still those that were read. Changes that were asked for go into the batch as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from flask import Blueprint, Response, make_response, render_template, request

from glossary.content import files
from glossary.content.model import Approval
from glossary.desk import deciding, sessions, words
from glossary.desk.reading import view
from glossary.desk.verdicts import Judge
from glossary.errors import GlossaryError, Refused
from glossary.review import comments, receiving
from glossary.review.comments import Comment

LINE, SIGNATURE, COMMENTS = ".line", ".sig", ".comments.json"

Act = Callable[[], tuple[str, str]]
"""Does something with what was brought; returns what was done, and where to go on, if anywhere."""

blueprint = Blueprint("bringing", __name__)


@dataclass(frozen=True)
class Brought:
    """What has become of one file, or of one comment in it. ``place`` is where to go on; ``remedy`` what to do instead."""

    name: str
    what: str
    place: str = ""
    remedy: str = ""


@blueprint.get("/answers")
@sessions.signed_in
def ask() -> Response:
    """Ask for the files."""
    return make_response(render_template("answers.html", brought=()))


@blueprint.post("/answers")
@sessions.signed_in
def bring() -> Response:
    """Take the files, each by itself, and say what has become of them."""
    sent = {PurePosixPath(each.filename or "").name: each.read() for each in request.files.getlist("answers")}
    judge, brought = deciding.judge(), list[Brought]()
    for name, data in sorted(sent.items()):
        for act in _acts(judge, name, data, sent):
            brought.append(_done(files.printable(name), act))
    return make_response(render_template("answers.html", brought=brought))


def _acts(judge: Judge, name: str, data: bytes, sent: Mapping[str, bytes]) -> Iterator[Act]:
    """Yield what is to be done with a file: one approval, or each of its comments."""
    if name.endswith(LINE):
        yield partial(_approved, judge, data, sent.get(name + SIGNATURE))
    elif name.endswith(COMMENTS):
        try:
            yield from (partial(_commented, judge, comment) for comment in comments.read(data))
        except GlossaryError as error:
            yield partial(_failed, error)


def _failed(error: GlossaryError) -> tuple[str, str]:
    raise error


def _commented(judge: Judge, comment: Comment) -> tuple[str, str]:
    return judge.comment(comment), ""


def _done(name: str, act: Act) -> Brought:
    try:
        what, place = act()
    except GlossaryError as error:
        reason, remedy = words.told(error)
        return Brought(name, reason, remedy=remedy)
    return Brought(name, what, place)


def _approved(judge: Judge, line: bytes, signature: bytes | None) -> tuple[str, str]:
    """Write an approval that is signed; of one that is not, return where it can be given."""
    language = receiving.language(line)
    if signature is not None:
        armour = signature.decode(errors="replace")
        record = judge.approve(line, language, lambda _message, _namespace: armour)
        return f"Your approval of “{record.concept}” ({language}) is in your batch", ""
    record = receiving.read(line, language, None)
    _require_same(judge, record)
    return f"“{record.concept}” ({language}): the words are those that you read; approve them here", _place(record)


def _place(record: Approval) -> str:
    return f"/{record.language}/{record.concept}"


def _require_same(judge: Judge, record: Approval) -> None:
    """Raise ``Refused`` for somebody else's approval, and where the words, or the English beside them, have changed."""
    judge.require_me(record.who)
    edition = view().edition
    concept = edition.concept(edition.records.former.now(record.concept)).id
    proposal = edition.proposal(concept, edition.offered(record.language))
    if proposal is None or proposal.key != (record.text.digest, record.source):
        raise Refused(f"“{record.concept}” ({record.language}) has changed since it was read", "read it anew, here")
