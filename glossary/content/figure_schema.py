"""What a figure file may hold, of a figure and of a claim that is withdrawn, as marshmallow reads it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from glossary.content import tables
from glossary.content.amounts import Measure
from glossary.content.figure import CLAIM_TEXTS, TEXTS, Bound, Seen, Wording
from glossary.content.model import ID
from glossary.language.names import is_region

REMEDY = "see “Key figures” in docs/architecture.md for what a figure file holds"
_FILLED = validate.Length(min=1, error="it is empty")
_SLUG = validate.Regexp(ID.pattern + r"\Z", error="it is not an id; use small letters, digits and single hyphens")
_PLACEHOLDER = validate.Regexp(r"[a-z][a-z_]*\Z", error="it is no name; use small letters and _")
_NO_YEAR = validate.NoneOf(["year"], error="it is the name of the period's year; give the number another one")
_text = partial(fields.String, validate=[_FILLED, tables.plain])
_date = partial(fields.Raw, validate=tables.a_date)
_web = tables.Web
_TEXT_TABLE = {name: fields.String() for name in dict.fromkeys((*TEXTS, *CLAIM_TEXTS))}


def _amount(value: Any) -> None:
    if type(value) not in (int, float) or not abs(value) < 1e15:
        raise ValidationError("it is not a number; write it without quotes, signs or separators")


def _region(code: str) -> None:
    if not is_region(code):
        raise ValidationError(f"“{code}” is no region of the CLDR; write FI for a country, EU, or 001 for the world")


class _NumberSchema(Schema):
    value = fields.Raw(required=True, validate=_amount)
    measure = fields.Enum(Measure, required=True, by_value=True)


class _PeriodSchema(Schema):
    start = _date(required=True, data_key="from")
    end = _date(required=True, data_key="to")

    @validates_schema(skip_on_field_errors=True)
    def _in_order(self, period: Mapping[str, Any], **_options: Any) -> None:
        if period["end"] < period["start"]:
            raise ValidationError("it lies before the beginning of the period", "to")


class _SourceSchema(Schema):
    title = _text(required=True)
    url = _web(required=True)
    seen = _date(required=True)


class _RecordSchema(Schema):
    """What a figure and a claim share."""

    value = fields.Raw(validate=_amount)
    measure = fields.Enum(Measure, by_value=True)
    name = fields.String(validate=[_PLACEHOLDER, _NO_YEAR], load_default="number")
    plural = fields.String(validate=_PLACEHOLDER)
    period = fields.Nested(_PeriodSchema)
    numbers = fields.Dict(fields.String(validate=_PLACEHOLDER), fields.Nested(_NumberSchema), load_default=dict)
    text = fields.Nested(Schema.from_dict(_TEXT_TABLE, name="FigureTexts"), load_default=dict)  # type: ignore[arg-type]
    notes = fields.Nested(Schema.from_dict(_TEXT_TABLE, name="FigureNotes"), load_default=dict)  # type: ignore[arg-type]


class ClaimSchema(_RecordSchema):
    """A claim that is withdrawn."""

    withdrawn = _date(required=True)
    sources = fields.List(fields.Nested(_SourceSchema), required=True, validate=_FILLED)


class FigureSchema(_RecordSchema):
    """A figure."""

    value = fields.Raw(required=True, validate=_amount)
    measure = fields.Enum(Measure, required=True, by_value=True, validate=validate.NoneOf([Measure.YEAR]))
    bound = fields.Enum(Bound, required=True, by_value=True)
    period = fields.Nested(_PeriodSchema, required=True)
    place = fields.String(required=True, validate=_region)
    concept = fields.String(validate=_SLUG)
    denominator = fields.String(validate=_SLUG)
    publisher = _text(required=True)
    report = _text(required=True)
    page = _text(required=True)
    url = _web(required=True)
    published = fields.Raw(validate=tables.published)
    seen = _date(required=True)
    seen_at = fields.Enum(Seen, required=True, by_value=True)
    wording = fields.Enum(Wording, required=True, by_value=True)
    derived_from = fields.Dict(fields.String(validate=_PLACEHOLDER), fields.String(validate=_SLUG), load_default=dict)
    formula = _text()
    supersedes = fields.String(validate=_SLUG)
    newer_seen = _date()
    expires_on = _date()
    input = fields.Boolean(load_default=False, truthy={True}, falsy={False})

    @validates_schema(skip_on_field_errors=True)
    def _days(self, row: Mapping[str, Any], **_options: Any) -> None:
        if "published" in row and tables.first_day(row["published"]) > row["seen"]:
            raise ValidationError(f"it is after “seen” ({row['seen']}); mend one of them", "published")
        if "expires_on" in row and row["expires_on"] <= row["period"]["end"]:
            raise ValidationError("it lies before the end of the period", "expires_on")

    @validates_schema(skip_on_field_errors=True)
    def _counted(self, row: Mapping[str, Any], **_options: Any) -> None:
        if row["measure"] is Measure.COUNT and (type(row["value"]) is not int or row["value"] < 0):
            raise ValidationError("a count is a whole number, not below 0", "value")

    @validates_schema(skip_on_field_errors=True)
    def _unit(self, row: Mapping[str, Any], **_options: Any) -> None:
        if not row["input"] and ("concept" in row) == ("unit" in row["text"]):
            raise ValidationError("it has to be said once: by a concept, or by text.unit", "concept")

    @validates_schema(skip_on_field_errors=True)
    def _derivation(self, row: Mapping[str, Any], **_options: Any) -> None:
        if bool(row["derived_from"]) != ("formula" in row):
            raise ValidationError("it needs the other one; write both derived_from and formula, or neither", "formula")
        if row["measure"] is not Measure.COUNT and not ("formula" in row and "denominator" in row):
            what = "a share or an increase is computed; write derived_from, formula and denominator"
            raise ValidationError(what, "formula")
