"""OpenAPI 3.1 from the schemas: what Flask-smorest cannot know about this API by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from http import HTTPStatus
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, Response, current_app
from flask_smorest import Api, Blueprint
from marshmallow import Schema
from werkzeug.exceptions import HTTPException

from glossary import __version__
from glossary.content.model import ID as MODEL_ID
from glossary.contract.answers import Document
from glossary.contract.schemas.fields import example
from glossary.contract.schemas.index import Problem
from glossary.http import information, problems
from glossary.http.headers import Cache, of_response
from glossary.http.information import About
from glossary.http.operations import OPERATIONS
from glossary.http.queries import MAX_BODY, Parser
from glossary.http.requests import service
from glossary.language.tags import MAX_TAG, SOURCE, WELL_FORMED

View = tuple[Document, dict[str, str]]
"""A view's result: a document, and the headers that depend on it."""

_View = TypeVar("_View", bound=Callable[..., Any])

LANG = {
    "name": "lang",
    "in": "path",
    "required": True,
    "description": "Language: a BCP 47 tag. In a file's path it is one that is offered.",
    "schema": {"type": "string", "maxLength": MAX_TAG, "pattern": f"^({WELL_FORMED})$"},
    "examples": {"french": {"value": "fr"}},
}
ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The concept's id.",
    "schema": {"type": "string", "maxLength": 100, "pattern": f"^{MODEL_ID.pattern}$"},
    "examples": {information.CONCEPT: {"value": "dove"}},
}
FIGURE = {**ID, "description": "The id of the key figure.", "examples": {information.FIGURE: {"value": "swifts-2025"}}}
PART = {
    "name": "part",
    "in": "path",
    "required": True,
    "description": "The number of the part, from 0.",
    "schema": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,3})$"},
    "examples": {"first": {"value": "0"}},
}
COUNTRY = {
    "name": "country",
    "in": "path",
    "required": True,
    "description": "The country's code (ISO 3166-1 alpha-2), in lower case.",
    "schema": {"type": "string", "pattern": "^[A-Za-z]{2}$"},
    "examples": {"finland": {"value": "fi"}},
}
ACCEPT_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "The reader's languages (RFC 9110 section 12.5.4). Malformed parts are ignored.",
    "schema": {"type": "string"},
    "examples": {"browser": {"value": "fr-BE,fr;q=0.9,en;q=0.5"}},
}

_HEADERS = {
    "ETag": "Identifies exactly these bytes; send it back in If-None-Match.",
    "Cache-Control": "How long the response may be cached.",
    "Content-Language": "The languages of the text in it.",
    "Glossary-Edition": "Id of the edition that the response is made from.",
}
NEGOTIATED = {**_HEADERS, "Vary": "Accept, and Accept-Language where that decided."}
_PROBLEMS = {
    400: "A tag, parameter or text that cannot be used",
    403: "It is not for pages",
    404: "There is nothing at this address",
    406: "There is no form of it that the client accepts",
    410: "The concept has been retired, or the figure is no longer shown",
    413: "The body is too long",
    414: "The address is too long",
    415: "The body is of a kind that is not read here",
    501: "What it needs is not installed",
    503: "Too many requests of this kind; send it again",
}


class DocumentedApi(Api):  # type: ignore[misc]
    """The API with problem documents (RFC 9457) for errors, in its responses and in its description, which is made when it is
    first asked for: most processes never are. ``undescribed`` are the steps to it."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, about: About, prefix: str = "") -> None:
        self.about = about
        self.undescribed: list[Callable[[], None]] = []
        self._describing = Lock()
        super().__init__(app, config_prefix=prefix)

    def _openapi_json(self) -> Response:
        with self._describing:  # a description in part would be cached
            while self.undescribed:
                self.undescribed.pop(0)()
        document = information.completed(self.spec.to_dict(), self.about, service().edition)
        response = Response(current_app.json.dumps(document), content_type="application/json")
        response.headers.update(of_response(Cache.FILE, [SOURCE]))
        return response

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Return an error as a problem document."""
        return problems.from_http(error)

    def _register_responses(self) -> None:
        """Leave the description of errors for later, as that of the views."""
        self.undescribed.append(self._describe_errors)

    def _describe_errors(self) -> None:
        """Describe errors with their own media type, which the library takes to be plain JSON."""
        for status in HTTPStatus:
            content = {problems.MEDIA_TYPE: {"schema": self.ERROR_SCHEMA}}
            self.spec.components.response(status.name, {"description": status.phrase, "content": content}, lazy=True)

    def _register_pagination_header(self) -> None:
        """Describe no pagination by headers: an answer says in its body how many there are."""


class DocumentedBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose query strings are read strictly."""

    ARGUMENTS_PARSER = Parser()

    def register_views_in_doc(self, api: DocumentedApi, *others: Any, **options: Any) -> None:
        """Leave the description of the views for later."""
        api.undescribed.append(partial(super().register_views_in_doc, api, *others, **options))


def named(blueprint: DocumentedBlueprint) -> Callable[[_View], _View]:
    """Return a decorator that gives a view the name and the description of its operation."""

    def decorated(view: _View) -> _View:
        operation = OPERATIONS[view.__name__]
        described: _View = blueprint.doc(operationId=operation.id, description=operation.description)(view)
        return described

    return decorated


def responds(
    blueprint: DocumentedBlueprint,
    schema: type[Schema],
    *errors: int,
    headers: Mapping[str, str] = _HEADERS,
    kinds: Iterable[str] = (),
) -> Callable[[_View], _View]:
    """Return a decorator that describes a view: its operation, 200 by the schema, 304, problem documents of these statuses.
    ``kinds`` are other media types that it may respond with.

    308 among them is a redirect, which has no body. 414 is on every path.
    """
    steps = [
        _succeeding(blueprint, headers, schema=schema, example=example(schema)),
        *(_succeeding(blueprint, content_type=kind, schema=_shape(kind)) for kind in kinds),
    ]
    return _also(blueprint, steps, errors)


def _succeeding(blueprint: DocumentedBlueprint, headers: Mapping[str, str] = _HEADERS, **options: Any) -> Any:
    described = {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}
    return blueprint.response(200, headers=described, description="The response", **options)


def _shape(kind: str) -> dict[str, str]:
    """Return what is said of a body of a media type that has no schema of ours."""
    return {"type": "object" if kind.endswith("json") else "string"}


def _also(blueprint: DocumentedBlueprint, steps: list[Any], errors: Iterable[int]) -> Callable[[_View], _View]:
    """Add the name of the operation, and what else a view may respond with."""
    steps += [named(blueprint)]
    steps += [blueprint.alt_response(304, description="Your copy is current", success=True)]
    if 308 in errors:
        moved = "It is at the same path with the tag or code as it is offered, or the id that the concept has now"
        steps += [blueprint.alt_response(308, description=moved, success=True)]
    steps += [
        blueprint.alt_response(status, schema=Problem, content_type=problems.MEDIA_TYPE, description=_PROBLEMS[status])
        for status in (*errors, 414)
        if status in _PROBLEMS
    ]
    return lambda view: reduce(lambda wrapped, step: step(wrapped), steps, view)


def answers(blueprint: DocumentedBlueprint, kinds: Iterable[str], *errors: int) -> Callable[[_View], _View]:
    """Return a decorator that describes a view whose response is no plain JSON: 200 by its media types, the rest as
    ``responds`` does."""
    return _also(blueprint, [_succeeding(blueprint, content_type=kind, schema=_shape(kind)) for kind in kinds], errors)


def configure(app: Flask, base_url: str) -> tuple[DocumentedApi, DocumentedApi]:
    """Return the app's API, described at ``/v1/openapi.json``, and what is for operators, at ``/operations.json``."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    public = _documented(app, base_url, information.PUBLIC, "", "/v1/openapi.json")
    return public, _documented(app, base_url, information.FOR_OPERATORS, "OPERATORS_", "/operations.json")


def _documented(app: Flask, base_url: str, about: About, prefix: str, path: str) -> DocumentedApi:
    folder, _, name = path.rpartition("/")
    options = {
        "API_TITLE": "",  # the edition's, in ``information``
        "API_VERSION": __version__,
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": folder,
        "OPENAPI_JSON_PATH": name,
        "API_SPEC_OPTIONS": {"servers": [{"url": base_url}], "security": []},
    }
    app.config.update({f"{prefix}{key}": value for key, value in options.items()})
    return DocumentedApi(app, about, prefix)
