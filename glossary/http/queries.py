"""The parameters of query strings. Unknown ones are ignored: links pick up tracking parameters on their way."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from flask import Request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from webargs.fields import DelimitedList
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from glossary.content.model import ID, Status
from glossary.http import bodies
from glossary.language.tags import MAX_TAG, WELL_FORMED

MAX_QUERY = 200
"""Longest search query, in characters."""

MAX_LIMIT = 100
"""Most hits of one search."""

MAX_STRING = 4000
"""Longest query string that is read, in bytes."""

MAX_BODY = 4000
"""Longest body of a request, a form, in bytes."""


_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""The media types of forms."""


class _Whole(validate.Regexp):
    """A pattern for the whole of a value.

    The pattern is also served in the OpenAPI document, so it keeps to what ECMA-262 and Python have in common (JSON Schema
    Core section 6.4). ``^`` and ``$`` are for clients: JSON Schema searches within a value.
    """

    def __call__(self, value: Any) -> Any:
        """Return the value. Raises ``ValidationError`` where the pattern does not match all of it."""
        # Not re.match, as the parent does: there “$” is also found before a line break at the end, in ECMA-262 it is not.
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


_PLAIN = _Whole(r"^[^\x00-\x1f\x7f]*$", error="it holds a control character; take it out")
_TAG = _Whole(f"^({WELL_FORMED})$", error="it is not a language tag; write one such as fr, pt-BR or zh-Hant")


def described(description: str, example: object) -> dict[str, Any]:
    """Return what is said of a parameter."""
    return {"description": description, "examples": [example]}


def switch(description: str) -> fields.Boolean:
    """A parameter that is true or false, and false where it is not given."""
    return fields.Boolean(
        truthy={"true"},
        falsy={"false"},
        load_default=False,
        error_messages={"invalid": "it must be true or false"},
        metadata=described(description, True),
    )


def _query() -> fields.String:
    size = validate.Length(1, MAX_QUERY, error=f"it must have 1 to {MAX_QUERY} characters")
    missing: dict[str, Any] = {"required": "it is missing; write for example ?q=word"}
    metadata = described("What to look for.", "dove")
    return fields.String(required=True, validate=[size, _PLAIN], error_messages=missing, metadata=metadata)


def _whole_number(least: int, most: int | None = None, **options: Any) -> fields.Integer:
    """A whole number within bounds. ``**options`` are those of the field."""
    said = f"it must be a whole number from {least}" + (f" to {most}" if most else "")
    return fields.Integer(validate=validate.Range(least, most, error=said), error_messages={"invalid": said}, **options)


def _limit(default: int) -> fields.Integer:
    return _whole_number(1, MAX_LIMIT, load_default=default, metadata=described("Most hits to return.", default))


class _Minimum(Schema):
    status = fields.Enum(
        Status,
        by_value=True,
        metadata=described(
            "The minimum status of a text that is shown. Responses with drafts are never cached.", "draft"
        ),
    )


class EntryQuery(_Minimum):
    lang = fields.String(
        validate=[validate.Length(1, MAX_TAG), _TAG],
        metadata=described("A BCP 47 tag. Without it Accept-Language decides.", "fr"),
    )


class ListQuery(_Minimum):
    group = fields.String(
        validate=[validate.Length(1, MAX_QUERY), _PLAIN],
        metadata=described("Only concepts of this group.", "day"),
    )
    ids = DelimitedList(
        fields.String(
            validate=_Whole(
                f"^{ID.pattern}$", error="it is no id; write ids as /v1/index.json has them, with commas between"
            ),
            metadata=described("An id.", "dove"),
        ),
        validate=validate.Length(
            1, MAX_LIMIT, error=f"write 1 to {MAX_LIMIT} ids with commas between, or leave it out"
        ),
        metadata=described(
            "Only these concepts. The answer names those that it does not have, under `not_found`.", ["dove", "owl"]
        ),
    )
    limit = _whole_number(
        1, MAX_LIMIT, metadata=described("Most entries to return; without it all. `total` is how many there are.", 20)
    )
    offset = _whole_number(
        0,
        load_default=0,
        metadata=described("How many entries to leave out first. Their order stays within an edition.", 20),
    )


