"""What the desk remembers of reading, for one person and nobody else: texts for another day, sources looked up, and verdicts
that could not be written yet. And what maintainers wish of texts. None of it counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from glossary.desk.state import State
from glossary.desk.tasks import Name, Wish


@dataclass(frozen=True)
class Kept:
    """A verdict that is not written yet: what was sent, and why it could not be written."""

    language: str
    concept: str
    act: str
    fields: tuple[tuple[str, str], ...]
    why: str

    @property
    def sent(self) -> dict[str, str]:
        """What was sent, by the names of its fields."""
        return dict(self.fields)

    @property
    def path(self) -> str:
        """Where it is sent again."""
        return f"/{self.language}/{self.concept}/{self.act}"


def keep(state: State, who: str, kept: Kept) -> None:
    """Remember a verdict until it is written. One of the same kind on the same text takes its place."""
    values = who, kept.language, kept.concept, kept.act, json.dumps(kept.fields), kept.why
    state.write("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)", *values)


def forget(state: State, who: str, language: str, concept: str, act: str) -> None:
    """Forget a verdict, which was written or given up."""
    where = "who = ? AND language = ? AND concept = ? AND act = ?"
    state.write(f"DELETE FROM kept WHERE {where}", who, language, concept, act)  # noqa: S608, no part of it is sent


def kept(state: State, who: str) -> list[Kept]:
    """Return the verdicts of a person that are not written yet."""
    rows = state.rows("SELECT language, concept, act, fields, why FROM kept WHERE who = ? ORDER BY rowid", who)
    return [
        Kept(row["language"], row["concept"], row["act"], tuple(map(tuple, json.loads(row["fields"]))), row["why"])
        for row in rows
    ]


def hide(state: State, who: str, name: Name, today: date) -> None:
    """Hide a text from a person until tomorrow, and forget what was hidden on other days."""
    state.write("DELETE FROM later WHERE day <> ?", str(today))
    state.write("INSERT OR REPLACE INTO later VALUES (?, ?, ?, ?)", who, *name, str(today))


def later(state: State, who: str, today: date) -> set[Name]:
    """Return the texts that are hidden from a person today."""
    rows = state.rows("SELECT language, concept FROM later WHERE who = ? AND day = ?", who, str(today))
    return {(row["language"], row["concept"]) for row in rows}


def show_all(state: State, who: str) -> None:
    """Hide nothing from a person any more."""
    state.write("DELETE FROM later WHERE who = ?", who)


def tick(state: State, who: str, concept: str, source: str) -> None:
    """Note that a person looked a source up, or, where they had noted it, that they did not."""
    found = state.write("DELETE FROM looked WHERE who = ? AND concept = ? AND source = ?", who, concept, source)
    if not found:
        state.write("INSERT INTO looked VALUES (?, ?, ?)", who, concept, source)


def looked_up(state: State, who: str, concept: str) -> set[str]:
    """Return the addresses of the sources of a concept that a person has looked up."""
    rows = state.rows("SELECT source FROM looked WHERE who = ? AND concept = ?", who, concept)
    return {row["source"] for row in rows}


def wish(state: State, name: Name, wanted: Wish) -> None:
    """Set what maintainers wish of a text."""
    due = str(wanted.due) if wanted.due else None
    state.write("INSERT OR REPLACE INTO wishes VALUES (?, ?, ?, ?)", *name, wanted.priority, due)


def wishes(state: State) -> Mapping[Name, Wish]:
    """Return what maintainers wish, by text."""
    rows = state.rows("SELECT language, concept, priority, due FROM wishes")
    days = {row: date.fromisoformat(row["due"]) if row["due"] else None for row in rows}
    return {(row["language"], row["concept"]): Wish(row["priority"], day) for row, day in days.items()}
