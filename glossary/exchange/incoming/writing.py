"""Many files replaced together: each is written whole beside its place first, then all are renamed; where anything goes
wrong, what was renamed is put back, and nothing is left over."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from glossary.content import files


def write(contents: Mapping[Path, str]) -> list[Path]:
    """Replace files by these texts, all or none; return those that were not so already. A process that is killed between
    two of the last renames leaves the first of them: the same import, run again, does the rest.

    Raises ``Unwritable``.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in contents}
    changed = {path: text.encode() for path, text in contents.items() if before[path] != text.encode()}
    parts, done, folders = dict[Path, Path](), list[Path](), list[Path]()
    try:
        for path, data in changed.items():
            with files.writing(path):
                folders += _made(path.parent)
                parts[path] = _part(path, data)
        for path, part in parts.items():
            with files.writing(path):
                part.replace(path)
            done.append(path)
    except BaseException:
        for path in done:
            _put_back(path, before[path])
        for left in parts.values():
            left.unlink(missing_ok=True)
        for folder in reversed(folders):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return list(changed)


def _made(folder: Path) -> list[Path]:
    """Make a folder with those above it; return the topmost that was not there, if any."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[-1:]


def _part(path: Path, data: bytes) -> Path:
    """Write a file's new content beside it; the name is one that ``files.locked`` would clear away. On a full disk the part
    goes again."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        files.replace(path, data)