_MARK = re.compile("[0-9a-f]{16}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Place(fields.String):
    """A day, or a place among the changes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        """Return a day as a date, a place as text."""
        text: str = super()._deserialize(value, attr, data, **options)
        if _MARK.fullmatch(text):
            return text
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise ValidationError(
                "it is no day, such as 2026-11-23, no “through” of an earlier answer and no edition"
            ) from None


class ChangesQuery(Schema):
    since = _Place(
        metadata={
            **described(
                "A day (UTC), from which on changes are listed; or the “through” of an earlier answer, or the edition that is"
                " served, or one that the content went through by its newest 1,000 records, after which they are. An edition"
                " from before anything else changed is unknown. Without it all are listed.",
                "2026-11-23",
            ),
            "anyOf": [{"format": "date"}, {"pattern": f"^{_MARK.pattern}$", "examples": ["58a7a3f5ac5f9c3b"]}],
        }
    )


class SearchQuery(Schema):
    q = _query()
    limit = _limit(20)


class SearchForm(SearchQuery):
    """The same as a form (``application/x-www-form-urlencoded``): what is looked for stands in no address."""

    class Meta:  # noqa: D106
        unknown = EXCLUDE


class SuggestQuery(Schema):
    q = _query()
    limit = _limit(8)


class Parser(FlaskParser):
    """Reads a query string strictly: UTF-8 only, and no parameter twice. To accept either would be to guess."""

    DEFAULT_VALIDATION_STATUS = 400

    def load_querystring(self, req: Any, schema: Schema) -> Any:
        """Return the parameters by name.

        Raises ``ValidationError`` for a query string that is too long, is not UTF-8, or repeats a parameter of the schema.
        """
        _require_readable(req.query_string)  # first: Werkzeug fails on reading req.args else
        _require_once(req.args, schema)
        return super().load_querystring(req, schema)

    def load_form(self, req: Any, schema: Schema) -> Any:
        """Return the fields of a form in the body. Raises ``UnsupportedMediaType`` for a body that is no form, and
        ``ValidationError`` for what cannot be read in one way only."""
        _require_utf8(require_form(req), "the form")
        _require_once(req.form, schema)
        return super().load_form(req, schema)


def read(string: bytes, schema: Schema) -> dict[str, Any]:
    """Return the parameters of a query string, without a request of Flask's. Raises what ``Parser`` does."""
    _require_readable(string)
    pairs = parse_qsl(string.decode(), keep_blank_values=True)
    values = dict(pairs)
    if len(values) < len(pairs):
        _require_once(MultiDict(pairs), schema)
    parameters: dict[str, Any] = schema.load(values, unknown=EXCLUDE)
    return parameters


def _require_readable(string: bytes) -> None:
    if len(string) > MAX_STRING:
        raise ValidationError(f"the query string is longer than {MAX_STRING} bytes; shorten it")
    _require_utf8(string, "the query string")


def require_form(request: Request) -> bytes:
    """Return the body of a form. Raises ``UnsupportedMediaType`` for one that is no form: nothing would be found in it, and
    nobody told why; and what ``bodies.whole`` raises."""
    if request.mimetype and request.mimetype not in _FORMS:
        raise UnsupportedMediaType
    body = bodies.whole(request, MAX_BODY)
    if body and not request.mimetype:
        raise UnsupportedMediaType
    return body


def _require_utf8(sent: bytes, what: str) -> None:
    try:
        sent.decode()  # a raw byte may complete a percent-encoded one, and Werkzeug decodes before it unquotes
        unquote_to_bytes(sent.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise ValidationError(f"{what} is not percent-encoded UTF-8") from None


def _require_once(values: Any, schema: Schema) -> None:
    if twice := [name for name in schema.fields if len(values.getlist(name)) > 1]:
        raise ValidationError({name: ["it is given more than once; give it once"] for name in twice})
