"""PO files, read strictly (GNU gettext manual, “The Format of PO Files”).

The libraries guess: an unterminated string, a key that stands twice or a conflict marker loads without a warning, and a
definition changes (docs/decisions.md says what each library does). Here each is a finding with its line, and a file with a
finding is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from glossary.catalogs import fastpath
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.errors import MAX_FINDINGS, BadContent, Finding, capped

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\Z')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[\d*\]|msgstr)(?=[\s\"]|\Z)\s*(.*)\Z")
_ORDER = ("msgctxt", "msgid", "msgstr")
_OLD = "previous "
"""Prefix, while an entry is read, of the names of its ``#|`` fields: the English before it changed."""

_FLAG = re.compile(r"[a-z0-9-]+(:\s*\S+)?")
_FORMAT = re.compile(r"(no-|possible-|impossible-)?[a-z-]+-format|no-wrap|wrap")
"""Flags that other tools add to prose, because “50% of” looks like a format string to them. They are dropped: with them,
msgfmt -c refuses a correct translation."""


@dataclass
class _Entry:
    """An entry while it is read: its fields by keyword, the line of each, and ``open``, the field that a string continues."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    obsolete: bool = False
    open: str = ""


class _Reader:
    """Reads a file line by line and collects findings instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.entries: list[_Entry | Message] = []
        self.entry: _Entry | None = None

    def bad(self, line: int, what: str, remedy: str) -> None:
        """Note what is wrong on a line."""
        self.findings.append(Finding(self.file, line, what, remedy))

    def whole(self, text: str) -> None:
        """Read a whole file: entries of the usual form by the fast path, each other block of lines by ``block``."""
        start, number = 0, 1
        while start < len(text) and len(self.findings) <= MAX_FINDINGS:
            plain, start, number = fastpath.read(text, start, number)
            self.entries += plain
            start, number = self.block(text, start, number)

    def block(self, text: str, start: int, number: int) -> tuple[int, int]:
        """Read the lines up to the next empty one. Returns the index and the number of the line after that one."""
        end = text.find("\n\n", start) + 1 or len(text)
        lines = text[start:end].split("\n")
        for line in enumerate([*lines, ""], number):
            self.feed(*line)
        return end + 1, number + len(lines)

    def feed(self, number: int, line: str) -> None:
        """Read one line."""
        line = line.strip()
        if not line:
            self.entry = None
        elif line.startswith("#~"):
            self.body(number, line[2:].strip(), obsolete=True)
        elif line.startswith("#|"):
            self.body(number, line, obsolete=False)
        elif line.startswith("#"):
            self.comment(number, line)
        else:
            self.body(number, line, obsolete=False)

    def current(self, number: int, *, fresh: bool, obsolete: bool = False) -> _Entry:
        """Return the entry that a line belongs to. A line that may begin one (``fresh``) begins the next after a msgstr, and
        so does a change from live to obsolete or back: not every tool writes an empty line between two entries."""
        entry = self.entry
        if entry is None or (fresh and "msgstr" in entry.values) or (entry.values and entry.obsolete != obsolete):
            entry = self.entry = _Entry(number)
            self.entries.append(entry)
        entry.obsolete = entry.obsolete or obsolete
        return entry

    def comment(self, number: int, line: str) -> None:
        """Read a line of comment, notes, flags or references."""
        entry = self.current(number, fresh=True)
        # An entry was cut off here, and what follows would give its msgctxt the text of another.
        if any(name in entry.values for name in _ORDER):
            self.bad(number, "a comment inside an entry", "move it above the entry's msgctxt")
        mark, rest = line[1:2], line[2:].strip()
        if mark in (",", "="):
            self.flags(number, mark, rest, entry)
        elif mark == ".":
            entry.notes.append(rest)
        elif mark != ":":  # references to lines of source code: our texts have none, so they are dropped
            entry.comments.append(line[1:].strip())

    def flags(self, number: int, mark: str, rest: str, entry: _Entry) -> None:
        """Read the flags of an entry: ``#,`` today, ``#=`` in gettext's coming form (from 2027).

        An unknown flag on ``#,`` is kept. On ``#=`` it is refused, since a text that is not finished could be marked by it.
        """
        for flag in filter(None, (part.strip() for part in rest.split(","))):
            usual = flag == "fuzzy" or _FORMAT.fullmatch(flag)
            if not _FLAG.fullmatch(flag) or (mark == "=" and not usual):
                self.bad(number, f"the flag “{flag}” is not known", "remove it; a flag here could mean “not finished”")
            elif flag == "fuzzy" or not usual:
                entry.flags.append(flag)

    def body(self, number: int, line: str, *, obsolete: bool) -> None:
        """Read a line that is no comment: a keyword with its string, or a string that continues the one above."""
        prefix = _OLD if line.startswith(("#|", "|")) else ""
        line = line.lstrip("#|").strip() if prefix else line
        if line.startswith('"'):
            self.string(number, line, self.entry, prefix)
        elif match := _KEYWORD.match(line):
            self.keyword(number, prefix, match[1], match[2], obsolete)
        else:
            # Babel drops a text without quotation marks in silence.
            self.bad(number, f"“{line[:40]}” is not a line of a PO file", "quote the text, or mend the keyword")

    def keyword(self, number: int, prefix: str, name: str, rest: str, obsolete: bool) -> None:
        """Open a field of an entry, and read the string that stands after its keyword."""
        entry = self.current(number, fresh=bool(prefix) or name in ("msgctxt", "msgid"), obsolete=obsolete)
        entry.open = prefix + name
        if name not in _ORDER:
            self.bad(number, f"{name} is for plurals", "this glossary counts nothing: use msgid and msgstr")
            return
        later = _ORDER if prefix else _ORDER[_ORDER.index(name) + 1 :]
        # Either means that the end of one entry and the start of the next were lost: one's key would get the other's text.
        if entry.open in entry.values:
            self.bad(number, f"a second {name} in one entry", "separate the entries by an empty line")
        elif any(other in entry.values for other in later):
            self.bad(number, f"{name} stands too late in its entry", "the order is msgctxt, msgid, msgstr")
        entry.values[entry.open], entry.lines[entry.open] = "", number
        self.string(number, rest, entry, prefix)

    def string(self, number: int, quoted: str, entry: _Entry | None, prefix: str) -> None:
        """Add a quoted string to the open field. One without an end loads as empty in Babel, or loses a letter."""
        if entry is None or not entry.open or entry.open.startswith(_OLD) != bool(prefix):
            self.bad(number, "a text that belongs to no keyword", "put it behind msgid or msgstr")
        elif match := _STRING.match(quoted):
            entry.values[entry.open] = entry.values.get(entry.open, "") + self.unescape(number, match[1])
        else:
            self.bad(number, "a text whose quotation marks do not match", 'end it with ", and write " inside as \\"')

    def unescape(self, number: int, text: str) -> str:
        """Return a string without its escapes. Tools disagree on unknown ones, so those are refused."""

        def one(match: re.Match[str]) -> str:
            if match[1] not in _ESCAPES:
                self.bad(
                    number, f"the escape \\{match[1]} is not known", "write the character itself; \\\\ is a backslash"
                )
            return _ESCAPES.get(match[1], "")

        return re.sub(r"\\(.)", one, text)


