"""Content files: read strictly, replaced in one step, locked while they change."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path
from stat import S_ISREG
from time import monotonic, sleep

from glossary.errors import BadContent, Finding, Refused, Unwritable

MAX_BYTES = 32 * 1024 * 1024
"""Largest content file that is read, in bytes; a catalog of a thousand concepts is about a tenth of it."""

ADOPTIONS = "adoptions"
"""The folder of adoptions, in the translations folder, beside those of the languages."""

_PART = ".part"
"""Suffix of a file while it is written."""

_LONGEST = 40
"""How much of a file's name is in that of the file that will replace it: a disk takes only so long names."""

_LEFT = f".*.{'?' * 8}{_PART}"
"""A name as ``tempfile`` makes it of them."""

_PAUSE = 0.05
"""Seconds between two looks at a lock that somebody else holds."""

_CONFLICT = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
_CHOOSE = "choose one side and remove the markers"
_AFTER_A_CONFLICT = {
    ".jsonl": "keep the lines of both sides and remove only the markers; their order does not matter",
    ".po": "merge it by key: “glossary merge BASE OURS THEIRS” (“How to merge” in docs/translators.md)",
}
"""What to do, by the ending of the file."""

_MARKS = (b"<<<<<", b"=====", b">>>>>", b"|||||")
"""How such a line begins. Hardly any file holds one, and to look for them takes a hundredth of the expression's time."""


def displayed(path: Path) -> str:
    """Return a path as messages show it: relative to the working directory, or the last four parts of one that is elsewhere.
    A machine's own folders never stand in a message."""
    absolute, here = path.absolute(), Path.cwd()
    if absolute.is_relative_to(here):
        return printable(absolute.relative_to(here).as_posix())
    return printable("/".join(absolute.parts[-4:]).lstrip("/"))


def printable(name: str) -> str:
    """Return a file's name as text. On disk it is bytes, and what is not UTF-8 can be neither printed nor sent as JSON."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read(path: Path) -> str:
    """Return the text of a UTF-8 file. Raises ``BadContent`` for one that cannot be read, and for other bytes."""
    return decoded(path, read_bytes(path))


def decoded(path: Path, data: bytes) -> str:
    """Return the text that a file's bytes are. Raises ``BadContent`` where they are not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _bad(path, line, f"the byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8") from None


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a content file.

    Raises ``BadContent`` where it cannot be read, is no regular file, is larger than ``MAX_BYTES``, or has a byte-order mark
    or a merge-conflict marker: whoever read on would have to guess what was meant.
    """
    try:
        data = bounded(path)
    except OSError as error:
        what = f"it cannot be read ({error.strerror})"
        raise _bad(path, 0, what, "restore the file or its permissions") from None
    if data is None:
        raise _bad(path, 0, "it is a pipe or a device, not a file", "restore the file from version control")
    if len(data) > MAX_BYTES:
        what = f"it is larger than {MAX_BYTES} bytes"
        raise _bad(path, 0, what, "a content file is text of a few kilobytes; restore it")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise _bad(path, 1, "it starts with a byte-order mark", "save it as UTF-8 without one")
    if any(mark[:1] in data and mark in data for mark in _MARKS) and (match := _CONFLICT.search(data)):
        line = data.count(b"\n", 0, match.start()) + 1
        raise _bad(path, line, "a merge-conflict marker stands here", _AFTER_A_CONFLICT.get(path.suffix, _CHOOSE))
    return data


def salvaged(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file whatever state it is in, without their ends, for what takes back: also those that an editor
    or a shell of Windows has saved with a byte-order mark, with CR LF, or in UTF-16. Nothing where it cannot be read."""
    try:
        data = bounded(path) or b""
    except OSError:
        return
    if len(data) > MAX_BYTES:
        return
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # a command may since have added lines in UTF-8
        data += b"\n" + data.decode("utf-16", "replace").encode("utf-8", "replace")
    yield from (line.removesuffix(b"\r") for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"))


def _bad(path: Path, line: int, what: str, remedy: str) -> BadContent:
    return BadContent([Finding(displayed(path), line, what, remedy)])


def _is_device(path: Path) -> bool:
    """Return whether something is neither a file nor a folder: a device, or a pipe. Raises ``OSError`` for nothing."""
    return not (S_ISREG(path.stat().st_mode) or path.is_dir())


def bounded(path: Path) -> bytes | None:
    """Return a file's bytes, at most one more than ``MAX_BYTES``, or ``None`` for what has no end or would block: a device or
    a pipe. A folder is opened like a file, for the error that the system gives."""
    if _is_device(path):
        return None
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn each ``OSError`` of writing this file or folder into ``Unwritable``. Of nested ones, the outermost path is named:
    the person knows that one."""
    try:
        yield
    except OSError as error:
        raise Unwritable(displayed(path), error) from None
    except Unwritable as inner:
        raise Unwritable(displayed(path), inner.error) from None


def replace(path: Path, content: str | bytes, lasting: bool = True) -> None:
    """Replace the content of a file in one step, text as UTF-8: a reader, or a crash, sees the old file or the new one. A new
    file is made. What is not ``lasting``, because it can be made again, need not be on the disk when this returns.

    Raises ``Unwritable``, for example on a full or read-only disk, and then leaves the old file.
    """
    with writing(path):
        if path.exists() and (_is_device(path) or path.parent == Path("/dev")):  # it would be gone for every program
            raise OSError(EINVAL, "it is a pipe or a device, not a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_LONGEST]}.", suffix=_PART)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
                file.flush()
                if lasting:
                    os.fsync(descriptor)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        if lasting:
            _sync(path.parent)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Make a folder, whole or not at all: the caller fills the one that it gets, which is then renamed to ``path``. A folder
    that is there, empty, stays the same one: it may be a disk of its own, a link, or where a shell stands.

    Raises ``Unwritable``.
    """
    with writing(path):
        there = path.is_dir()
        new = Path(tempfile.mkdtemp(dir=path if there else path.parent, prefix=f".{path.name}-"))
        try:
            yield new
            if there:
                _unpack(new, path)
            else:
                new.chmod(0o755)
                new.rename(path)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


def _unpack(new: Path, path: Path) -> None:
    """Move what is in a folder into the one above it, or nothing of it."""
    moved = list[Path]()
    try:
        for each in list(new.iterdir()):
            moved.append(each.rename(path / each.name))
        new.rmdir()
    except BaseException:
        for each in moved:
            each.rename(new / each.name)
        raise


def tidy(directory: Path) -> None:
    """Remove files that a killed process left half written in a locked folder, or in one below it. Raises ``Unwritable``."""
    with writing(directory):
        for left in directory.rglob(_LEFT):
            left.unlink(missing_ok=True)


@contextmanager
def locked(directory: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the directory's exclusive lock (flock), so that two commands never change its files at once.

    The lock is on the directory itself: it needs no lock file, survives the replacement of a file, and ends with the process.
    Files that a killed process left half written are removed. ``patience`` is how many seconds to wait for it; ``None`` waits
    as long as it takes. Raises ``Unwritable``, and ``Refused`` where it takes too long.
    """
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory, os.O_RDONLY)
    try:
        _lock(descriptor, directory, patience)
        with writing(directory):
            for left in directory.glob(_LEFT):
                left.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, directory: Path, patience: float | None) -> None:
    if patience is None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return
    end = monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= end:
                what = f"another program has been changing {displayed(directory)} for more than {patience:g} seconds"
                raise Refused(what, "try again in a moment") from None
            sleep(_PAUSE)
        else:
            return


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
