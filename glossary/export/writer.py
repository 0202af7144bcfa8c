"""The static twin: every file of the service written to a folder, the same bytes, for any file server or CDN.

An export is a folder named by its content. The target is a symbolic link to it, switched in one step: a reader sees the old
export or the new one, never a mixture, and an export without changes writes nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from glossary.content import files
from glossary.edition.edition import Edition
from glossary.errors import Refused
from glossary.export import addresses, archive, gone, hosting, nginx, paths, renamed
from glossary.export.selection import ALL, Selection
from glossary.serving.cache import CachedResponse

if TYPE_CHECKING:
    from glossary.serving.front import Front

CODINGS = {"gzip": ".gz", "br": ".br"}
"""Content codings, and the endings of the files that nginx's ``gzip_static`` and other servers look for."""

# A file server makes these itself, from its own files and the codings that it offers; Surrogate-Key is for our own edges.
_LOCAL = frozenset({"content-length", "etag", "date", "vary", "surrogate-key", "location"})


class ManifestRow(NamedTuple):
    """A file in the manifest: its size in bytes, the SHA-256 of its content in hexadecimal digits, its headers by name."""

    bytes: int
    sha256: str
    headers: Mapping[str, str]


class Result(NamedTuple):
    """The result of an export: its folder's name, its files and their bytes, and whether anything was written."""

    name: str
    files: int
    bytes: int
    changed: bool


def export(
    front: Front,
    target: Path,
    progress: Callable[[list[str]], Iterator[str]] = iter,
    chosen: Selection = ALL,
) -> Result:
    """Write the service's files to a new folder and switch ``target`` to it. ``progress`` wraps the list of paths.

    Raises ``Refused`` where something other than an export is at ``target``, what is ``chosen`` is not there, or the service
    does not respond to a path with 200; ``Unwritable`` where the disk refuses a file.
    """
    if front.service.edition.policy.demonstration:
        raise Refused(archive.UNMARKED, "export other content")
    if target.exists() and not target.is_symlink():
        raise Refused(f"{target} exists and is no export", "name another place, or move it away")
    with files.writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        # In the same parent folder, so that it can be renamed in one step; hidden, so that no server lists it.
        place = tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-", ignore_cleanup_errors=True)
        with place as new:
            edition = front.service.edition
            every = paths.of_edition(edition, front.service.settings.base_url)
            written = chosen.of(every, edition.languages)
            moved = renamed.moves(edition, written)
            codings = CODINGS if chosen.compressed else {}
            manifest = dict(_write(Path(new), path, _ask(front, path, moved), codings) for path in progress(written))
            return _switch(Path(new), target, manifest, _rules(edition, manifest, moved, chosen))


def _rules(
    edition: Edition, manifest: Mapping[str, ManifestRow], moved: Mapping[str, str], chosen: Selection
) -> dict[str, str]:
    """Return the files for those who serve an export, by name."""
    headers, offered = {path: row.headers for path, row in manifest.items()}, tuple(edition.languages)
    left_out = frozenset(offered) - set(chosen.among(offered))
    rules = (
        gone.nginx(edition),
        renamed.nginx(renamed.former(edition), offered),
        (addresses.nginx(offered, left_out), addresses.NGINX_RULE),
    )
    return {
        "_headers": hosting.headers(headers),
        "nginx.conf": nginx.configuration(headers, rules, chosen.compressed),
        "_redirects": renamed.redirects(moved, addresses.redirects(offered, gone=left_out)),
    }


def _ask(front: Front, path: str, moved: Mapping[str, str]) -> CachedResponse:
    response = front.ask(path)
    if not (response.ok or (path in moved and response.body)):
        raise Refused(f"{path} answers {response.status}", "see “glossary check” and the log for why")
    return response


