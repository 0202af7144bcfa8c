"""What an import says: what was taken, left and refused, where and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from glossary.characters import visible
from glossary.exchange.incoming.incoming import Outcome, Place, Row

_SHOWN = 60
"""How many characters of a value a line shows."""


class Line(NamedTuple):
    """A line of the table: a place, what became of what stands there, whose it is, and why."""

    place: Place
    outcome: Outcome
    what: str
    why: str

    def __str__(self) -> str:
        reason = f"; {self.why}" if self.why else ""
        return f"{self.place.file}:{self.place.line}: {self.outcome}: {self.what}{reason}"


def lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Yield a line for each concept of which something is taken, and one for each value of which there is more to say; what
    is refused comes last. What was there already has none."""
    plain, told = dict[str, list[Row]](), list[Row]()
    for row in rows:
        if row.why:
            told.append(row)
        elif row.outcome is Outcome.TAKEN:
            plain.setdefault(row.concept, []).append(row)
    for concept, taken in plain.items():
        yield Line(taken[0].place, Outcome.TAKEN, f"{concept} ({_kinds(taken)})", "")
    for rows in _alike(sorted(told, key=lambda row: (row.outcome is Outcome.REFUSED, row.place))):
        row, more = rows[0], len(rows) - 1
        yield Line(row.place, row.outcome, _named(row) + (f" and {more} more" if more else ""), row.why)


def _alike(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Return rows together that one option or one line of a file answers: what all concepts of a file lack, or have alike."""
    gathered = dict[tuple[object, ...], list[Row]]()
    for number, row in enumerate(rows):
        lacking = row.outcome is Outcome.REFUSED and row.field in ("group", "usage", "autolink", "source")
        gathered.setdefault((row.field, row.why) if lacking else (number,), []).append(row)
    return gathered.values()


def _kinds(rows: list[Row]) -> str:
    """Return what is taken of a concept, in short: the facts, and the number of texts by language."""
    counts = Counter(row.language for row in rows)
    facts = [row.field for row in rows if not row.language]
    texts = (f"{language} {number}" for language, number in counts.items() if language)
    return ", ".join([*texts, *dict.fromkeys(facts)])


def _named(row: Row) -> str:
    key, value = (text.replace("\n", " | ") for text in (".".join(filter(None, (row.concept, row.field))), row.value))
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]} …"
    return " ".join(filter(None, (key, row.language and f"[{row.language}]", f"“{shown}”" if shown else "")))


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many values had each outcome, by its name."""
    numbers = Counter(row.outcome for row in rows)
    return {outcome.value: numbers[outcome] for outcome in Outcome}


def data(row: Row) -> dict[str, Any]:
    """Return a row as JSON."""
    return {**row.place._asdict(), **{name: value for name, value in row._asdict().items() if name != "place"}}


def table(rows: Iterable[Row]) -> Any:
    """Return the lines as a table for a terminal."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Where", "Outcome", "What", "Why"):
        made.add_column(title, overflow="fold")
    for line in lines(rows):
        made.add_row(f"{line.place.file}:{line.place.line}", line.outcome, visible(line.what), visible(line.why))
    return made
