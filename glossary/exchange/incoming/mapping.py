"""What a mapping file says (``--map``): where the concepts of a JSON or YAML file lie, and which path is which field.

A path is keys with dots between them, or a list of keys. ``{key}`` stands for the key of a concept, or of a text, where
those lie in a table by key; ``{language}`` in the path of a field for any key that is a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from glossary.content import tables
from glossary.content.text import FIELDS
from glossary.exchange.incoming import columns

Keys = tuple[str, ...]

KEY, LANGUAGE = "{key}", "{language}"
_REMEDY = "see “Bring what you have” in docs/own-glossary.md"
_FACTS = (*columns.FACTS, *columns.SOURCE, *columns.OWN_SOURCE)


@dataclass(frozen=True)
class Map:
    """``concepts`` is where the concepts lie, ``texts`` where in a concept its texts do; ``id`` and ``language`` are in a
    concept and in a text. ``fields`` and ``facts`` have paths by name, ``columns`` names of ours by those of a table's
    columns, ``languages`` tags by what the file calls a language."""

    concepts: Keys = ()
    id: Keys = ()
    texts: Keys = ()
    language: Keys = ()
    fields: Mapping[str, Keys] = field(default_factory=dict)
    facts: Mapping[str, Keys] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


class _Path(fields.Field[Any]):
    """A path: keys with dots between them, or a list of keys."""

    def _deserialize(self, value: Any, *_of: Any, **_options: Any) -> Keys:
        keys = value.split(".") if isinstance(value, str) else value
        if not (isinstance(keys, list) and keys and all(isinstance(key, str) and key for key in keys)):
            raise ValidationError("it is no path; write keys with dots between them, as “en.term”")
        return tuple(keys)


def _paths(names: tuple[str, ...]) -> fields.Field[Any]:
    schema = Schema.from_dict({name: _Path() for name in names}, name=f"Paths{len(names)}")
    return fields.Nested(schema, load_default=dict)


class _MapSchema(Schema):
    concepts = _Path()
    id = _Path()
    texts = _Path()
    language = _Path()
    fields_ = fields.Nested(
        Schema.from_dict({name: _Path() for name in FIELDS}, name="PathsOfFields"), data_key="fields"
    )
    facts = _paths(_FACTS)
    columns = fields.Dict(fields.String(), fields.String())
    languages = fields.Dict(fields.String(), fields.String())

    @validates_schema
    def _one_place_for_languages(self, values: Mapping[str, Any], **_options: Any) -> None:
        within = any(LANGUAGE in path for path in values.get("fields_", {}).values())
        if within and "language" in values:
            raise ValidationError("languages stand in the paths of the fields already; take it out", "language")


def read(path: Path, today: date) -> Map:
    """Return what a mapping file says. Raises ``BadContent``."""
    values = tables.read(path).load(_MapSchema(), _REMEDY, today)
    return Map(fields=values.pop("fields_", {}), **values)
