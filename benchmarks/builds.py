"""Two builds that are measured beside each other: an earlier one of this repository's history, and the one that is here.

The older build writes the content; ours has a copy in which the facts are adopted, which the older one did not know.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import ROOT, beside, content
from benchmarks.errors import Failed
from benchmarks.material import BASE_URL
from benchmarks.servers import Command

REVISION = "f7e2e4e"
"""The build that issue 19 measures by."""

OLDER, OURS = "older", "ours"


class Build(NamedTuple):
    """A build, and the content that it serves: ``terms`` and ``translations`` in a folder. ``kept`` is where it may keep what
    it derives from content; a new folder there makes a cold start."""

    name: str
    code: Path
    content: Path
    kept: Path

    @property
    def environment(self) -> dict[str, str]:
        """What makes this build use its content, and no other build."""
        return {
            "PYTHONPATH": str(self.code),
            "GLOSSARY_TERMS": str(self.content / "terms"),
            "GLOSSARY_TRANSLATIONS": str(self.content / "translations"),
            "GLOSSARY_BASE_URL": BASE_URL,
            "XDG_CACHE_HOME": str(self.kept),
        }

    def serve(self, port: int, workers: int = 1) -> Command:
        """Return how to start its service."""
        environment = {**self.environment, "PORT": str(port), "WORKERS": str(workers)}
        return Command((sys.executable, "-m", "glossary", "serve"), environment, self.code)


class Done(NamedTuple):
    """A program that has ended: the seconds that the processor was at work for it, and what it printed."""

    work: float
    output: str


class Bench(NamedTuple):
    """Where the older build lies, and content of each size: made once, and never written to. ``scratch`` is for a run."""

    folder: Path
    scratch: Path

    @property
    def older(self) -> Path:
        """The code of the older build."""
        return (self.folder / "older").resolve()

    def build(self, name: str, size: int | str, kept: str = "") -> Build:
        """Return a build over the content of a size."""
        code = self.older if name == OLDER else ROOT
        held = self.scratch / "kept" / f"{name}-{size}-{kept}"
        held.mkdir(parents=True, exist_ok=True)
        return Build(name, code, self.folder / f"{'content' if name == OLDER else 'adopted'}-{size}", held)

    def copied(self, build: Build) -> Build:
        """Return the build over a copy of its content, which may be written to."""
        target = self.scratch / f"copy-{build.content.name}"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(build.content, target)
        return build._replace(content=target)


SHIPPED = "shipped"
"""The content that the older build ships, as if it were a size."""


def prepare(folder: Path, sizes: Iterable[int | str], revision: str = REVISION) -> None:
    """Unpack the older build and have it write content, unless that is there. Raises ``click.ClickException``."""
    before = folder / "older"
    once(before, partial(_unpack, revision))
    for size in sizes:
        made = folder / f"content-{size}"
        once(made, partial(_shipped, before) if size == SHIPPED else partial(_written, before, size))
        once(folder / f"adopted-{size}", partial(_adopted, made))


def once(target: Path, make: Callable[[Path], object]) -> None:
    """Have a folder made, unless it is there: it is whole or not there."""
    if not target.exists():
        made = target.with_name(f"{target.name}.new")
        shutil.rmtree(made, ignore_errors=True)
        make(made)
        made.rename(target)


def _unpack(revision: str, target: Path) -> None:
    beside.older(revision, target)
    command = (sys.executable, "-m", "compileall", "-q", target / "glossary", target / "api.py")
    subprocess.run(command, check=False)  # as an installed package is: else its first start would take longer


def _written(before: Path, size: int | str, target: Path) -> None:
    beside.run(before, ["-m", "benchmarks.content", "--concepts", str(size), str(target)])


def _shipped(before: Path, target: Path) -> None:
    for name in ("terms", "sources", "figures"):
        if (before / "glossary" / name).exists():
            shutil.copytree(before / "glossary" / name, target / name)
    shutil.copytree(before / "translations", target / "translations")


def _adopted(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    content.adopt(target)


def run(build: Build, arguments: Sequence[str | Path], given: str = "", accept: Sequence[int] = (0,)) -> Done:
    """Run Python with a build until it ends. Raises ``Failed`` where its status is not among those accepted."""
    command = [sys.executable, *map(str, arguments)]
    before = _worked()
    done = subprocess.run(
        command,
        cwd=build.code,
        env={**os.environ, **build.environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in accept:
        raise Failed(
            f"{build.name}: {' '.join(command[1:])} ended with {done.returncode}: {done.stderr.strip()[-500:]}"
        )
    return Done(_worked() - before, done.stdout)


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
