"""A value of somebody else's file made a text of ours, alike for every format.

1. What a spreadsheet would take for a formula is refused, before and after all else.
2. HTML is taken out, and that is told.
3. Lines of prose are joined; of a list, empty and repeated ones go.
4. What no text may hold (``content.text.written``) is refused.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.content import cells
from glossary.content.text import LISTS, written
from glossary.errors import BadText
from glossary.exchange.incoming import markup

MAX_TEXT = 20_000
"""Longest value that is looked at, in characters: a text is a few sentences, a list a few dozen words."""

NO_MARKUP = "its markup was taken out"
JOINED = "its lines were joined"


class Value(NamedTuple):
    """A text as it can stand in content, and what was changed in it; ``""`` where nothing was."""

    text: str
    changed: str = ""


def value(name: str, raw: str) -> Value:
    """Return the value of a field as it can be taken. Raises ``BadText``."""
    if len(raw) > MAX_TEXT:
        raise BadText(name, f"it has more than {MAX_TEXT:,} characters", "shorten it: a text is a few sentences")
    raw, told = raw.replace("\r\n", "\n"), []
    _no_formula(name, raw)  # Rule 1
    if markup.held(raw):  # Rule 2
        raw = markup.plain(raw)
        told.append(NO_MARKUP)
    text = "\n".join(dict.fromkeys(_lines(raw))) if name in LISTS else " ".join(_lines(raw))  # Rule 3
    if name not in LISTS and "\n" in raw.strip() and NO_MARKUP not in told:
        told.append(JOINED)
    _no_formula(name, text)
    return Value(written(name, text), ", ".join(told))  # Rule 4


def _lines(raw: str) -> list[str]:
    return list(filter(None, map(str.strip, re.split(r"[\r\n]+", raw))))


def _no_formula(name: str, text: str) -> None:
    if what := cells.formula(name, text):
        raise BadText(name, what, cells.REMEDY)
