"""What the command line shows of the content: the status table, a word diff."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from rich.table import Table
from rich.text import Text as Styled

from glossary.content.model import Concept, Status
from glossary.content.text import FIELDS, REQUIRED
from glossary.edition.edition import Edition
from glossary.errors import counted
from glossary.language.names import describe
from glossary.language.tags import SOURCE

COLUMNS = {
    "vetted": "Vetted",
    "reviewed": "Reviewed",
    "draft": "Draft",
    "missing": "Missing",
    "empty": "Empty",
    "left_out": "Left out",
    "fuzzy": "Fuzzy",
    "update": "Newer draft",
    "source_moved_on": "Source moved on",
    "review_due": "Review due",
    "withdrawn": "Taken back",
}
"""Columns of the status table. The first four add up to all concepts; the others are marks of a concept. “Empty”: a required
field is empty. “Left out”: a field is empty that may be so on purpose."""

MARKS = {name: title.lower() for name, title in COLUMNS.items()} | {
    "update": "update waiting",
    "withdrawn": "withdrawn",
}
"""The marks as they are written beside one concept, where there is room for more words."""

WIDTH = 80
"""The greatest width of the table of languages, in characters."""

ALWAYS = ("vetted", "reviewed", "draft", "missing", "empty")
"""Columns that the table always has. Any other is left out if it is empty."""

EXPECTED = (*REQUIRED, "plain", "note")
"""Fields that a translation must have if the English has them. Of the others (abbreviation, forms, words to avoid) a language
may have none."""


def languages(edition: Edition, today: date) -> list[dict[str, Any]]:
    """Return one row for each language: ``language`` (its tag), ``name``, ``english_name``, and a number for each column."""
    rows = []
    for tag in edition.languages:
        concepts = [_marks(edition, concept, tag, today) for concept in edition.live]
        language = describe(tag)
        counts = {name: sum(name in marks for marks in concepts) for name in COLUMNS}
        rows.append({"language": tag, "name": language.name, "english_name": language.english_name, **counts})
    return rows


def _marks(edition: Edition, concept: Concept, language: str, today: date) -> set[str]:
    progress = edition.progress(concept.id, language, today)
    flags = {name: getattr(progress, name) for name in ("fuzzy", "update", "withdrawn", "review_due")}
    flags |= unfilled(edition, concept, language) | {"source_moved_on": not progress.source_current}
    return {progress.status.value if progress.status else "missing"} | {name for name, value in flags.items() if value}


def unfilled(edition: Edition, concept: Concept, language: str) -> dict[str, list[str]]:
    """Return the fields that the English draft has and this language's does not: those that must be filled (``empty``) and
    those that need not (``left_out``). Words to avoid need their reason."""
    draft = edition.draft(concept.id, language)
    filled = draft.fields if draft else {}
    lacking = [name for name in FIELDS if name in concept.text.fields and not filled.get(name)]
    expected = (*EXPECTED, "avoid_reason") if filled.get("avoid") else EXPECTED
    return {
        "empty": [name for name in lacking if name in expected],
        "left_out": [name for name in lacking if name not in expected],
    }


def concepts(edition: Edition, language: str, today: date) -> list[dict[str, Any]]:
    """Return one row for each concept in a language: ``id``, the fields of ``Progress``, ``empty`` and ``left_out``."""
    return [
        {
            "id": concept.id,
            **asdict(edition.progress(concept.id, language, today)),
            **unfilled(edition, concept, language),
        }
        for concept in edition.live
    ]


def emptiness(rows: list[dict[str, Any]]) -> str:
    """Return in a sentence how many texts lack a required field."""
    lacking = {row["language"]: row["empty"] for row in rows if row["empty"]}
    if not lacking:
        return "no required field is empty"
    return (
        f"required fields are empty in {counted(sum(lacking.values()), 'text')} of {counted(len(lacking), 'language')}"
    )


def published(edition: Edition) -> str:
    """Return in a sentence or two how much readers get: what is vetted, and that all else, if anything, is drafts."""
    if edition.vetted_status is not Status.VETTED:
        return "Vetted: nothing. Every text shown is a draft."
    total = len(edition.live)
    english = sum(edition.vetted(concept.id, SOURCE) is not None for concept in edition.live)
    others = [tag for tag in edition.languages if tag != SOURCE]
    texts = sum(edition.vetted(concept.id, tag) is not None for tag in others for concept in edition.live)
    rest = f", and {counted(texts, 'text')} in {counted(len(others), 'other language')}" if others else ""
    vetted = f"Vetted: {english} of {counted(total, 'concept')} in English{rest}."
    whole = english + texts == total * len(edition.languages)
    return vetted if whole else f"{vetted} All other texts are drafts, which wait for reviewers."


def language_table(rows: list[dict[str, Any]]) -> Table:
    """Return the rows of ``languages`` as a table. A dot is a zero; names of languages are cut where the width is short."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    columns = [name for name in COLUMNS if name in ALWAYS or any(row[name] for row in rows)]
    widths = {COLUMNS[name]: max(map(len, COLUMNS[name].split())) for name in columns}
    room = WIDTH - sum(widths.values()) - len(widths)
    table.add_column("Language", no_wrap=True, overflow="ellipsis", max_width=room)
    for title, width in widths.items():
        table.add_column(title, justify="right", width=width)
    for row in rows:
        cells = [str(row[name] or "·") for name in columns]
        table.add_row(f"{row['language']} {row['english_name']}", *cells)
    return table


def concept_table(rows: list[dict[str, Any]]) -> Table:
    """Return the rows of ``concepts`` as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Concept", "Status", "Marks"):
        table.add_column(title)
    for row in rows:
        marks = [_mark(title, row[name]) for name, title in MARKS.items() if row.get(name)]
        marks += [] if row["source_current"] else ["source moved on"]
        table.add_row(row["id"], row["status"] or "missing", ", ".join(marks))
    return table


def _mark(title: str, value: bool | list[str]) -> str:
    return f"{title} ({', '.join(value)})" if isinstance(value, list) else title


def word_diff(old: str, new: str) -> Styled:
    """Return the new text with ``[-…-]`` around removed words and ``{+…+}`` around added ones, like git's word diff."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    diff = Styled()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            diff.append("".join(after[c:d]))
        if a < b and kind != "equal":
            diff.append(f"[-{''.join(before[a:b])}-]", style="red")
        if c < d and kind != "equal":
            diff.append(f"{{+{''.join(after[c:d])}+}}", style="green")
    return diff
