"""Reads PO files strictly. The readers at hand guess: an unterminated string, a duplicate key or a conflict marker
loads without a word, and a definition changes (docs/decisions.md lists what each of them does)."""

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
"""Prefix of the names of ``#|`` fields while they are read."""

_FLAG = re.compile(r"[a-z0-9-]+(:\s*\S+)?")
_FORMAT = re.compile(r"(no-|possible-|impossible-)?[a-z-]+-format|no-wrap|wrap")
"""Flags that other tools put on prose: “50% of” is taken for a format string. They are dropped, or msgfmt -c fails."""


@dataclass
class _Entry:
    """An entry while it is being read."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    obsolete: bool = False
    open: str = ""


class _Reader:
    """Reads line by line; collects problems instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.entries: list[_Entry | Message] = []
        self.entry: _Entry | None = None

    def bad(self, line: int, what: str, remedy: str) -> None:
        self.findings.append(Finding(self.file, line, what, remedy))

    def whole(self, text: str) -> None:
        """Take a whole file in, entry by entry."""
        start, number = 0, 1
        while start < len(text) and len(self.findings) <= MAX_FINDINGS:
            plain, start, number = fastpath.read(text, start, number)
            self.entries += plain
            start, number = self.block(text, start, number)

    def block(self, text: str, start: int, number: int) -> tuple[int, int]:
        """Take the lines up to the next empty one in; return the index and the number of the line behind that one."""
        end = text.find("\n\n", start) + 1 or len(text)
        lines = text[start:end].split("\n")
        for line in enumerate([*lines, ""], number):
            self.feed(*line)
        return end + 1, number + len(lines)

    def feed(self, number: int, line: str) -> None:
        """Take one line in."""
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
        """Return the entry that a line belongs to; a comment or msgctxt after a msgstr opens the next one."""
        entry = self.entry
        if entry is None or (fresh and "msgstr" in entry.values) or (entry.values and entry.obsolete != obsolete):
            entry = self.entry = _Entry(number)
            self.entries.append(entry)
        entry.obsolete = entry.obsolete or obsolete
        return entry

    def comment(self, number: int, line: str) -> None:
        entry = self.current(number, fresh=True)
        if any(name in entry.values for name in _ORDER):
            self.bad(number, "a comment inside an entry", "move it above the entry's msgctxt")
        mark, rest = line[1:2], line[2:].strip()
        if mark in (",", "="):
            self.flags(number, mark, rest, entry)
        elif mark == ".":
            entry.notes.append(rest)
        elif mark != ":":  # references to source lines are made anew by every tool, so they are not kept
            entry.comments.append(line[1:].strip())

    def flags(self, number: int, mark: str, rest: str, entry: _Entry) -> None:
        for flag in filter(None, (part.strip() for part in rest.split(","))):
            known = flag == "fuzzy" or _FORMAT.fullmatch(flag)
            if not _FLAG.fullmatch(flag) or (mark == "=" and not known):
                self.bad(number, f"the flag “{flag}” is not known", "remove it; a flag here could mean “not finished”")
            elif flag == "fuzzy" or not known:
                entry.flags.append(flag)

    def body(self, number: int, line: str, *, obsolete: bool) -> None:
        prefix = _OLD if line.startswith(("#|", "|")) else ""
        line = line.lstrip("#|").strip() if prefix else line
        if line.startswith('"'):
            self.string(number, line, self.entry, prefix)
        elif match := _KEYWORD.match(line):
            self.keyword(number, prefix, match[1], match[2], obsolete)
        else:
            self.bad(number, f"“{line[:40]}” is not a line of a PO file", "quote the text, or mend the keyword")

    def keyword(self, number: int, prefix: str, name: str, rest: str, obsolete: bool) -> None:
        entry = self.current(number, fresh=bool(prefix) or name in ("msgctxt", "msgid"), obsolete=obsolete)
        entry.open = prefix + name
        if name not in _ORDER:
            self.bad(number, f"{name} is for plurals", "this glossary counts nothing: use msgid and msgstr")
            return
        later = _ORDER if prefix else _ORDER[_ORDER.index(name) + 1 :]
        if entry.open in entry.values:
            self.bad(number, f"a second {name} in one entry", "separate the entries by an empty line")
        elif any(other in entry.values for other in later):
            self.bad(number, f"{name} stands too late in its entry", "the order is msgctxt, msgid, msgstr")
        entry.values[entry.open], entry.lines[entry.open] = "", number
        self.string(number, rest, entry, prefix)

    def string(self, number: int, quoted: str, entry: _Entry | None, prefix: str) -> None:
        """Add a quoted string to the field that is open."""
        if entry is None or not entry.open or entry.open.startswith(_OLD) != bool(prefix):
            self.bad(number, "a text that belongs to no keyword", "put it behind msgid or msgstr")
        elif match := _STRING.match(quoted):
            entry.values[entry.open] = entry.values.get(entry.open, "") + self.unescape(number, match[1])
        else:
            self.bad(number, "a text whose quotation marks do not match", 'end it with ", and write " inside as \\"')

    def unescape(self, number: int, text: str) -> str:
        def one(match: re.Match[str]) -> str:
            if match[1] not in _ESCAPES:
                self.bad(
                    number, f"the escape \\{match[1]} is not known", "write the character itself; \\\\ is a backslash"
                )
            return _ESCAPES.get(match[1], "")

        return re.sub(r"\\(.)", one, text)


