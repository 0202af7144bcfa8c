"""The fast path: PO entries in the form in which ``po.write`` writes them, each read by two regular expressions.

A start reads every catalog, each with thousands of entries, and nearly all have this form: comments and notes; ``#, fuzzy``
or no flag; a msgctxt and a msgid, neither empty; a msgstr; an empty line or the end of the file. An entry that differs in one
byte is left to ``reader``, which has the whole grammar and says what is wrong; the fast path refuses nothing. What it does
take it must read as ``reader`` would, for what a text says must not depend on its file's layout: a test compares the two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern
from unicodedata import normalize

from glossary.catalogs.po import Message, joined

_QUOTED = rb'"[^"\\\n]*(?:\\[ntr"\\][^"\\\n]*)*"'  # an unknown escape does not match: reader refuses it by its line
_STRING = rb"(%b(?:\n%b)*)" % (_QUOTED, _QUOTED)
_HEAD = re.compile(rb"((?:#[ .][^\n]*\n)*)(#, fuzzy\n)?msgctxt %b\nmsgid %b" % (_STRING, _STRING))
_TEXT = re.compile(_STRING)
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}
_ESCAPE = re.compile(r"\\.")


def read(data: bytes, start: int, number: int) -> tuple[list[Message], int, int]:
    """Read the entries of a file from an index on, up to the first in another form or the end. Bytes are read: most of them
    are the English, which is decoded once for all languages.

    ``number`` is the line of that index, counted from one. Returns the messages, and the index and line where they end.
    Raises ``UnicodeDecodeError``.
    """
    messages = []
    while start < len(data):
        end = data.find(b"\n\n", start)
        entry = data[start:end] if end >= 0 else data[start:].removesuffix(b"\n")
        above, _, strings = entry.partition(b"\nmsgstr ")
        head = _head(above) if not above.startswith(b"# ") else _remarked(above)
        told = text(strings) if head else None
        if head is None or told is None:
            break
        line, breaks = number + head.line, strings.count(b"\n")
        message = Message(head.key, head.source, told, head.fuzzy, (), None, head.notes, head.comments, False, line)
        if breaks and (at := joined(strings[1:-1].decode().split('"\n"'))):
            message = message._replace(joined=line + at - 1)
        messages.append(message)
        start, number = end + 2 if end >= 0 else len(data) + 1, line + breaks + 2
    return messages, start, number


def head(above: bytes) -> Message | None:
    """Return what stands above a msgstr, as a message without text whose ``line`` is the number of these lines;
    ``None`` where it has another form."""
    return _remarked(above) if above.startswith(b"# ") else _head(above)


def forget() -> None:
    """Let go of what was remembered from one catalog to the next."""
    _head.cache_clear()


def _remarked(lines: bytes) -> Message | None:
    """Return ``_head`` of lines that begin with comments of a translator, which no other language has."""
    comments = []
    while lines.startswith(b"# "):
        comment, _, lines = lines.partition(b"\n")
        comments.append(comment[2:].decode().strip())
    head = _head(lines)
    return head and head._replace(comments=(*comments, *head.comments), line=head.line + len(comments))


@lru_cache(maxsize=2**17)
def _head(lines: bytes) -> Message | None:
    """Return ``head`` of lines that do not begin with comments. It is cached because they are mostly the same in every
    language."""
    match = _HEAD.fullmatch(lines)
    key, source = (_unquoted(match[3]), _unquoted(match[4])) if match else ("", "")
    if match is None or not key or not source:  # the header has no key and no source, and reader looks at it
        return None
    remarks = match[1].decode().split("\n")[:-1]
    notes = tuple(intern(line[2:].strip()) for line in remarks if line[1] == ".")
    comments = tuple(line[2:].strip() for line in remarks if line[1] == " ")
    fuzzy, line = match[2] is not None, lines.count(b"\n") + 1
    return Message(intern(key), intern(source), fuzzy=fuzzy, notes=notes, comments=comments, line=line)


def text(strings: bytes) -> str | None:
    """Return the text of what stands behind a msgstr; ``None`` where that has another form."""
    inside = strings[1:-1]
    if strings != b'"' + inside + b'"' or b'"' in inside or b"\\" in inside or b"\n" in inside:
        return _unquoted(strings) if _TEXT.fullmatch(strings) else None
    return normalize("NFC", inside.decode())  # one string without escapes, as most are


def _unquoted(strings: bytes) -> str:
    """Return the text, in NFC, of quoted strings on lines of their own."""
    text = strings[1:-1].replace(b'"\n"', b"").decode()
    return normalize("NFC", _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], text) if "\\" in text else text)
