"""Fields of the public shapes: each is always there and says what it means, with an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

MORE = "A later release may add values."
"""What the description says of a field whose values are listed. A client reads a value that it does not know as text."""


class Answer(Schema):
    """A document or a part of one. Within ``/v1`` fields are added, so no client may refuse an answer for one that it does
    not know: the description allows more than it names (no ``additionalProperties: false``)."""

    class Meta:
        unknown = EXCLUDE


class Known(validate.Validator):
    """One of the values that this release has. They stand in the description as ``x-extensible-enum``, not as ``enum``:
    clients generated from an ``enum`` refuse a whole answer for a value that came later."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = tuple(map(str, values))

    def __call__(self, value: Any) -> Any:
        """Return the value. Raises ``ValidationError`` where it is another one."""
        if value not in self.values:
            raise ValidationError(f"“{value}” is none of {', '.join(self.values)}")
        return value


def described(description: str, example: object, **options: Any) -> dict[str, Any]:
    """Return the options of a field that is always there, with its description and an example."""
    return {"required": True, "metadata": {"description": description, "examples": [example]}, **options}


def text(description: str, example: str | None, **options: Any) -> fields.String:
    return fields.String(**described(description, example, **options))


def choice(description: str, choices: Iterable[str], example: str, **options: Any) -> fields.String:
    """A field with values that a later release may add to."""
    known = Known(choices)
    said = f"{description} Values: {', '.join(known.values)}. {MORE}"
    row = described(said, example, validate=known, **options)
    return fields.String(**{**row, "metadata": {**row["metadata"], "x-extensible-enum": list(known.values)}})


def closed(description: str, choices: Iterable[str], example: str, **options: Any) -> fields.String:
    """A field whose values are all that there will ever be."""
    return text(description, example, validate=validate.OneOf(list(map(str, choices))), **options)


def texts(description: str, example: list[str]) -> fields.List[Any]:
    return fields.List(fields.String(), **described(description, example))


def number(description: str, example: int) -> fields.Integer:
    return fields.Integer(**described(description, example))


def flag(description: str, example: bool, **options: Any) -> fields.Boolean:
    return fields.Boolean(**described(description, example, **options))


class PassThrough(fields.Nested):
    """A part of an answer that is JSON already. ``answers`` makes it in its shape; to go over each of a thousand entries once
    more would take most of the time. ``tests/http/test_openapi.py`` compares every answer with its description."""

    def _serialize(self, *value_and_place: Any, **_options: Any) -> Any:
        return value_and_place[0]


def day(description: str, example: str | None, **options: Any) -> fields.Date:
    return fields.Date(**described(description, example, **options))


def one(schema: type[Schema], description: str, example: object, **options: Any) -> PassThrough:
    return PassThrough(schema, **described(description, example, **options))


def many(schema: type[Schema], description: str, example: object) -> fields.List[Any]:
    return fields.List(PassThrough(schema), **described(description, [example]))


def written(schema: type[Schema], description: str, example: object, **options: Any) -> fields.List[Any]:
    """A list of values that their schema writes as JSON."""
    shown = None if example is None else [example]
    return fields.List(fields.Nested(schema), **described(description, shown, **options))


def identifier() -> fields.String:
    return text("The concept's id. It never changes.", "dove")


def language(example: str = "en") -> fields.String:
    return text("The language of the text: a BCP 47 tag.", example)


def requested() -> fields.String:
    return text("The requested language: a BCP 47 tag.", "fr")


def direction() -> fields.String:
    return closed("The direction in which the text is written.", ["ltr", "rtl"], "ltr")


def example(schema: type[Schema]) -> dict[str, Any]:
    """Return a whole document of a shape, made of the examples of its fields."""
    return {field.data_key or name: field.metadata["examples"][0] for name, field in schema().fields.items()}
