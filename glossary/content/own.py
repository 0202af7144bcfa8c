"""The interface strings that are a glossary's own, from its ``glossary.toml``: title, content notice, groups and the like.

The package's strings (``interface``) say nothing of any subject. Readers get both as they were adopted.

A string of its own lies over the package's with the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError, fields, validate

from glossary.content.interface import CONTENT_NOTICE, DIGIT, ENGLISH, HELP, NO_HELP, TITLE, Phrase, objection
from glossary.content.model import ID
from glossary.content.tables import Table
from glossary.content.text import written
from glossary.errors import BadTag, BadText, Finding
from glossary.language.names import require_known
from glossary.language.tags import SOURCE, parse

GROUP = "group."
"""How the key of a group's name begins; its id follows."""

FILLED = validate.Length(min=1, error="it is empty")

_Fields = Mapping[str, tuple[str, str]]
"""Names in the file, each with the key of the string and a note for translators."""

_FIELDS: _Fields = {
    "title": (TITLE, "Name of the site."),
    "tagline": ("site.tagline", "One line under the name of the site."),
    "notice": (CONTENT_NOTICE, "Content notice, shown before a definition. Short and factual, not dramatic."),
    "about": ("about.what", "First paragraph of the page about the glossary."),
    "reviewers": ("about.join_text", "Who can become a reviewer."),
}
_HELP: _Fields = {
    "heading": (HELP, "Heading above the links to help."),
    "talk": ("help.talk", "Link to a directory of those whom somebody can talk to."),
    "report": ("help.report", "Link to a directory of those to whom something can be reported."),
    "missing": ("support.missing", "Heading above a number for people who are missing."),
    "reserved": (
        "support.reserved",
        "Beside a phone number. Reserved: states keep it free and need not put it into service.",
    ),
}
_HINTS = {key: hint for each in (_FIELDS, _HELP) for key, hint in each.values()}
_HINT_OF_GROUP = "Name of a group of terms."


def is_known(key: str) -> bool:
    """Return whether a glossary may have a string of its own with this key that the package has not."""
    return key in _HINTS or key == NO_HELP or key.startswith(GROUP)


class Texts(fields.Field[dict[str, str]]):
    """A table of texts by names. ``name`` raises ``ValidationError`` for a name that cannot be one."""

    def __init__(self, name: Callable[[str], object] = str, **options: Any) -> None:
        super().__init__(**options)
        self._name = name

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise ValidationError("it is no table; see docs/own-glossary.md")
        errors = {name: [what] for name, text in value.items() if (what := self._fault(name, text))}
        if errors:
            raise ValidationError(errors)
        return dict(value)

    def _fault(self, name: str, text: object) -> str | None:
        try:
            self._name(name)
        except ValidationError as error:
            return str(error.messages[0])
        return None if isinstance(text, str) and text else "it is no text; write one in quotes"


class HelpSchema(Schema):
    """The strings of help."""

    heading, talk, report, missing, reserved = (fields.String(validate=FILLED) for _ in range(5))


class Help(fields.Nested):
    """The texts of help, or whether there is any."""

    def _deserialize(self, value: Any, *arguments: Any, **options: Any) -> Any:
        return value if isinstance(value, bool) else super()._deserialize(value, *arguments, **options)


def a_group(name: str) -> None:
    """Raise ``ValidationError`` for what is no id of a group."""
    if not ID.fullmatch(name):
        raise ValidationError("it is not an id; use small letters, digits and single hyphens")


def _a_tag(name: str) -> None:
    try:
        tag = require_known(parse(name))
    except BadTag as error:
        raise ValidationError(str(error)) from None
    if tag == SOURCE:
        raise ValidationError("the English stands above, outside of these tables; write it there")
    if tag != name:
        raise ValidationError(f"it is not written in its usual form; write it as {tag}")


class WordsSchema(Schema):
    """The strings of one language."""

    title, tagline, notice, about, reviewers = (fields.String(validate=FILLED) for _ in range(5))
    groups = Texts(a_group)
    help = fields.Nested(HelpSchema)
    strings = Texts()


