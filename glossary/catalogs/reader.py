"""PO files, read strictly (GNU gettext manual, “The Format of PO Files”).

The libraries guess: an unterminated string, a key that stands twice or a conflict marker loads without a warning, and a
definition changes (docs/decisions.md says what each library does). Here each is a finding with its line, and a file with a
finding is not used.
"""

from __future__ import annotations

import re
from pathlib import Path

from glossary.catalogs import entries, fastpath
from glossary.catalogs.entries import OLD, ORDER, Entry
from glossary.catalogs.po import Catalog, Message
from glossary.content import files
from glossary.errors import MAX_FINDINGS, BadContent, Finding, capped

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\Z')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr\[\d*\]|msgstr)(?=[\s\"]|\Z)\s*(.*)\Z")
_FLAG = re.compile(r"[a-z0-9-]+(:\s*\S+)?")
_FORMAT = re.compile(r"(no-|possible-|impossible-)?[a-z-]+-format|no-wrap|wrap")
"""Flags that other tools add to prose, because “50% of” looks like a format string to them. They are dropped: with them,
msgfmt -c refuses a correct translation."""


class _Reader:
    """Reads a file line by line and collects findings instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.entries: list[Entry | Message] = []
        self.entry: Entry | None = None

    def bad(self, line: int, what: str, remedy: str) -> None:
        """Note what is wrong on a line."""
        self.findings.append(Finding(self.file, line, what, remedy))

    def whole(self, data: bytes, number: int = 1) -> None:
        """Read a whole file, or a part that begins on a line with a number: entries of the usual form by the fast path, each
        other block of lines by ``block``.

        Raises ``UnicodeDecodeError``.
        """
        start = 0
        while start < len(data) and len(self.findings) <= MAX_FINDINGS:
            plain, start, number = fastpath.read(data, start, number)
            self.entries += plain
            start, number = self.block(data, start, number)

    def block(self, data: bytes, start: int, number: int) -> tuple[int, int]:
        """Read the lines up to the next empty one. Returns the index and the number of the line after that one."""
        end = data.find(b"\n\n", start) + 1 or len(data)
        lines = data[start:end].decode().split("\n")
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

    def current(self, number: int, *, fresh: bool, obsolete: bool = False) -> Entry:
        """Return the entry that a line belongs to. A line that may begin one (``fresh``) begins the next after a msgstr, and
        so does a change from live to obsolete or back: not every tool writes an empty line between two entries."""
        entry = self.entry
        if entry is None or (fresh and "msgstr" in entry.values) or (entry.values and entry.obsolete != obsolete):
            entry = self.entry = Entry(number)
            self.entries.append(entry)
        entry.obsolete = entry.obsolete or obsolete
        return entry

    def comment(self, number: int, line: str) -> None:
        """Read a line of comment, notes, flags or references."""
        entry = self.current(number, fresh=True)
        # An entry was cut off here, and what follows would give its msgctxt the text of another.
        if any(name in entry.values for name in ORDER):
            self.bad(number, "a comment inside an entry", "move it above the entry's msgctxt")
        mark, rest = line[1:2], line[2:].strip()
        if mark in (",", "="):
            self.flags(number, mark, rest, entry)
        elif mark == ".":
            entry.notes.append(rest)
        elif mark != ":":  # references to lines of source code: our texts have none, so they are dropped
            entry.comments.append(line[1:].strip())

    def flags(self, number: int, mark: str, rest: str, entry: Entry) -> None:
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
        prefix = OLD if line.startswith(("#|", "|")) else ""
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
        if name not in ORDER:
            self.bad(number, f"{name} is for plurals", "this glossary counts nothing: use msgid and msgstr")
            return
        later = ORDER if prefix else ORDER[ORDER.index(name) + 1 :]
        # Either means that the end of one entry and the start of the next were lost: one's key would get the other's text.
        if entry.open in entry.values:
            self.bad(number, f"a second {name} in one entry", "separate the entries by an empty line")
        elif any(other in entry.values for other in later):
            self.bad(number, f"{name} stands too late in its entry", "the order is msgctxt, msgid, msgstr")
        entry.values[entry.open], entry.lines[entry.open] = "", number
        self.string(number, rest, entry, prefix)

    def string(self, number: int, quoted: str, entry: Entry | None, prefix: str) -> None:
        """Add a quoted string to the open field. One without an end loads as empty in Babel, or loses a letter."""
        if entry is None or not entry.open or entry.open.startswith(OLD) != bool(prefix):
            self.bad(number, "a text that belongs to no keyword", "put it behind msgid or msgstr")
        elif match := _STRING.match(quoted):
            entry.values[entry.open] = entry.values.get(entry.open, "") + self.unescape(number, match[1])
            if entry.open == "msgstr":
                entry.pieces.append(match[1])
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
    return parsed(path, files.read_bytes(path))


def parsed(path: Path, data: bytes) -> Catalog:
    """Return the content of a PO file that was read, as ``read`` does."""
    reader = _Reader(files.displayed(path))
    try:
        reader.whole(data)
    except UnicodeDecodeError:
        files.decoded(path, data)  # it raises, and says where
    if len(reader.findings) > MAX_FINDINGS:  # it was not read to its end, so nothing can be said of its header and keys
        raise BadContent(capped(reader.findings))
    catalog = _catalog(reader)
    if reader.findings:
        raise BadContent(capped(reader.findings))
    return catalog


def part(data: bytes, number: int) -> tuple[Message, ...] | None:
    """Return the messages of a part of a file, which begins on a line with a number; ``None`` where anything is wrong."""
    reader = _Reader("")
    reader.whole(data, number)
    messages = tuple(
        entry if isinstance(entry, Message) else entries.message(entry, reader.bad)
        for entry in reader.entries
        if isinstance(entry, Message) or entry.values
    )
    return None if reader.findings else messages


def _catalog(reader: _Reader) -> Catalog:
    # An entry of comments only is no entry: the end of a file often has one.
    filled = [entry for entry in reader.entries if isinstance(entry, Message) or entry.values]
    head, rest = filled[0] if filled else None, filled[1:]
    if not isinstance(head, Entry) or head.values.get("msgid") != "" or "msgctxt" in head.values:
        reader.bad(1, "the header is missing", 'start with msgid "" and its header fields')
        return Catalog((), ())
    header = tuple(entries.header(head, reader.bad))
    # Other tools read the file in the encoding that it states, whatever its bytes are.
    if dict(header).get("Content-Type", "").replace(" ", "").lower() != "text/plain;charset=utf-8":
        reader.bad(head.line, "the header's Content-Type is not UTF-8", "write Content-Type: text/plain; charset=UTF-8")
    messages = tuple(entry if isinstance(entry, Message) else entries.message(entry, reader.bad) for entry in rest)
    entries.duplicates(messages, reader.bad)
    return Catalog(header, messages, tuple(head.comments))