def read(path: Path) -> Catalog:
    """Return a PO file's content, its texts in NFC.

    Raises ``BadContent`` with every finding of the file, up to the limit of ``capped``, and for one that is not UTF-8 text.
    """
    reader = _Reader(files.displayed(path))
    reader.whole(files.read(path))
    if len(reader.findings) > MAX_FINDINGS:  # it was not read to its end, so nothing can be said of its header and keys
        raise BadContent(capped(reader.findings))
    catalog = _catalog(reader)
    if reader.findings:
        raise BadContent(capped(reader.findings))
    return catalog


def _catalog(reader: _Reader) -> Catalog:
    # An entry of comments only is no entry: the end of a file often has one.
    entries = [entry for entry in reader.entries if isinstance(entry, Message) or entry.values]
    head, rest = entries[0] if entries else None, entries[1:]
    if not isinstance(head, _Entry) or head.values.get("msgid") != "" or "msgctxt" in head.values:
        reader.bad(1, "the header is missing", 'start with msgid "" and its header fields')
        return Catalog((), ())
    header = tuple(_header(reader, head))
    # Other tools read the file in the encoding that it states, whatever its bytes are.
    if dict(header).get("Content-Type", "").replace(" ", "").lower() != "text/plain;charset=utf-8":
        reader.bad(head.line, "the header's Content-Type is not UTF-8", "write Content-Type: text/plain; charset=UTF-8")
    messages = tuple(entry if isinstance(entry, Message) else _message(reader, entry) for entry in rest)
    _duplicates(reader, messages)
    return Catalog(header, messages, tuple(head.comments))


def _header(reader: _Reader, entry: _Entry) -> Iterator[tuple[str, str]]:
    """Yield the header's fields: name and value. Of a field that stands twice, tools disagree which one counts."""
    seen: set[str] = set()
    for line in filter(None, entry.values.get("msgstr", "").split("\n")):
        name, colon, value = line.partition(":")
        if not colon or name in seen:
            what = f"the header field “{name[:40]}” is broken or stands twice"
            reader.bad(entry.line, what, "write each once, as Name: value")
        seen.add(name)
        yield name, value.strip()


def _message(reader: _Reader, entry: _Entry) -> Message:
    """Return an entry as a message; what is missing in it is a finding, and empty in the message."""
    for name in _ORDER:
        if name not in entry.values:
            reader.bad(entry.line, f"the entry has no {name}", "an entry is msgctxt, msgid and msgstr; restore it")
    if entry.values.get("msgid") == "" or entry.values.get("msgctxt") == "":
        reader.bad(entry.line, "the entry's msgid or msgctxt is empty", "restore it from the template")
    values = {name: normalize("NFC", value) for name, value in entry.values.items()}
    return Message(
        key=values.get("msgctxt", ""),
        source=values.get("msgid", ""),
        text=values.get("msgstr", ""),
        fuzzy="fuzzy" in entry.flags,
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
        previous=values.get(_OLD + "msgid"),
        notes=tuple(entry.notes),
        comments=tuple(entry.comments),
        obsolete=entry.obsolete,
        line=entry.lines.get("msgstr", entry.line),
    )


def _duplicates(reader: _Reader, messages: tuple[Message, ...]) -> None:
    """Find keys that stand twice: libraries take one of the two texts in silence. Obsolete entries may repeat a key."""
    seen: dict[str, int] = {}
    for message in messages:
        if not message.obsolete and message.key in seen:
            what = f"“{message.key}” stands here and at line {seen[message.key]}"
            reader.bad(message.line, what, "keep the right one and delete the other")
        if not message.obsolete:
            seen[message.key] = message.line
