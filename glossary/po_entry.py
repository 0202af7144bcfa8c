"""One entry of a PO file in the form in which ``po.write`` writes it, read in one step: a catalog holds thousands of them,
and a start waits for all. ``po_reader`` reads, with its reasons, whatever has another form."""

from __future__ import annotations

import re
from unicodedata import normalize

from glossary.po import Message

_QUOTED = r'"[^"\\\n]*(?:\\[ntr"\\][^"\\\n]*)*"'
_STRING = rf"({_QUOTED}(?:\n{_QUOTED})*)"
_ENTRY = re.compile(rf"((?:#[ .][^\n]*\n)*)(#, fuzzy\n)?msgctxt {_STRING}\nmsgid {_STRING}\nmsgstr {_STRING}\n?")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}
_ESCAPE = re.compile(r"\\.")


def read(block: str, number: int) -> Message | None:
    """Return the entry that a block of lines is, or ``None`` where it has another form. ``number`` is its first line's."""
    match = _ENTRY.fullmatch(block)
    if match is None:
        return None
    key, source, text = (_unquoted(match[group]) for group in (3, 4, 5))
    if not key or not source:
        return None
    lines = match[1].split("\n")[:-1]
    return Message(
        key=key,
        source=source,
        text=text,
        fuzzy=match[2] is not None,
        notes=tuple(line[2:].strip() for line in lines if line[1] == "."),
        comments=tuple(line[2:].strip() for line in lines if line[1] == " "),
        line=number + block.count("\n", 0, match.start(5)),
    )


def _unquoted(strings: str) -> str:
    text = strings[1:-1].replace('"\n"', "")
    return normalize("NFC", _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], text) if "\\" in text else text)
