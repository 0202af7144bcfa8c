"""What was derived from content and can be derived again at any time, kept from one run to the next to save that time.

1. It lies in a folder of this user's own that nobody else may enter; no link is followed. Else there is nothing.
2. A file is for the build that wrote it, in this Python with these packages, and it is whole: its first line says both.
3. Whatever is odd is as if there were nothing. What cannot be written is not. Nobody sees an error of this module.
4. What is read is bytes for a reader of data, such as JSON: nothing that could be executed (no pickle, no marshal).
5. A file that has not been written for ``_DAYS`` is deleted when another one is written.

What a file was derived from is for the caller to tell: by the digests of all of it, in the file itself.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import time

_PACKAGE = Path(__file__).resolve().parent
_LARGEST = 1 << 30
_DAYS = 30
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def folder(environment: Mapping[str, str]) -> str:
    """Return the folder for it: systemd's for the service, else that of this user (XDG base directories); empty if none is
    named."""
    home = environment.get("HOME")
    place = environment.get("CACHE_DIRECTORY", "").split(":")[0] or environment.get("XDG_CACHE_HOME")
    place = place or (home and f"{home}/.cache") or ""
    return str(Path(place, "glossary")) if Path(place).is_absolute() else ""


def read(within: str, name: str) -> bytes | None:
    """Return what was kept under a name, if anything. ``within`` is the folder; an empty one holds nothing."""
    if not within:
        return None
    try:
        with _opened(within) as place:
            file = os.open(name, _READ, dir_fd=place)
            with os.fdopen(file, "rb") as opened:
                _require_own(file, stat.S_ISREG)
                head, _, rest = opened.read(_LARGEST).partition(b"\n")
    except OSError:
        return None
    return rest if head == _head(rest) else None


def write(within: str, name: str, data: bytes) -> None:
    """Keep bytes under a name, in one step: whoever reads meanwhile finds the old ones or the new ones, whole."""
    if not within:
        return
    with suppress(OSError):
        Path(within).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            Path(within).mkdir(0o700)
        with _opened(within) as place:
            part = f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
            try:
                with os.fdopen(os.open(part, _NEW, 0o600, dir_fd=place), "wb") as file:
                    file.write(_head(data) + b"\n" + data)
                os.replace(part, name, src_dir_fd=place, dst_dir_fd=place)
            except OSError:
                os.unlink(part, dir_fd=place)
                raise
            _tidy(place)


@contextmanager
def _opened(within: str) -> Iterator[int]:
    """Open a folder of this user's own. Raises ``OSError`` for any other (rule 1)."""
    place = os.open(within, _READ | os.O_DIRECTORY)
    try:
        _require_own(place, stat.S_ISDIR)
        yield place
    finally:
        os.close(place)


def _require_own(file: int, kind: Callable[[int], bool]) -> None:
    state = os.fstat(file)
    if not (kind(state.st_mode) and state.st_uid == os.geteuid() and not state.st_mode & 0o077):
        raise PermissionError


def _tidy(place: int) -> None:
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.stat(follow_symlinks=False).st_mtime < time() - _DAYS * 86400:
                os.unlink(entry.name, dir_fd=place)


def _head(data: bytes) -> bytes:
    return f"{build()} {sha256(data).hexdigest()}".encode()


@lru_cache(maxsize=1)
def build() -> str:
    """Return the digest of what makes results of content: the files of this package as they are on disk, Python, and the
    names and versions of all packages that are installed."""
    packages = (name for place in sys.path for name in _names(place) if name.endswith((".dist-info", ".egg-info")))
    parts = (sys.version, *sorted(packages), *sorted(map(repr, _states(str(_PACKAGE)))))
    return sha256("\n".join(parts).encode()).hexdigest()


def _names(place: str) -> list[str]:
    try:
        return [each.name for each in Path(place or ".").iterdir()]
    except OSError:
        return []


def _states(folder: str) -> Iterator[tuple[object, ...]]:
    """Yield the state of each file of a folder: a change of its bytes changes the time of its inode, whatever else."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _states(entry.path)
        else:
            state = entry.stat()
            yield entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