_SCHEMA = WordsSchema()


class Translations(fields.Field[dict[str, Any]]):
    """The strings of other languages, by tag."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValidationError("it is no table; write one for each language, as [translations.fr]")
        words, errors = dict[str, Any](), dict[str, Any]()
        for tag, table in value.items():
            try:
                _a_tag(tag)
                words[tag] = _SCHEMA.load(table)
            except ValidationError as error:
                errors[tag] = error.messages
        if errors:
            raise ValidationError(errors)
        return words


class _Place(NamedTuple):
    """Where a string stands: its names from the top of the file."""

    path: tuple[str, ...]
    key: str
    text: str


@dataclass(frozen=True)
class Own:
    """The English strings by key, their translations by language and key, notes for translators by key. ``lines`` says where
    each stands in ``file``, by its language and key."""

    english: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def phrases(self) -> Iterator[Phrase]:
        """Yield the strings for translators, each with a note."""
        for key, text in self.english.items():
            hint = _HINT_OF_GROUP if key.startswith(GROUP) else _HINTS.get(key, "")
            if key != NO_HELP:
                yield Phrase(key, text, " ".join(filter(None, (hint, self.notes.get(key, "")))))


NOTHING = Own()
"""A glossary without a file: it states nothing."""


def of(values: Mapping[str, Any], table: Table) -> tuple[Own, list[Finding]]:
    """Return the strings of a file that its schema has accepted, and what is wrong with them."""
    english = list(_places(values, ()))
    texts = {place.key: place.text for place in english}
    findings = [each for place in english for each in _unfit(place, fault(place.key, place.text), table)]
    lines = {(SOURCE, place.key): table.line(*place.path) for place in english}
    translations: dict[str, dict[str, str]] = {}
    for tag, words in values.get("translations", {}).items():
        translations[tag] = {}
        for place in _places(words, ("translations", tag)):
            findings += _unfit(place, _mistranslated(place, texts), table)
            translations[tag][place.key] = place.text
            lines[tag, place.key] = table.line(*place.path)
    return Own(texts, translations, values.get("notes", {}), table.file, lines), findings


def _places(words: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[_Place]:
    asked = words.get("help")
    if asked is False:
        yield _Place((*above, "help"), NO_HELP, "There is no help here.")
    of_help = asked if isinstance(asked, Mapping) else {}
    for part, names, values in (((), _FIELDS, words), (("help",), _HELP, of_help)):
        for name, (key, _) in names.items():
            if name in values:
                yield _Place((*above, *part, name), key, values[name])
    for name, text in words.get("groups", {}).items():
        yield _Place((*above, "groups", name), GROUP + name, text)
    for key, text in words.get("strings", {}).items():
        yield _Place((*above, "strings", key), key, text)


def fault(key: str, text: str) -> str | None:
    """Return why an English string can be nobody's own, whoever adopted it. A title may have digits: it is a name."""
    return objection(ENGLISH.get(key, ""), DIGIT.sub("", text) if key == TITLE else text)


def _mistranslated(place: _Place, own: Mapping[str, str]) -> str | None:
    """Return why a translation cannot stand for its English. That this version of the package lacks a string is no fault."""
    english = own.get(place.key, ENGLISH.get(place.key))
    if english is None:
        return None if "strings" in place.path else "it has no English"
    return objection(english, place.text)


def _unfit(place: _Place, fault: str | None, table: Table) -> Iterator[Finding]:
    """Find what is wrong with a string: what no text may hold, else its ``fault``."""
    name, line = ".".join(place.path), table.line(*place.path)
    try:
        if written("", place.text) != place.text:
            fault = "it has white space around it, or is not in NFC"
    except BadText as error:
        yield Finding(table.file, line, f"{name}: {error.what}", error.remedy)
        return
    if fault:
        yield Finding(table.file, line, f"{name}: {fault}", _REMEDY)


_REMEDY = "mend it, or take it out; a contact of help is dated data, in files of its own (docs/own-glossary.md)"