def read(path: Path) -> Catalog:
    """Return a PO file's content, texts in NFC. Raises ``BadContent`` with every problem of the file."""
    reader = _Reader(files.shown(path))
    reader.whole(files.read(path))
    if len(reader.findings) > MAX_FINDINGS:
        raise BadContent(capped(reader.findings))
    catalog = _catalog(reader)
    if reader.findings:
        raise BadContent(capped(reader.findings))
    return catalog


def _catalog(reader: _Reader) -> Catalog:
    entries = [entry for entry in reader.entries if isinstance(entry, Message) or entry.values]
    head, rest = entries[0] if entries else None, entries[1:]
    if not isinstance(head, _Entry) or head.values.get("msgid") != "" or "msgctxt" in head.values:
        reader.bad(1, "the header is missing", 'start with msgid "" and its header fields')
        return Catalog((), ())
    header = tuple(_header(reader, head))
    if dict(header).get("Content-Type", "").replace(" ", "").lower() != "text/plain;charset=utf-8":
        reader.bad(head.line, "the header's Content-Type is not UTF-8", "write Content-Type: text/plain; charset=UTF-8")
    messages = tuple(entry if isinstance(entry, Message) else _message(reader, entry) for entry in rest)
    _duplicates(reader, messages)
    return Catalog(header, messages, tuple(head.comments))


def _header(reader: _Reader, entry: _Entry) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for line in filter(None, entry.values.get("msgstr", "").split("\n")):
        name, colon, value = line.partition(":")
        if not colon or name in seen:
            reader.bad(
                entry.line, f"the header field “{name[:40]}” is broken or doubled", "write each once, as Name: value"
            )
        seen.add(name)
        yield name, value.strip()


def _message(reader: _Reader, entry: _Entry) -> Message:
    for name in _ORDER:
        if name not in entry.values:
            reader.bad(entry.line, f"the entry has no {name}", "an entry is msgctxt, msgid and msgstr; restore it")
    if entry.values.get("msgid") == "" or entry.values.get("msgctxt") == "":
        reader.bad(entry.line, "the entry's msgid or msgctxt is empty", "restore it from the template")
    get = {name: normalize("NFC", value) for name, value in entry.values.items()}
    return Message(
        key=get.get("msgctxt", ""),
        source=get.get("msgid", ""),
        text=get.get("msgstr", ""),
        fuzzy="fuzzy" in entry.flags,
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
        previous=get.get(_OLD + "msgid"),
        notes=tuple(entry.notes),
        comments=tuple(entry.comments),
        obsolete=entry.obsolete,
        line=entry.lines.get("msgstr", entry.line),
    )


def _duplicates(reader: _Reader, messages: tuple[Message, ...]) -> None:
    seen: dict[str, int] = {}
    for message in messages:
        if not message.obsolete and message.key in seen:
            what = f"“{message.key}” stands here and at line {seen[message.key]}"
            reader.bad(message.line, what, "keep the right one and delete the other")
        if not message.obsolete:
            seen[message.key] = message.line
