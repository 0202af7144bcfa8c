"""A log as files that never change but for the checkpoint (C2SP, tlog-tiles): hashes of a tree, 256 in each, and its entries.

An entry is the SHA-256 of a record's line: no file of a log holds a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from glossary.proofs.tree import Tree

FOLDER = "log"
"""The log's folder in that of the translations; no language has this tag."""

CHECKPOINT = "checkpoint"
CHECKPOINTS = "checkpoints"
"""The folder of all checkpoints, by size: evidence names the first that has its record, and does not change afterwards."""

ENTRIES = "entries"
ENTRY_BYTES = 32
WIDTH = 256
_HEIGHT = 8
_LENGTH = ENTRY_BYTES.to_bytes(2)

MEDIA_TYPE = "application/octet-stream"
"""Of every file but checkpoints, which are text."""


def path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Return the path of a tile: ``tile/0/x001/234.p/5`` is the one of index 1234 with five hashes, at level 0."""
    digits = f"{index:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def paths(size: int, level: int | str = 0) -> Iterator[tuple[str, int]]:
    """Yield the paths of the tiles at the lowest level, or of the entries, of a log of this size, with the width of each."""
    for start in range(0, size, WIDTH):
        width = min(WIDTH, size - start)
        yield path(level, start // WIDTH, width), width


def written(tree: Tree, entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a log but its checkpoints: path and bytes."""
    for at, (name, width) in enumerate(paths(len(entries), ENTRIES)):
        yield name, b"".join(_LENGTH + entry for entry in entries[at * WIDTH : at * WIDTH + width])
    for level, hashes in enumerate(tree.levels[::_HEIGHT]):
        for at, (name, width) in enumerate(paths(len(hashes), level)):
            yield name, b"".join(hashes[at * WIDTH : at * WIDTH + width])


def earlier(sizes: Iterable[int], files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the partial tiles that a log had when it was of these sizes, and that are not full by now: each is the beginning
    of one that it has now (``files``)."""
    now = {
        name.rpartition(".p/")[0]: (data, int(name.rpartition("/")[2])) for name, data in files.items() if ".p/" in name
    }
    for size in sizes:
        levels: dict[int | str, int] = {
            level: size >> _HEIGHT * level for level in range(size.bit_length() // _HEIGHT + 1)
        }
        for level, count in {**levels, ENTRIES: size}.items():
            whole, width = path(level, count // WIDTH), count % WIDTH
            if width and whole in now:
                data, all_of_them = now[whole]
                yield f"{whole}.p/{width}", data[: len(data) // all_of_them * width]


def leaves(fetch: Callable[[str], bytes], size: int) -> Iterator[bytes]:
    """Yield the hashes of the leaves of a log of this size. Raises ``ValueError`` for a tile of another length."""
    yield from _parts(fetch, size, 0, 0)


def entries(fetch: Callable[[str], bytes], size: int) -> Iterator[bytes]:
    """Yield the entries of a log of this size. Raises ``ValueError`` where one is no digest."""
    for part in _parts(fetch, size, ENTRIES, len(_LENGTH)):
        if part[: len(_LENGTH)] != _LENGTH:
            raise ValueError("an entry is no digest")
        yield part[len(_LENGTH) :]


def _parts(fetch: Callable[[str], bytes], size: int, level: int | str, more: int) -> Iterator[bytes]:
    step = ENTRY_BYTES + more
    for name, width in paths(size, level):
        try:
            data = fetch(name)
        except FileNotFoundError:  # by now the tile may be full, and the partial one gone
            data = fetch(name.rpartition(".p/")[0] or name)[: width * step]
        if len(data) != width * step:
            raise ValueError(f"{name} has {len(data)} bytes, not {width * step}")
        yield from (data[at : at + step] for at in range(0, len(data), step))


def superseded(size: int) -> Callable[[str], bool]:
    """Return whether a partial tile's path (``….p/5``) is of one that is full in a log of this size."""

    def full(name: str) -> bool:
        head, _, _ = name.rpartition(".p/")
        level, digits = head.removeprefix("tile/").split("/", 1)
        index = int(digits.replace("/", "").replace("x", ""))
        height = 0 if level == ENTRIES else int(level)
        return size >> (_HEIGHT * (height + 1)) > index

    return full
