"""What a check and an export of the content that the older build ships take of a processor, and a small file of tests."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ROOT, builds, servers, testing
from benchmarks.builds import OLDER, OURS, SHIPPED, Bench, Build
from benchmarks.errors import Failed
from benchmarks.starting import Sample

FOUND = (0, 1)
"""The statuses of a check: it found no error, or some."""

SMALL = {OLDER: "tests/test_languages.py", OURS: "tests/language/test_languages.py"}
"""A small file of tests, which both builds have."""

_SENTENCE = re.compile(r'(?<=\nmsgstr ")(?=\w)')


def check(bench: Bench) -> Iterator[Sample]:
    """Check the content with nothing kept, unchanged, and after one catalog has changed."""
    for name in (OLDER, OURS):
        build = bench.copied(bench.build(name, SHIPPED, "check"))
        _forget(build)
        for what in ("check", "check unchanged"):
            yield name, 0, what, _checked(build)
        catalog = build.content / "translations" / "fr" / "LC_MESSAGES" / "glossary.po"
        catalog.write_text(_SENTENCE.sub("Voici : ", catalog.read_text("utf-8"), count=1), "utf-8")
        yield name, 0, "check changed", _checked(build)


def export(bench: Bench) -> Iterator[Sample]:
    """Export the content with nothing kept, and again, unchanged."""
    for name in (OLDER, OURS):
        build, target = bench.build(name, SHIPPED, "export"), bench.scratch / "public"
        _forget(build)
        for path in target.parent.glob("public*"):
            path.unlink() if path.is_symlink() else shutil.rmtree(path)
        for what in ("export", "export unchanged"):
            yield name, 0, what, builds.run(build, ["-m", "glossary", "export", target]).work
        yield name, 0, "export files", sum(path.is_file() for path in target.resolve().rglob("*"))


def tests(bench: Bench) -> Iterator[Sample]:
    """Run one small file of tests, in one process."""
    for name in (OLDER, OURS):
        build = bench.build(name, SHIPPED)
        done = builds.run(build, ["-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", SMALL[name]])
        if " passed" not in done.output and "100%" not in done.output:
            raise Failed(f"{name}: {done.output[-300:]}")
        yield name, 0, "tests small", done.work


def suite(bench: Bench) -> Iterator[Sample]:
    """Run all tests that the older build has, there and here (``testing``), on all cores."""
    os.sched_setaffinity(0, servers.CORES)
    try:
        before = testing.collected(bench.older)
        for name, code, nodes, options in (
            (OLDER, bench.older, before, testing.OLDER),
            (OURS, ROOT, testing.kept(before, testing.collected(ROOT)), testing.OURS),
        ):
            done = testing.run(code, nodes, options, bench.scratch)
            yield name, 0, "suite", done.clock
            yield name, 0, "suite work", done.work
    finally:
        servers.stay_aside()


def _checked(build: Build) -> float:
    return builds.run(build, ["-m", "glossary", "check"], accept=FOUND).work


def _forget(build: Build) -> None:
    shutil.rmtree(build.kept)
    Path(build.kept).mkdir()
