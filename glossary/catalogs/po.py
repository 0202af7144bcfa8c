"""The PO file format (GNU gettext manual, “The Format of PO Files”): its values, and the one form in which we write them.

Every message has a ``msgctxt``, which is its key, and no plural forms, because definitions count nothing. ``reader`` reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_UNESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Message(NamedTuple):
    """One entry of a catalog. ``key`` is the msgctxt, ``source`` the English (msgid), ``text`` the translation (msgstr, empty
    where there is none), ``previous`` the English that a fuzzy translation was made from (``#| msgid``).

    ``notes`` are the lines for translators (``#.``), ``comments`` those of translators (``#``), ``flags`` what stands on
    ``#,`` but for fuzzy. ``line`` is that of the msgstr, counted from one; zero where the message is from no
    file. ``joined`` is the line of a string in the msgstr that seems to lack a line break at its end; zero where none does.
    """

    key: str
    source: str
    text: str = ""
    fuzzy: bool = False
    flags: tuple[str, ...] = ()
    previous: str | None = None
    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    obsolete: bool = False
    line: int = 0
    joined: int = 0


@dataclass(frozen=True)
class Catalog:
    """A PO file: its header's fields in order, the comments above it, and its messages in order."""

    header: tuple[tuple[str, str], ...]
    messages: tuple[Message, ...]
    comments: tuple[str, ...] = ()

    def field(self, name: str) -> str:
        """Return a header field's value, or ``""``."""
        return dict(self.header).get(name, "")


UNWRAPPED = 60
"""Width, in characters, that every tool leaves on one line. Where two strings that fit into it make one line, a person wrote
them: tools break lines at 72 to 79."""


def joined(pieces: Sequence[str]) -> int:
    """Return the number, counted from one, of the first of some strings, as they are written, that seems to lack a line break
    at its end: the next one continues its line though both are short. Return zero where there is none."""
    line = ""
    for number, piece in enumerate(pieces):
        if line and piece and len(line) + len(piece.split("\\n")[0]) < UNWRAPPED:
            return number
        line = "" if piece.endswith("\\n") else (line + piece).rpartition("\\n")[2]
    return 0


def write(catalog: Catalog) -> str:
    """Return the text of a PO file: no wrapping and no references, so that a diff shows only what changed; obsolete entries
    last."""
    fields = "".join(f"{name}: {value}\n" for name, value in catalog.header)
    header = _comments("# ", catalog.comments) + _field("msgid", "") + _field("msgstr", fields)
    live = [message for message in catalog.messages if not message.obsolete]
    gone = [message for message in catalog.messages if message.obsolete]
    return "\n".join([header, *map(_entry, live + gone)])


def _entry(message: Message) -> str:
    flags = ", ".join(("fuzzy",) * message.fuzzy + message.flags)
    top = _comments("# ", message.comments) + _comments("#. ", message.notes) + (f"#, {flags}\n" if flags else "")
    # Not for obsolete entries: Babel stops reading at a “#~|” line.
    before = _field("msgid", message.previous) if message.previous is not None and not message.obsolete else ""
    body = _field("msgctxt", message.key) + _field("msgid", message.source) + _field("msgstr", message.text)
    return top + _prefixed("#| ", before) + _prefixed("#~ " if message.obsolete else "", body)


def _comments(mark: str, lines: tuple[str, ...]) -> str:
    return "".join(f"{mark}{line}".rstrip() + "\n" for line in lines)


def _prefixed(prefix: str, text: str) -> str:
    return re.sub(r"^(?=.)", prefix, text, flags=re.MULTILINE)


def _field(name: str, value: str) -> str:
    """Return a keyword and its value on one line, or, where the value has several lines, an empty string and then one line of
    the value on each."""
    lines = [line for line in re.split(r"(?<=\n)", value) if line]
    quoted = ['"' + re.sub(r'[\\"\n\t\r]', lambda match: _UNESCAPES[match[0]], line) + '"' for line in lines]
    return f"{name} " + "\n".join(['""', *quoted] if len(quoted) != 1 else quoted) + "\n"
