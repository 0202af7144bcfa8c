"""Files of content: read strictly, replaced in one step, locked while they change."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from glossary.errors import BadContent, Finding, Unwritable

MAX_BYTES = 32 * 1024 * 1024
"""Largest content file that is read, in bytes; a catalog of a thousand concepts is about a tenth of it."""

_PART = ".part"
"""Ending of a file that is being written."""

_CONFLICT = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
_MARKS = (b"<<<<<", b"=====", b">>>>>", b"|||||")
"""What such a line begins with: nearly no file has any, and these are found in a hundredth of the time."""


def shown(path: Path) -> str:
    """Return a path as messages name it: from the working directory where it lies below it, never a machine's own path."""
    absolute, here = path.absolute(), Path.cwd()
    if absolute.is_relative_to(here):
        return printable(absolute.relative_to(here).as_posix())
    return printable("/".join(absolute.parts[-4:]).lstrip("/"))


def printable(name: str) -> str:
    """Return a name on disk as text. It is bytes: what is not UTF-8 in it could neither be printed nor sent as JSON."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read(path: Path) -> str:
    """Return the text of a UTF-8 file. Raises ``BadContent`` for anything that would have to be guessed at."""
    data = read_bytes(path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _bad(path, line, f"the byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8") from None


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file whose text is looked at elsewhere. Raises ``BadContent`` as ``read`` does."""
    try:
        data = _bytes(path)
    except OSError as error:
        what = f"it can not be read ({error.strerror})"
        raise _bad(path, 0, what, "restore the file or its permissions") from None
    if data is None:
        raise _bad(path, 0, "it is no file but a pipe or a device", "restore the file from version control")
    if len(data) > MAX_BYTES:
        what = f"it is larger than {MAX_BYTES} bytes"
        raise _bad(path, 0, what, "a content file is text of a few kilobytes; restore it")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise _bad(path, 1, "it starts with a byte-order mark", "save it as UTF-8 without one")
    if any(mark[:1] in data and mark in data for mark in _MARKS) and (match := _CONFLICT.search(data)):
        line = data.count(b"\n", 0, match.start()) + 1
        raise _bad(path, line, "a merge-conflict marker stands here", "choose one side and remove the markers")
    return data


def _bad(path: Path, line: int, what: str, remedy: str) -> BadContent:
    return BadContent([Finding(shown(path), line, what, remedy)])


def _bytes(path: Path) -> bytes | None:
    """Return a file's bytes, at most one more than may be; ``None`` for what has no end or would be waited for."""
    if not (S_ISREG(path.stat().st_mode) or path.is_dir()):
        return None
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn whatever the disk says while this file or folder is written into ``Unwritable``, which names the outermost."""
    try:
        yield
    except OSError as error:
        raise Unwritable(shown(path), error) from None
    except Unwritable as inner:
        raise Unwritable(shown(path), inner.error) from None


def replace(path: Path, text: str) -> None:
    """Put the text in place of the file in one step: a reader, or a crash, sees the old file or the new one.

    Raises ``Unwritable`` where the disk is full or read-only, and leaves the old file.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PART)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync(path.parent)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Make a folder that is there whole or not at all: fill the one that is given, which then becomes it."""
    with writing(path):
        new = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
        try:
            yield new
            new.chmod(0o755)
            new.rename(path)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the directory's exclusive lock (flock), so that two commands never change its files at once.

    The lock is on the directory itself: it needs no lock file, a replaced file does not lose it, and it ends with the
    process. What a process that was killed has left half written is cleared away.
    """
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with writing(directory):
            for left in directory.glob(f".*{_PART}"):
                left.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
