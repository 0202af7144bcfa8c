"""Contact files: the TOML files of the support folder, read strictly into ``Support``.

Nobody notices two digits that are swapped, so every number is compared, digit by digit, with a quote of its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from glossary.content import files, tables
from glossary.content.model import ID
from glossary.errors import BadContent, BadTag, Finding, UnknownCountry
from glossary.language.names import require_known
from glossary.support.countries import CODES, find
from glossary.support.help import DAYS, Contact, Directory, Hours, Purpose, Source, Support

SHIPPED = Path(__file__).parent
LONGEST = timedelta(days=366)
"""How long a contact or directory may be shown after it was last verified, or after the day of its source."""

_REMEDY = "see “Help and reporting” in docs/embedding.md for the fields of a record"
_FILLED = validate.Length(min=1, error="it is empty")
_TIME = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z|24:00\Z", error="it is not a time; write it as 14:00")
_NUMBER = re.compile(r"\+?\d(?:[\d\s().\u2011/-]*\d)?")
_date = partial(fields.Raw, validate=tables.a_date)
_flag = partial(fields.Boolean, load_default=None, truthy={True}, falsy={False})


def _country(code: str) -> None:
    if code not in CODES:
        remedy = f"write {' or '.join(_near(code)) or 'one such as FI'}"
        raise ValidationError(f"“{code}” is not a country’s code (ISO 3166-1); {remedy}")


def _near(code: str) -> tuple[str, ...]:
    """Return the codes that may have been meant: only its own in capitals, where a code is written in lower case."""
    try:
        return (find(code),)
    except UnknownCountry as error:
        return tuple(near.upper() for near in error.suggestions)


def _language(tag: str) -> None:
    try:
        require_known(tag)
    except BadTag as error:
        raise ValidationError(str(error)) from None


def _zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError("it is not a time zone; write one such as Europe/Helsinki") from None


_text = partial(fields.String, validate=[_FILLED, tables.plain])
_list = partial(fields.List, validate=_FILLED)


class _DatedSchema(Schema):
    as_of = _date(required=True)
    verified_on = _date(load_default=None)
    verified_by = fields.String(
        load_default=None, validate=validate.Regexp(ID.pattern + r"\Z", error="it is not a pseudonymous id")
    )
    expires_on = _date(required=True)

    @validates_schema(skip_on_field_errors=True)
    def _dates(self, data: Mapping[str, Any], **_options: Any) -> None:
        if (data["verified_on"] is None) != (data["verified_by"] is None):
            raise ValidationError(
                "it needs the other one; write both verified_on and verified_by, or neither", "verified_on"
            )
        # Help does not go stale: no date in a file can keep something online that nobody has looked at for a year.
        checked = data["verified_on"] or data["as_of"]
        if not timedelta() < data["expires_on"] - checked <= LONGEST:
            what = f"it is not within {LONGEST.days} days after {checked}; nothing is shown longer than that unchecked"
            raise ValidationError(what, "expires_on")


class _DirectorySchema(_DatedSchema):
    purpose = fields.Enum(
        Purpose, required=True, by_value=True, validate=validate.OneOf([Purpose.TALK, Purpose.REPORT_CONTENT])
    )
    operator = _text(required=True)
    url = tables.Web(required=True)
    home = tables.Web(required=True)


class _HoursSchema(Schema):
    days = _list(fields.String(validate=validate.OneOf(DAYS)), required=True)
    opens = fields.String(required=True, validate=_TIME)
    closes = fields.String(required=True, validate=_TIME)


class _SourceSchema(Schema):
    title = _text(required=True)
    url = tables.Web(required=True)
    quote = _text(load_default=None)


class _RecordSchema(_DatedSchema):
    countries = _list(fields.String(validate=_country), required=True)
    purpose = fields.Enum(Purpose, required=True, by_value=True)
    operator = _text(load_default=None)
    languages = _list(fields.String(validate=_language), load_default=None)
    display = _text(load_default=None)
    dial = fields.String(
        load_default=None,
        validate=validate.Regexp(r"\+?[0-9]{3,15}\Z", error="it cannot be dialled; write digits only, or + and digits"),
    )
    in_service = fields.Boolean(
        load_default=None,
        truthy={True},
        falsy=set(),
        error_messages={
            "invalid": "it can only be true; leave it out while it is not known, "
            "and remove the record of a number that is not in service"
        },
    )
    reserved = _flag(load_default=False)
    availability = _text(load_default=None)
    free = _flag()
    hours = _list(fields.Nested(_HoursSchema), load_default=None)
    timezone = fields.String(load_default=None, validate=_zone)
    works_from_abroad = _flag()
    age_from = fields.Integer(load_default=None, strict=True, validate=validate.Range(0, 120))
    age_to = fields.Integer(load_default=None, strict=True, validate=validate.Range(0, 120))
    anonymous = _flag()
    text = _flag()
    chat = _flag()
    url = tables.Web(load_default=None)
    sources = _list(fields.Nested(_SourceSchema), required=True)

    @validates_schema(skip_on_field_errors=True)
    def _whole(self, data: Mapping[str, Any], **_options: Any) -> None:
        if (data["display"] is None) != (data["dial"] is None):
            raise ValidationError("it needs the other one; write both display and dial, or neither", "display")
        if not data["display"] and not data["url"]:
            raise ValidationError("it has neither number nor address; write display and dial, or url")
        if (data["hours"] is None) != (data["timezone"] is None):
            raise ValidationError("it needs the other one; write both hours and timezone, or neither", "hours")

    @validates_schema(skip_on_field_errors=True)
    def _digits(self, data: Mapping[str, Any], **_options: Any) -> None:
        """Compare each number with the numbers in the quotes of its sources."""
        printed = {number for source in data["sources"] for number in _numbers(source["quote"] or "")}
        for name in ("display", "dial"):
            if data[name] and _only_digits(data[name]) not in printed:
                numbers = ", ".join(sorted(printed)) or "none"
                what = f"its digits are {_only_digits(data[name])}, the quotes of its sources print {numbers}"
                raise ValidationError(f"{what}; compare them digit by digit with the source", name)


class _FileSchema(Schema):
    directory = fields.List(fields.Nested(_DirectorySchema), load_default=list)
    record = fields.List(fields.Nested(_RecordSchema), load_default=list)


def _numbers(text: str) -> Iterator[str]:
    return map(_only_digits, _NUMBER.findall(text))


def _only_digits(number: str) -> str:
    return re.sub(r"\D", "", number)


_SCHEMA = _FileSchema()


def load(directory: Path, day: date) -> Support:
    """Return the support data of a folder on a day. Raises ``BadContent`` with every finding of every file."""
    directories: list[Directory] = []
    contacts: list[Contact] = []
    findings: list[Finding] = []
    for path in sorted(directory.glob("*.toml")):
        try:
            table = tables.read(path)
            values = table.load(_SCHEMA, _REMEDY, day)
        except BadContent as error:
            findings += error.findings
            continue
        name = files.displayed(path)
        for number, row in enumerate(values["directory"]):
            directories.append(Directory(**row, file=name, line=table.line("directory", str(number))))
        for number, row in enumerate(values["record"]):
            contacts += _contacts(row, file=name, line=table.line("record", str(number)))
    if findings:
        raise BadContent(findings)
    return Support(tuple(directories), tuple(contacts), day).on(day)


def _contacts(row: dict[str, Any], file: str, line: int) -> Iterator[Contact]:
    """Return one contact for each country of a ``[[record]]`` table."""
    countries = row.pop("countries")
    row["languages"] = tuple(row["languages"]) if row["languages"] else None
    row["hours"] = tuple(Hours(tuple(span.pop("days")), **span) for span in row["hours"]) if row["hours"] else None
    row["sources"] = tuple(Source(**source) for source in row["sources"])
    return (Contact(country=country, file=file, line=line, **row) for country in dict.fromkeys(countries))
