"""The header of a catalog: what msgfmt and editors ask for, and no person.

Catalogs are public. Editors write the name and address of whoever translates into the header, and some a path of their
machine; here each field has a rule of what it may say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from babel.messages.plurals import get_plural

from glossary.content.model import ID
from glossary.errors import BadTag
from glossary.language.names import cldr, english_name

Fields = tuple[tuple[str, str], ...]

NOBODY = "nobody named"
_NOBODY = frozenset({NOBODY, "nobody yet", "nobody, this is the template", "glossary drafts", ""})
"""What the field of the last translator may say, beside a pseudonym."""

PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(/home/|/Users/|\\Users\\)\w")
"""An address of a person, or a path that holds a name."""

REVISED = "PO-Revision-Date"


def new(language: str, today: date) -> Fields:
    """Return the header of a new catalog."""
    return (
        ("Project-Id-Version", "glossary"),
        (REVISED, f"{today} 00:00+0000"),
        ("Last-Translator", "nobody yet"),
        ("Language-Team", english_name(language)),
        ("Language", language.replace("-", "_")),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", _plural_forms(language)),
    )


def _plural_forms(language: str) -> str:
    """Return the plural forms of a language, those of its language for a variety of it; one form where nothing is known."""
    locale = cldr(language)
    return str(get_plural(locale).plural_forms) if locale else "nplurals=1; plural=0;"


TEMPLATE: Fields = (
    ("Project-Id-Version", "glossary"),
    (REVISED, "YEAR-MO-DA HO:MI+ZONE"),
    ("Last-Translator", "nobody, this is the template"),
    ("Language-Team", "none"),
    ("Language", ""),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=UTF-8"),
    ("Content-Transfer-Encoding", "8bit"),
)


def cleaned(fields: Fields) -> Fields:
    """Return a header that names nobody: the last translator is a pseudonym (an id) or ``NOBODY``, the team is the language,
    and a field with an address of a person or a path of a machine is gone."""
    language = dict(fields).get("Language", "").replace("_", "-")
    values = ((name, _public(name, value, language)) for name, value in fields)
    return tuple((name, value) for name, value in values if value is not None)


def _public(name: str, value: str, language: str) -> str | None:
    if name == "Last-Translator":
        return value if value in _NOBODY or ID.fullmatch(value) else NOBODY
    if name == "Language-Team":
        return _team(language)
    return None if name == "Report-Msgid-Bugs-To" or PERSONAL.search(value) else value


def _team(language: str) -> str:
    try:
        return english_name(language)
    except BadTag:
        return "none"


def merged(base: Fields, ours: Fields, theirs: Fields) -> Fields:
    """Return one header for two that come from ``base``, without asking anybody: of each field the value that changed, ours
    where both did, and the later day of revision."""
    before, mine, other = dict(base), dict(ours), dict(theirs)
    values = {name: _merged(before.get(name), mine.get(name), other.get(name)) for name in (*mine, *other)}
    if days := [day for day in (mine.get(REVISED), other.get(REVISED)) if day]:
        values[REVISED] = max(days)
    return cleaned(tuple((name, value) for name, value in values.items() if value is not None))


def _merged(base: str | None, ours: str | None, theirs: str | None) -> str | None:
    return theirs if ours == base else ours


def public_comments(comments: Sequence[str]) -> bool:
    """Return whether comments above a header name nobody, as far as one can tell: no address, copyright or “name, year”."""
    return not any(PERSONAL.search(line) or _AUTHOR.search(line) for line in comments)


_AUTHOR = re.compile(r"copyright|©|^\S.{1,80}, (19|20)\d\d([,-] ?(19|20)\d\d)*\.?$", re.IGNORECASE)
"""How editors and gettext write who translated: “Copyright (C) 2026 …”, “A name, 2026.”"""
