"""What a person is shown about the content: the status table, a text side by side with its English, a word diff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from glossary.edition import Edition, State
from glossary.languages import describe
from glossary.model import FIELDS, Text

COLUMNS = {
    "vetted": "Vetted",
    "reviewed": "Reviewed",
    "draft": "Draft",
    "missing": "Missing",
    "fuzzy": "Fuzzy",
    "update": "Update waiting",
    "source_moved_on": "Source moved on",
    "review_due": "Review due",
    "withdrawn": "Withdrawn",
}
"""Columns of the status table: the first four add up to all concepts, the others are marks on them."""


def languages(edition: Edition, today: date) -> list[dict[str, Any]]:
    """Return one row for each language: its tag, names, and how many concepts stand where."""
    rows = []
    for tag in edition.languages:
        marks = [_marks(edition.state(concept.id, tag, today)) for concept in edition.live]
        known = describe(tag)
        counts = {name: sum(name in found for found in marks) for name in COLUMNS}
        rows.append({"language": tag, "name": known.name, "english_name": known.english_name, **counts})
    return rows


def _marks(state: State) -> set[str]:
    marks = {state.status.value if state.status else "missing"}
    flags = ("fuzzy", "update", "withdrawn", "review_due")
    return (
        marks
        | {name for name in flags if getattr(state, name)}
        | (set() if state.source_current else {"source_moved_on"})
    )


def concepts(edition: Edition, language: str, today: date) -> list[dict[str, Any]]:
    """Return one row for each concept in a language."""
    return [{"id": item.id, **asdict(edition.state(item.id, language, today))} for item in edition.live]


def language_table(rows: list[dict[str, Any]]) -> Table:
    """Return the rows of ``languages`` as a table; a dot is a zero."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Language")
    for title in COLUMNS.values():
        table.add_column(title, justify="right", min_width=max(map(len, title.split())))
    for row in rows:
        cells = [str(row[name] or "·") for name in COLUMNS]
        table.add_row(f"{row['language']} {row['english_name']}", *cells)
    return table


def concept_table(rows: list[dict[str, Any]]) -> Table:
    """Return the rows of ``concepts`` as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Concept", "Status", "Marks"):
        table.add_column(title)
    for row in rows:
        marks = [title.lower() for name, title in COLUMNS.items() if row.get(name)]
        marks += [] if row["source_current"] else ["source moved on"]
        table.add_row(row["id"], row["status"] or "missing", ", ".join(marks))
    return table


def beside(english: Text | None, text: Text, before: Text | None) -> Iterator[Styled]:
    """Show a text field by field, its English above it, what changed since the last approved text marked."""
    for name in FIELDS:
        source = english.fields.get(name, "") if english else ""
        new, old = text.fields.get(name, ""), before.fields.get(name, "") if before else ""
        if not (new or old):
            continue
        yield Styled(f"\n{name}", style="bold")
        if source:
            yield Styled(f"  English   {source}".replace("\n", "\n            "))
        shown = word_diff(old, new) if before else Styled(new)
        yield Styled("  " + ("this text " if english else "          ")).append_text(shown)


def word_diff(old: str, new: str) -> Styled:
    """Return the new text with ``[-…-]`` around what went and ``{+…+}`` around what came, as git's word diff has it."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    shown = Styled()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            shown.append("".join(after[c:d]))
        if a < b and kind != "equal":
            shown.append(f"[-{''.join(before[a:b])}-]", style="red")
        if c < d and kind != "equal":
            shown.append(f"{{+{''.join(after[c:d])}+}}", style="green")
    return shown
