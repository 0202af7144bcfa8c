"""The texts of a figure file: none has a number in it, or a word whose meaning depends on the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from glossary.content.figure import CLAIM_TEXTS, TEXTS
from glossary.content.figure_schema import REMEDY
from glossary.content.interface import DIGIT, NAME
from glossary.content.tables import Table
from glossary.content.text import written
from glossary.errors import BadText, Finding

_OPTIONAL = frozenset({"unit", "break_in_series"})
_STALE = re.compile(
    r"\b(?:last|this|next|previous|current|past)\s+(?:year|month|week|quarter)\b"
    r"|\b(?:currently|recently|nowadays|today|so far)\b",
    re.IGNORECASE,
)
"""Words whose meaning depends on the day on which somebody reads them."""


def unfit(row: Mapping[str, Any], table: Table) -> Iterator[Finding]:
    """Find what is wrong with the texts of a row."""
    needed = CLAIM_TEXTS if row.get("withdrawn") else () if row["input"] else TEXTS
    for field in needed:
        if field not in row["text"] and field not in _OPTIONAL:
            yield Finding(table.file, table.line("text"), f"text.{field}: it is missing", REMEDY)
    for field, text in row["text"].items():
        if what := _objection(field, text, row, needed):
            yield Finding(table.file, table.line("text", field), f"text.{field}: {what[0]}", what[1])


def _objection(field: str, text: str, row: Mapping[str, Any], allowed: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what is wrong with a text, and what to do."""
    try:
        clean = written(field, text) == text
    except BadText as error:
        return error.what, error.remedy
    if not clean:
        return "it has white space around it, or is not in NFC", "write it in its clean form"
    if field not in allowed:
        return "it has no place in this record", "take it out"
    if unknown := sorted({each.strip("{}") for each in NAME.findall(text)} - row["numbers"].keys()):
        return f"{{{unknown[0]}}} stands for no number of this record", "name it under [numbers], or take it out"
    bare = NAME.sub("", text)
    if "{" in bare or "}" in bare:
        return (
            "a brace in it belongs to no number",
            "write the name of a number in braces, as {year}, and no other brace",
        )
    if field == "sentence" and "value" in row and f"{{{row['name']}}}" not in text:
        return f"it does not say its number, {{{row['name']}}}", f"write {{{row['name']}}} where the number belongs"
    if DIGIT.search(bare) or "%" in bare:
        return "a number is typed into it", "give the number a name under [numbers], and write the name in braces"
    if match := _STALE.search(bare):
        return f"“{match[0]}” means another time on another day", "write {year}"
    return None
