"""A disk that is full, read-only or limited while a command writes: what was there stays, whole, and the message helps."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, needs
from tests.keys import enrol, make, quoted
from tests.world import World, processes

COMMANDS = {
    "vet": ("vet", "fr", "dove", "--by", "otter", "--role", "language", "--yes"),
    "sync": ("sync",),
    "new-language": ("new-language", "de"),
    "export": ("export", "{root}/out/public"),
    "state": ("state", "fr", "fi", "--publication", "Birds", "--url", "https://example.org/birds", "--on", "2024-05-01",
              "--by", "otter", "--role", "language", "--key", "{root}/otter", "--yes"),
}  # fmt: skip


@dataclass
class Disk:
    """A glossary, on a small disk of its own where this machine lets one be mounted. ``prefix`` starts a command there."""

    world: World
    mounted: bool
    prefix: tuple[str, ...] = ()
    limit: int = resource.RLIM_INFINITY


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@contextmanager
def _full(disk: Disk) -> Iterator[None]:
    """Leave no room on the disk; where it cannot be mounted, allow files of no byte, which fails alike."""
    if not disk.mounted:
        disk.limit = 0
        yield
        disk.limit = resource.RLIM_INFINITY
        return
    ballast = disk.world.root / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    yield
    ballast.unlink()


@contextmanager
def _read_only(disk: Disk) -> Iterator[None]:
    """Let nobody write; where no disk is mounted by permission bits, which stop root only without its capabilities."""
    root = disk.world.root
    if disk.mounted:
        assert _mount("-o", "remount,ro", str(root))
        yield
        assert _mount("-o", "remount,rw", str(root))
        return
    if os.geteuid() == 0:
        needs("setpriv")
        disk.prefix = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    yield
    for path in folders:
        path.chmod(0o755)
    disk.prefix = ()


FAULTS: Mapping[str, tuple[Callable[[Disk], AbstractContextManager[None]], str]] = {
    "full": (_full, "; make room on its disk, and run|; raise the limit of file sizes"),
    "read-only": (_read_only, "; make its disk writable, and run|; make it writable for you, and run"),
}


def _run(disk: Disk, command: str) -> subprocess.CompletedProcess[str]:
    arguments = [part.format(root=disk.world.root) for part in COMMANDS[command]]
    limit = (disk.limit, disk.limit)
    return subprocess.run(
        [*disk.prefix, sys.executable, "-B", "-m", "glossary", *arguments],
        cwd=ROOT,
        env={**processes(disk.world), "GLOSSARY_BASE_URL": "https://glossary.example.org"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )


def _state(disk: Disk) -> Mapping[str, bytes | None]:
    """Return everything below the glossary: files with their bytes, folders and links by name."""
    paths = sorted(path for path in disk.world.root.rglob("*") if path.name != "ballast")
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


def _world(root: Path) -> World:
    """A glossary in which each of the commands has something to write."""
    needs("ssh-keygen")
    world = World(root)
    world.term("dove", definition="is a bird of peace.")
    world.approve("en", "dove")
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    world.term("owl", definition="is a bird of the night.")
    (world.root / "out").mkdir()
    world.catalog("fi", {"dove.term": "Kyyhky", "dove.definition": "on rauhan lintu."})
    enrol(world, "otter", quoted(make(root, "otter")["otter"]))
    policy = world.translations / "policy.toml"
    policy.write_text(f"statements = true\n{policy.read_text()}")
    world.adopt()
    world.ledger("fi")
    world.ledger("fr")  # makes the folder of ledgers, as the first approval of a language does
    return world


def _check(done: subprocess.CompletedProcess[str], remedies: str) -> None:
    """See that a command failed and said what, where and how to mend it."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^glossary: [^\n]+ could not be written \([^)]+\) and is unchanged; ", done.stderr, re.MULTILINE)
    assert re.search(remedies, done.stderr), done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def disk(tmp_path: Path, counted: Callable[[str], None]) -> Iterator[Disk]:
    """A glossary in which each of the commands has something to write."""
    mounted = os.geteuid() == 0 and _mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path))
    if not mounted:
        counted(
            "no disk could be mounted for the test of full and read-only disks; limits of the system stood in for it"
        )
    yield Disk(_world(tmp_path), mounted)
    if mounted:
        subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_takes_nothing_more_keeps_what_it_has(disk: Disk, command: str, fault: str) -> None:
    inflict, remedies = FAULTS[fault]
    before = _state(disk)
    with inflict(disk):
        done = _run(disk, command)
        assert _state(disk) == before
    _check(done, remedies)
    assert _run(disk, command).returncode == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_write_that_stops_half_way_leaves_nothing_half_written(disk: Disk, command: str) -> None:
    before = _state(disk)
    for disk.limit in (100, 300):
        done = _run(disk, command)
        assert _state(disk) == before
        _check(done, "; raise the limit of file sizes")
    disk.limit = resource.RLIM_INFINITY
    assert _run(disk, command).returncode == 0


def test_sync_that_stops_half_way_leaves_each_file_old_or_new_and_says_which(disk: Disk) -> None:
    disk.world.catalog("fr", {"dove.definition": "est un oiseau de paix. " * 1000})
    before, disk.limit = _state(disk), 20_000
    done = _run(disk, "sync")
    between = _state(disk)
    _check(done, "; raise the limit of file sizes")
    assert between != before
    assert "brought up to date" in done.stdout
    disk.limit = resource.RLIM_INFINITY
    assert _run(disk, "sync").returncode == 0
    after = _state(disk)
    assert between.keys() <= before.keys() | after.keys()
    assert all(data in (before.get(name), after.get(name)) for name, data in between.items())
