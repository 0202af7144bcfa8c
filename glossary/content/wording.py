"""How a glossary words its texts: ``wording.toml``, beside the folder of term files. Without it nothing is asked of them.

It holds phrases that no text should have, by language, words that say something else than the English that they look like,
and limits of a plain version. ``review/wording.py`` looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from glossary.content import tables
from glossary.content.model import ID
from glossary.content.text import FIELDS

FILE = "wording.toml"
_REMEDY = "see docs/translators.md"
_FILLED = validate.Length(min=1, error="it is empty")
_MOST_STARS = 2
_MARKS = {r"\*": r"\w*", r"\ ": r"\s+", "’": "['’]"}
"""What a phrase's characters stand for, as ``re.escape`` leaves them."""


@lru_cache(maxsize=4096)
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern that finds any of these phrases in a text, as whole words in any case. ``*`` stands for any letters
    of a word, ``^`` for the beginning of the text."""
    return re.compile("|".join(map(_expression, phrases)), re.IGNORECASE)


def _expression(phrase: str) -> str:
    start = r"\A" if phrase.startswith("^") else r"(?<!\w)"
    words = re.escape(phrase.removeprefix("^"))
    for mark, meaning in _MARKS.items():
        words = words.replace(mark, meaning)
    return rf"{start}{words}(?!\w)"


@dataclass(frozen=True)
class Phrases:
    """Phrases that the fields of a text should not have, by language; ``check`` is the name of what looks for them."""

    check: str
    fields: tuple[str, ...]
    what: str
    remedy: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FalseFriend:
    """A phrase of a language that says something else than it seems to; where it names ``concepts``, only in their texts."""

    language: str
    phrase: str
    reason: str
    instead: str
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Implied:
    """A number that a translation may say once more than the English does where the English has one of these words."""

    number: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """What a glossary asks of its texts, and allows them. ``longest`` is the most words of a sentence of a plain version, in
    any language, ``grade`` the highest Flesch-Kincaid grade of an English one; ``None`` asks nothing."""

    phrases: tuple[Phrases, ...] = ()
    false_friends: tuple[FalseFriend, ...] = ()
    implied: tuple[Implied, ...] = ()
    longest: int | None = None
    grade: float | None = None


NOTHING = Wording()
"""Asks nothing."""


def _sought(phrase: str) -> None:
    """Raise ``ValidationError`` for a phrase that would match anything, or take for ever in a long word."""
    if not any(map(str.isalpha, phrase)):
        raise ValidationError("it has no letter")
    if any(word.count("*") > _MOST_STARS for word in phrase.split(" ")):
        raise ValidationError(f"a word of it has more than {_MOST_STARS} “*”")


class _PhrasesSchema(Schema):
    check = fields.String(required=True, validate=validate.Regexp(ID.pattern + r"\Z", error="it is not an id"))
    fields_ = fields.List(
        fields.String(validate=validate.OneOf(FIELDS)), required=True, data_key="fields", attribute="fields"
    )
    what = fields.String(required=True, validate=_FILLED)
    remedy = fields.String(required=True, validate=_FILLED)
    words = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String(validate=[_FILLED, _sought]), validate=_FILLED),
        required=True,
    )


class _FriendSchema(Schema):
    language = fields.String(required=True, validate=_FILLED)
    phrase = fields.String(required=True, validate=[_FILLED, _sought])
    reason = fields.String(required=True, validate=_FILLED)
    instead = fields.String(required=True, validate=_FILLED)
    concepts = fields.List(fields.String(), load_default=list)


class _ImpliedSchema(Schema):
    number = fields.String(required=True, validate=validate.Regexp(r"[0-9]{1,9}\Z", error="it is no number"))
    words = fields.List(fields.String(validate=[_FILLED, _sought]), required=True, validate=_FILLED)


class _PlainSchema(Schema):
    longest = fields.Integer(strict=True, validate=validate.Range(min=1))
    grade = fields.Float(validate=validate.Range(min=1))


class _WordingSchema(Schema):
    plain = fields.Nested(_PlainSchema, load_default=dict)
    phrases = fields.List(fields.Nested(_PhrasesSchema), load_default=list)
    false_friends = fields.List(fields.Nested(_FriendSchema), load_default=list)
    implied = fields.List(fields.Nested(_ImpliedSchema), load_default=list)


_SCHEMA = _WordingSchema()


def load(term_files: Path, today: date) -> Wording:
    """Return what a glossary asks of its texts, by the folder of its term files. Raises ``BadContent``."""
    path = term_files.parent / FILE
    if not (path.exists() or path.is_symlink()):
        return NOTHING
    values = tables.read(path).load(_SCHEMA, _REMEDY, today)
    return Wording(
        phrases=tuple(map(_phrases, values["phrases"])),
        false_friends=tuple(
            FalseFriend(**{**row, "concepts": tuple(row["concepts"])}) for row in values["false_friends"]
        ),
        implied=tuple(Implied(row["number"], tuple(row["words"])) for row in values["implied"]),
        **values["plain"],
    )


def _phrases(row: Mapping[str, Any]) -> Phrases:
    words = {language: tuple(phrases) for language, phrases in row["words"].items()}
    return Phrases(**{**row, "fields": tuple(row["fields"]), "words": words})
