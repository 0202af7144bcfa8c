"""The glossary's words in a text that is sent (``GLOSSARY_ANNOTATE``). It is for programs; no page calls it.

1. Nothing of a text is kept or logged, nor is it in an error; no answer is stored.
2. A page cannot call it, of whatever origin: there is no CORS (``headers``), and what a browser sends for a page is refused.
   A text is a “simple” request, which a browser would send without asking first (Fetch standard, 3.3).
3. Only so many texts are searched at once that readers have a thread. Whoever sends slowly holds one of these places.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Response, request
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, abort

from glossary.annotate.html import BadPage
from glossary.annotate.markup import Markup
from glossary.annotate.occurrences import Per
from glossary.annotate.page import Scope
from glossary.annotate.wanted import Wanted
from glossary.contract import matches
from glossary.contract.schemas.matches import Annotations
from glossary.errors import GlossaryError
from glossary.http import bodies, headers, openapi, problems
from glossary.http.headers import Cache
from glossary.http.openapi import LANG, View
from glossary.http.problems import Kind
from glossary.http.queries import described, switch
from glossary.http.requests import service
from glossary.language.tags import parse
from glossary.serving.places import Full, Places

if TYPE_CHECKING:  # the extra may not be installed
    from glossary.annotate.annotator import Annotator

_log = logging.getLogger("glossary")

MAX_TEXT = 256 * 1024
"""Longest text, in bytes."""

PLAIN, HTML, JSON = "text/plain", "text/html", "application/json"
_UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii"})
_FROM_PAGE = Kind(403, "not-for-pages", "Not for pages")
_UNACCEPTABLE = Kind(406, "not-acceptable", "No such form")
_TOO_LONG = Kind(413, "text-too-long", "The text is too long")
_OTHER_KIND = Kind(415, "unsupported-text", "Not a kind of text that is read")
_UNREADABLE = Kind(400, "unreadable-text", "The text cannot be read")
_MISSING = Kind(501, "not-installed", "Not installed")
_BUSY = Kind(503, "busy", "Busy")

_ALONE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",  # a page of somebody else's
    "Cross-Origin-Resource-Policy": "same-origin",
}
_BODY = {
    "required": True,
    "description": f"The text, in UTF-8, of at most {MAX_TEXT:,} bytes.",
    "content": {
        PLAIN: {"schema": {"type": "string"}, "example": "A dove is no pigeon."},
        HTML: {"schema": {"type": "string"}, "example": "<p>A dove is no pigeon."},
    },
}

places = Places()
blueprint = openapi.DocumentedBlueprint(
    "annotating", __name__, url_prefix="/v1", description="The glossary's words in a text"
)


class AnnotateQuery(Schema):
    """What is wanted of a text."""

    ask = switch("Also words that have an ordinary meaning too (`autolink` is `ask`).")
    headings = switch("Also in headings of HTML.")
    quotations = switch("Also in quotations of HTML (`blockquote`, `q`, `cite`).")
    per = fields.Enum(
        Per,
        by_value=True,
        metadata=described(
            "Of each concept the first mention in a section, on the page, or all. Without it all matches, and in HTML with"
            " links one in each section. A plain text is one section; words to avoid are always all there.",
            "page",
        ),
    )
    markup = fields.Enum(
        Markup,
        by_value=True,
        load_default=Markup.PLAIN,
        metadata=described("In HTML with links, how a link is written.", "data"),
    )


class Unforeseen(Exception):
    """A failure by its kind and place only: the message of the error itself might quote the text (rule 1)."""


@blueprint.route("/<lang>/annotate", methods=["POST"], parameters=[LANG])
@blueprint.arguments(AnnotateQuery(), location="query")
@openapi.responds(blueprint, Annotations, 400, 403, 406, 413, 415, 501, 503, kinds=[HTML])
@blueprint.doc(requestBody=_BODY)
def annotate(query: dict[str, Any], lang: str) -> View | Response:
    """Terms, and words to avoid, in a text"""
    requested = parse(lang)
    _refuse_pages()
    sent, wanted = _sent(), query.pop("per", None)
    answered = _answered(sent)
    _require_extra()
    with _place(), _discreetly():
        annotator = service().annotator
        language = annotator.language(requested)
        scope = Scope(language, query.pop("headings"), query.pop("quotations"))
        per = wanted or (Per.SECTION if answered == HTML else Per.ALL)
        return _answer(annotator, requested, Wanted(scope, per=per, **query), sent, answered)


def _answer(annotator: Annotator, requested: str, wanted: Wanted, sent: str, answered: str) -> View | Response:
    body, language = _body(), wanted.scope.language
    if answered == HTML:
        return Response(
            annotator.linked(body, wanted), content_type=f"{HTML}; charset=utf-8", headers=_headers(language)
        )
    found = annotator.in_page(body, wanted) if sent == HTML else annotator.in_text(_decoded(body), wanted)
    pages = {each: words.page for each, words in annotator.words.items()}
    document = matches.of_matches(requested, language, (match._asdict() for match in found), pages)
    return document, _headers(language, *(match.language for match in found))


def _headers(*languages: str | None) -> dict[str, str]:
    known = list(filter(None, languages)) or ["und"]  # undetermined (RFC 5646): a tag that was sent may be any
    return {**_ALONE, **headers.of_response(Cache.NEVER, known, vary="Accept")}


def _refuse(kind: Kind, detail: str, **more: str) -> NoReturn:
    response = problems.response(kind, detail)
    response.headers.update({**_ALONE, **{name.replace("_", "-"): value for name, value in more.items()}})
    abort(response)


def _refuse_pages() -> None:
    """Rule 2."""
    if "Origin" in request.headers or "Sec-Fetch-Site" in request.headers:
        remedy = "In a page use /embed/glossary-auto.js, which sends no text to anybody."
        _refuse(_FROM_PAGE, f"This address is for programs, and answers no page. {remedy}")


def _sent() -> str:
    """Return the media type of what is sent."""
    kind, charset = request.mimetype, request.mimetype_params.get("charset", "").lower()
    if kind not in (PLAIN, HTML):
        _refuse(_OTHER_KIND, f"Send {PLAIN} or {HTML}, and say which in Content-Type.", Accept=f"{PLAIN}, {HTML}")
    if charset not in _UTF_8:
        _refuse(_OTHER_KIND, "Send the text in UTF-8, and say no other charset in Content-Type.")
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        _refuse(_OTHER_KIND, "Send the text as it is, not compressed.", Accept_Encoding="identity")
    return kind


def _answered(sent: str) -> str:
    """Return the media type that the client prefers of those that there are for what is sent: JSON where it likes both."""
    accept = request.accept_mimetypes
    kinds = (JSON, HTML) if sent == HTML else (JSON,)
    quality = {kind: max(accept[kind], accept[f"{kind}; charset=utf-8"]) if accept else 1 for kind in kinds}
    if not any(quality.values()):
        _refuse(_UNACCEPTABLE, f"Of {sent} there is {' or '.join(kinds)}: write one of them in Accept.")
    return max(kinds, key=quality.__getitem__)


@blueprint.record_once
def _warn(_state: object) -> None:
    if not _installed():
        _log.warning("texts cannot be searched", extra={"values": {"remedy": "install the extra “annotate”"}})


def _installed() -> bool:
    return find_spec("ahocorasick_rs") is not None


def _require_extra() -> None:
    if not _installed():
        remedy = "Whoever runs it installs the extra “annotate” (pip install -e '.[annotate]') and starts it again."
        _refuse(_MISSING, f"This service lacks what finds words in texts. {remedy}")


@contextmanager
def _place() -> Iterator[None]:
    """Rule 3."""
    try:
        with places.taken(service().settings.annotate_at_once):
            yield
    except Full:
        _refuse(
            _BUSY, "Other texts are being searched. Send this one again in a second.", Retry_After=str(bodies.SECONDS)
        )


@contextmanager
def _discreetly() -> Iterator[None]:
    try:
        yield
    except BadPage as error:
        _refuse(_UNREADABLE, f"{error}.")
    except (GlossaryError, HTTPException):
        raise
    except Exception as error:
        raise Unforeseen(type(error).__name__).with_traceback(error.__traceback__) from None


def _body() -> bytes:
    try:
        return bodies.whole(request, MAX_TEXT, cache=False)
    except RequestEntityTooLarge:
        _refuse(_TOO_LONG, f"Send at most {MAX_TEXT:,} bytes: a long text in parts.")


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        _refuse(
            _UNREADABLE,
            f"Byte {error.start + 1} of the text, {body[error.start]:#04x}, is not UTF-8; send it in UTF-8.",
        )
