"""Entries of a PO file while they are read, and the messages that become of them.

Whatever is wrong is told to ``bad``: a line, what is wrong, and the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from unicodedata import normalize

from glossary.catalogs.po import Message, joined

ORDER = ("msgctxt", "msgid", "msgstr")
OLD = "previous "
"""Prefix, while an entry is read, of the names of its ``#|`` fields: the English before it changed."""

Bad = Callable[[int, str, str], None]


@dataclass
class Entry:
    """An entry while it is read: its fields by keyword, the line of each, ``pieces``, the strings of its msgstr as they are
    written, and ``open``, the field that a string continues."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    obsolete: bool = False
    open: str = ""


def header(entry: Entry, bad: Bad) -> Iterator[tuple[str, str]]:
    """Yield the header's fields: name and value. Of a field that stands twice, tools disagree which one counts."""
    seen: set[str] = set()
    for line in filter(None, entry.values.get("msgstr", "").split("\n")):
        name, colon, value = line.partition(":")
        if not colon or name in seen:
            what = f"the header field “{name[:40]}” is broken or stands twice"
            bad(entry.line, what, "write each once, as Name: value")
        seen.add(name)
        yield name, value.strip()


def message(entry: Entry, bad: Bad) -> Message:
    """Return an entry as a message; what is missing in it is a finding, and empty in the message."""
    for name in ORDER:
        if name not in entry.values:
            bad(entry.line, f"the entry has no {name}", "an entry is msgctxt, msgid and msgstr; restore it")
    if entry.values.get("msgid") == "" or entry.values.get("msgctxt") == "":
        bad(entry.line, "the entry's msgid or msgctxt is empty", "restore it from the template")
    values = {name: normalize("NFC", value) for name, value in entry.values.items()}
    return Message(
        key=values.get("msgctxt", ""),
        source=values.get("msgid", ""),
        text=values.get("msgstr", ""),
        fuzzy="fuzzy" in entry.flags,
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
        previous=values.get(OLD + "msgid"),
        notes=tuple(entry.notes),
        comments=tuple(entry.comments),
        obsolete=entry.obsolete,
        line=(line := entry.lines.get("msgstr", entry.line)),
        joined=line + at - 1 if (at := joined(entry.pieces)) else 0,
    )


def duplicates(messages: tuple[Message, ...], bad: Bad) -> None:
    """Find keys that stand twice: libraries take one of the two texts in silence. Obsolete entries may repeat a key."""
    seen: dict[str, int] = {}
    for message in messages:
        if not message.obsolete and message.key in seen:
            what = f"“{message.key}” stands here and at line {seen[message.key]}"
            bad(message.line, what, "keep the right one and delete the other")
        if not message.obsolete:
            seen[message.key] = message.line
