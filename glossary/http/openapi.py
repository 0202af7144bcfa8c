"""OpenAPI 3.1 from the schemas: what Flask-smorest cannot know about this API by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from http import HTTPStatus
from threading import Lock
from typing import Any, TypeVar

from flask import Flask
from flask_smorest import Api, Blueprint
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from glossary import __version__
from glossary.content.model import ID as MODEL_ID
from glossary.contract.schemas.index import Problem
from glossary.http import problems
from glossary.http.queries import MAX_BODY, Parser
from glossary.language.tags import MAX_TAG, WELL_FORMED

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
    "examples": {"csam": {"value": "csam"}},
}
FIGURE = {**ID, "description": "The id of the key figure.", "examples": {"webpages": {"value": "iwf-webpages-2024"}}}
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

_INFO = {
    "description": "Vetted, translated definitions of child-safety terms, for other sites to show. A path with an extension"
    " is a file: vetted text only, the same bytes for everyone. A path without one is computed for the reader.",
    "license": {"name": "Every entry says under which rights it stands; the code is under the MIT licence"},
}
_HEADERS = {
    "ETag": "Identifies exactly these bytes; send it back in If-None-Match.",
    "Cache-Control": "How long the response may be cached.",
    "Content-Language": "The languages of the text in it.",
    "Glossary-Edition": "Id of the edition that the response is made from.",
}
NEGOTIATED = {**_HEADERS, "Vary": "Accept, and Accept-Language where that decided."}
_PROBLEMS = {
    400: "A tag or parameter that cannot be used",
    404: "There is nothing at this address",
    410: "The concept has been retired, or the figure is no longer shown",
    413: "The body is too long",
    414: "The address is too long",
    415: "The body is not a form",
}


class DocumentedApi(Api):  # type: ignore[misc]
    """The API with problem documents (RFC 9457) for errors, in its responses and in its description, which is made when it is
    first asked for: most processes never are. ``undescribed`` are the steps to it."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        self.undescribed: list[Callable[[], None]] = []
        self._describing = Lock()
        super().__init__(app)

    def _openapi_json(self) -> Any:
        with self._describing:  # a description in part would be cached
            while self.undescribed:
                self.undescribed.pop(0)()
        return super()._openapi_json()

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Return an error as a problem document."""
        return problems.from_http(error)

    def _register_responses(self) -> None:
        """Describe errors with their own media type, which the library takes to be plain JSON."""
        for status in HTTPStatus:
            content = {problems.MEDIA_TYPE: {"schema": self.ERROR_SCHEMA}}
            self.spec.components.response(status.name, {"description": status.phrase, "content": content}, lazy=True)

    def _register_pagination_header(self) -> None:
        """Describe no pagination: there is none."""


class DocumentedBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose query strings are read strictly."""

    ARGUMENTS_PARSER = Parser()

    def register_views_in_doc(self, api: DocumentedApi, *others: Any, **options: Any) -> None:
        """Leave the description of the views for later."""
        api.undescribed.append(partial(super().register_views_in_doc, api, *others, **options))


def responds(
    blueprint: DocumentedBlueprint,
    schema: type[Any],
    *errors: int,
    headers: Mapping[str, str] = _HEADERS,
    kinds: Iterable[str] = (),
) -> Callable[[_View], _View]:
    """Return a decorator that describes a view: 200 by the schema, 304, and problem documents of these statuses. ``kinds``
    are other media types that it may respond with.

    308 among them is a redirect, which has no body. 414 is on every path.
    """
    steps = [
        _succeeding(blueprint, headers, schema=schema),
        *(_succeeding(blueprint, content_type=kind) for kind in kinds),
    ]
    return _also(blueprint, steps, errors)


def _succeeding(blueprint: DocumentedBlueprint, headers: Mapping[str, str] = _HEADERS, **options: Any) -> Any:
    described = {name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()}
    return blueprint.response(200, headers=described, description="The response", **options)


def _also(blueprint: DocumentedBlueprint, steps: list[Any], errors: Iterable[int]) -> Callable[[_View], _View]:
    """Add what else a view may respond with."""
    steps += [blueprint.alt_response(304, description="Your copy is current", success=True)]
    if 308 in errors:
        moved = "The file is at the same path with the tag or code as it is offered"
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
    return _also(blueprint, [_succeeding(blueprint, content_type=kind) for kind in kinds], errors)


def configure(app: Flask, base_url: str) -> DocumentedApi:
    """Return the app's API, described at ``/v1/openapi.json``."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        API_TITLE="Glossary of child-safety terms",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/v1",
        API_SPEC_OPTIONS={"info": _INFO, "servers": [{"url": base_url}]},
    )
    return DocumentedApi(app)