def _write(folder: Path, path: str, response: CachedResponse, codings: Mapping[str, str]) -> tuple[str, ManifestRow]:
    """Write one file, and beside it its forms in these codings; return its row of the manifest."""
    file = f"{folder}/{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"
    _make(file.rpartition("/")[0])
    _fill(file, response.body)
    for coding, ending in codings.items() if response.compressible else ():
        _fill(file + ending, response.representation(coding).body)
    headers = {name: value for name, value in response.headers if name.lower() not in _LOCAL}
    return path, ManifestRow(len(response.body), sha256(response.body).hexdigest(), headers)


@lru_cache(maxsize=8)  # paths of a folder follow each other
def _make(folder: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)


def _fill(file: str, body: bytes) -> None:
    """Write a new file. An export has thousands, most of them of a few kilobytes: nothing is gained by a buffer."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        left = memoryview(body)
        while left:
            left = left[os.write(opened, left) :]
    finally:
        os.close(opened)


def _switch(new: Path, target: Path, manifest: Mapping[str, ManifestRow], rules: Mapping[str, str]) -> Result:
    """Give the finished folder its name and switch the link at ``target`` to it. Leave everything where nothing has changed.
    ``rules`` are the files for those who serve it.

    A process that is killed at any line leaves the link on a complete export, the old one or the new one. What else it may
    leave harms nobody: the next export uses a complete folder that nothing links to, and replaces a hidden link. A hidden
    folder may be deleted.
    """
    text = _text(manifest)
    # The configuration tells an export with compressed files from one without, which has the same manifest.
    name = f"{target.name}-{sha256((text + rules['nginx.conf']).encode()).hexdigest()[:16]}"
    if target.is_symlink() and target.readlink().name == name:
        return Result(name, *_measured(target), changed=False)
    for own, content in {"manifest.json": text, **rules}.items():
        (new / own).write_text(content, encoding="utf-8")
    new.chmod(0o755)  # mkdtemp lets only its owner in, and the file server is another user
    final, before = target.with_name(name), target.readlink().name if target.is_symlink() else None
    # It exists where the content is again that of the export before, or where a crash came before the switch of the link. Its
    # name is the digest of its manifest, and so of every file in it: these are the same bytes.
    if not final.exists():
        new.rename(final)
    # A folder cannot be replaced by another in one step, a link can: rename(2) overwrites it. The link is relative, so that
    # the parent folder can be copied or mounted elsewhere.
    link = target.with_name(f".{target.name}-link")
    link.unlink(missing_ok=True)  # from a crash between the next two lines
    link.symlink_to(name)
    link.replace(target)
    # The export before stays: a server may still have its files open, and to go back is to switch the link. Older ones go
    # last, so that a crash leaves too many rather than too few.
    for old in target.parent.glob(f"{target.name}-{'[0-9a-f]' * 16}"):
        if old.name not in (name, before):
            _delete(old, target)
    return Result(name, *_measured(target), changed=True)


def _text(manifest: Mapping[str, ManifestRow]) -> str:
    """Return a manifest as JSON with its keys sorted, as ``json`` writes it with an indent of one, in a tenth of the time."""
    rows = (
        f' {_json(path)}: {{\n  "bytes": {row.bytes},\n  "headers": {_headers(tuple(sorted(row.headers.items())))},'
        f'\n  "sha256": {_json(row.sha256)}\n }}'
        for path, row in sorted(manifest.items())
    )
    return "{\n" + ",\n".join(rows) + "\n}\n"


_json = partial(json.dumps, ensure_ascii=False)


@lru_cache(maxsize=1024)
def _headers(rows: tuple[tuple[str, str], ...]) -> str:
    return "{\n" + ",\n".join(f"   {_json(name)}: {_json(value)}" for name, value in rows) + "\n  }" if rows else "{}"


def _measured(folder: Path) -> tuple[int, int]:
    """Return how many files a folder has, and how many bytes are in them."""
    sizes = [(Path(place) / name).stat().st_size for place, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def _delete(old: Path, target: Path) -> None:
    """Delete an export, under a hidden name: half of one must not keep a name that says that it is complete."""
    hidden = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    old.replace(hidden)
    shutil.rmtree(hidden)
