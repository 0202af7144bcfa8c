"""Entries of a PO file in the form in which ``po.write`` writes them, read in one step each: a catalog holds thousands of
them, and a start waits for all. ``po_reader`` reads, with its reasons, whatever has another form."""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from unicodedata import normalize

from glossary.catalogs.po import Message

_QUOTED = r'"[^"\\\n]*(?:\\[ntr"\\][^"\\\n]*)*"'
_STRING = rf"({_QUOTED}(?:\n{_QUOTED})*)"
_HEAD = re.compile(rf"((?:#[ .][^\n]*\n)*)(#, fuzzy\n)?msgctxt {_STRING}\nmsgid {_STRING}")
_SAID = re.compile(rf"\nmsgstr {_STRING}(?:\n(?=\n|\Z)|\Z)")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}
_ESCAPE = re.compile(r"\\.")


def read(text: str, start: int, number: int) -> tuple[list[Message], int, int]:
    """Read the entries that begin at an index of a file, which is that of its line so-and-so, up to one of another form.
    Return them, and the index and the number of the line where they end."""
    messages = []
    while start < len(text):
        at = text.find("\nmsgs", start)  # needles of fewer than six characters are found without preparation
        above = text[start:at] if at >= 0 else "\n\n"
        head = _head(above) if "\n\n" not in above else None
        match = _SAID.match(text, at) if head else None
        if not head or not match:
            break
        said, line = match[1], number + head.line
        found = Message(
            head.key, head.source, _unquoted(said), head.fuzzy, notes=head.notes, comments=head.comments, line=line
        )
        messages.append(found)
        start, number = match.end() + 1, line + said.count("\n") + 2
    return messages, start, number


@lru_cache(maxsize=32768)
def _head(lines: str) -> Message | None:
    """Return what stands above a text, with the number of its lines: mostly the same in every language."""
    match = _HEAD.fullmatch(lines)
    key, source = (_unquoted(match[3]), _unquoted(match[4])) if match else ("", "")
    if match is None or not key or not source:
        return None
    remarks = match[1].split("\n")[:-1]
    notes = tuple(intern(line[2:].strip()) for line in remarks if line[1] == ".")
    comments = tuple(line[2:].strip() for line in remarks if line[1] == " ")
    fuzzy, line = match[2] is not None, lines.count("\n") + 1
    return Message(intern(key), intern(source), fuzzy=fuzzy, notes=notes, comments=comments, line=line)


def _unquoted(strings: str) -> str:
    text = strings[1:-1].replace('"\n"', "")
    return normalize("NFC", _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], text) if "\\" in text else text)
