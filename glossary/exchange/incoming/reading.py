"""Files that come from elsewhere: read whole, up to a limit, before anything looks into them."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from glossary.content import files
from glossary.errors import BadContent, Finding

MAX_BYTES = 50_000_000
"""Largest file that is imported, in bytes. Ten thousand concepts in 25 languages take about half of it."""

_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def bad(path: Path, line: int, what: str, remedy: str) -> BadContent:
    """Return an error with one finding about a file."""
    return BadContent([Finding(files.displayed(path), line, what, remedy)])


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises ``BadContent`` where it cannot be read, is no regular file, or is too large."""
    try:
        if not (S_ISREG(path.stat().st_mode) or path.is_dir()):
            raise bad(path, 0, "it is a pipe or a device, not a file", "save it as a file first")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise bad(path, 0, f"it cannot be read ({error.strerror})", "mend its name or its permissions") from None
    if len(data) > MAX_BYTES:
        what = f"it is larger than {MAX_BYTES // 1_000_000} MB ({MAX_BYTES:,} bytes)"
        raise bad(path, 0, what, "divide it into several files, and import one after the other")
    return data


def read(path: Path) -> str:
    """Return the text of a UTF-8 file. A byte-order mark at its start, as spreadsheets write it, is no part of the text.

    Raises ``BadContent`` also for bytes that are not UTF-8, with their line, and for a NUL.
    """
    data = read_bytes(path)
    if data.startswith(_WIDE):
        raise bad(path, 1, "it is UTF-16", "save it as UTF-8 (“CSV UTF-8” in a spreadsheet)")
    text = files.decoded(path, data.removeprefix(_MARK))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise bad(path, line, "it holds a NUL, which no text has", "save it again as text, in UTF-8")
    return text
