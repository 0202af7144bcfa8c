"""The audit over a local clone of the advisory database: clean is only what was looked up in whole, recent data."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOW = datetime.now(UTC)
WHOLE = "introduced: '0'"


def ranges(*events: str, kind: str = "ECOSYSTEM") -> str:
    return f"  - type: {kind}\n    events:\n" + "".join(f"    - {each}\n" for each in events)


def advisory(body: str, *, package: str = "made-up", ecosystem: str = "PyPI", more: str = "", days: int = 1) -> str:
    """A file as the database has them; the body is ranges, or a list of versions."""
    return (
        f"id: PYSEC-2026-1\naffected:\n- package:\n    name: {package}\n    ecosystem: {ecosystem}\n{body}"
        f"aliases:\n- CVE-2026-1\n- GHSA-1\nmodified: '{NOW - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}'\n{more}"
    )


def git(folder: Path, *words: str, days: float = 0) -> None:
    at = (NOW - timedelta(days=days)).isoformat()
    who = {f"GIT_{role}_{what}": "a@b.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, env=os.environ | who | dates)


def clone(tmp_path: Path, *texts: str, days: float | None = 1) -> Path:
    """A clone whose newest commit is of so many days ago; without days, a copy that has no git."""
    folder = tmp_path / "clone"
    for n, text in enumerate(texts, 1):
        file = folder / "vulns" / "made-up" / f"PYSEC-2026-{n}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    if days is not None:
        git(folder, "init", "-q")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "made up", days=days)
    return folder


def audit(tmp_path: Path, folder: Path, *lines: str) -> tuple[int, str]:
    lock = tmp_path / "made.lock"
    lock.write_text("".join(f"{line} \\\n    --hash=sha256:0\n" for line in lines))
    command: list[str | Path] = [sys.executable, ROOT / ".ci" / "advisories.py", lock, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


ONE = "  ranges:\n" + ranges(WHOLE, "fixed: '2.10'")
TWO = "  ranges:\n" + ranges(WHOLE, "fixed: '1.5'") + ranges("introduced: '2.0'", "fixed: '2.3'")
AGAIN = "  ranges:\n" + ranges("introduced: '2.0'", "fixed: '2.3'", WHOLE, "fixed: '2.0'")
LAST = "  ranges:\n" + ranges("introduced: '1.0'", "last_affected: '1.4'")
EPOCH = "  ranges:\n" + ranges("introduced: 1!0.5", "fixed: 1!2.0")
LISTED = "  versions:\n  - 2004d\n  - 2.10\n  - '1.0'\n"
FIXED, UNFIXED = (
    "PYSEC-2026-1 (CVE-2026-1, GHSA-1), fixed in {}",
    "PYSEC-2026-1 (CVE-2026-1, GHSA-1), no fixed version is known",
)


CASES: list[tuple[str, str, str | None]] = [
    (advisory(ONE), "2.9", FIXED.format("2.10")),
    (advisory(ONE), "2.10", None),
    (advisory(ONE), "2.10rc1", FIXED.format("2.10")),
    (advisory(ONE), "0.0.dev1", FIXED.format("2.10")),
    (advisory(EPOCH), "1!1.0", FIXED.format("1!2.0")),
    (advisory(EPOCH), "1.0", None),
    (advisory(ONE), "1!1.0", None),
    (advisory("  ranges:\n" + ranges(WHOLE)), "99", UNFIXED),
    (advisory(LAST), "1.4", UNFIXED),
    (advisory(LAST), "1.4.post1", None),
    (advisory(TWO), "1.4", FIXED.format("1.5")),
    (advisory(TWO), "1.7", None),
    (advisory(TWO), "2.0", FIXED.format("2.3")),
    (advisory(AGAIN), "1.0", FIXED.format("2.3")),
    (advisory(LISTED), "1.0.0", UNFIXED),
    (advisory(LISTED), "2.10", UNFIXED),
    (advisory(LISTED), "2.1", None),
    (advisory("  ranges:\n" + ranges(WHOLE, "fixed: abcdef", kind="GIT")), "1.0", UNFIXED),
    (advisory(ONE, package="Made_Up"), "1.0", FIXED.format("2.10")),
    (advisory(ONE, ecosystem="npm"), "1.0", None),
    (advisory(ONE, package="made-up-else"), "1.0", None),
    (advisory(ONE, more="withdrawn: '2026-01-01T00:00:00Z'\n"), "1.0", None),
]


@pytest.fixture(scope="module")
def looked_up(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What one audit says of all cases, a package each."""
    tmp_path = tmp_path_factory.mktemp("cases")
    texts = [case[0].replace("made-up", f"made-{n}").replace("Made_Up", f"Made_{n}") for n, case in enumerate(CASES)]
    code, words = audit(
        tmp_path, clone(tmp_path, *texts, days=None), *(f"MADE.{n}=={case[1]}" for n, case in enumerate(CASES))
    )
    assert code == 1, words
    return words


@pytest.mark.parametrize("n", range(len(CASES)), ids=[f"{n}-{case[1]}" for n, case in enumerate(CASES)])
def test_an_advisory_is_told_of_the_versions_that_it_affects_and_of_no_other(looked_up: str, n: int) -> None:
    _, version, said = CASES[n]
    told = [line for line in looked_up.splitlines() if line.startswith(f"made-{n} ")]
    assert told == ([f"made-{n} {version}: {said}"] if said else [])


@pytest.mark.parametrize(("days", "code"), [(13.9, 0), (14.1, 2), (-2, 2)])
def test_the_date_is_that_of_the_newest_commit_and_beyond_14_days_nothing_is_clean(
    tmp_path: Path, days: float, code: int
) -> None:
    got, words = audit(tmp_path, clone(tmp_path, advisory(ONE), days=days), "made-up==3")
    assert got == code, words
    assert f"1 advisories of {NOW - timedelta(days=days):%Y-%m-%d} (newest commit of {tmp_path}" in words
    assert ("NOT audited" in words) == (code == 2)
    assert ("no known vulnerability in the 1 dependencies" in words) == (code == 0)


@pytest.mark.parametrize(("days", "code"), [(3, 0), (15, 2)])
def test_a_copy_without_git_is_as_old_as_its_newest_advisory_whatever_git_is_around_it(
    tmp_path: Path, days: int, code: int
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "around")
    folder = clone(tmp_path, advisory(ONE, days=40), advisory(ONE, days=days), days=None)
    got, words = audit(tmp_path, folder, "made-up==3")
    assert got == code, words
    assert f"2 advisories of {NOW - timedelta(days=days):%Y-%m-%d} (newest advisory of" in words


@pytest.mark.parametrize(
    "torn", ["id: 'PYSEC", advisory(ONE).partition("aliases")[0], "", advisory(ONE.replace("fixed", "fxied"))]
)
def test_a_torn_file_is_named_and_nothing_is_called_clean(tmp_path: Path, torn: str) -> None:
    folder = clone(tmp_path, advisory(ONE), torn)
    code, words = audit(tmp_path, folder, "made-up==3")
    assert code == 2
    assert f"{folder}/vulns/made-up/PYSEC-2026-2.yaml: no whole advisory" in words
    assert "restore vulns" in words
    code, words = audit(tmp_path, folder, "made-up==1")
    assert code == 1
    assert "PYSEC-2026-2.yaml: no whole advisory" in words


def test_files_that_differ_from_the_newest_commit_have_not_its_date(tmp_path: Path) -> None:
    folder = clone(tmp_path, advisory(ONE), advisory(ONE), advisory(ONE))
    (folder / "vulns" / "made-up" / "PYSEC-2026-2.yaml").unlink()
    (folder / "vulns" / "made-up" / "PYSEC-2026-3.yaml").write_text("id: 'PYSEC")
    code, words = audit(tmp_path, folder, "made-up==3")
    assert code == 2
    changed = "2 files differ from its newest commit, vulns/made-up/PYSEC-2026-2.yaml first"
    assert f"{folder}: {changed}; git -C {folder} restore vulns" in words
    assert f"{folder}/vulns/made-up/PYSEC-2026-3.yaml: no whole advisory" in words


def test_a_clone_that_git_cannot_read_has_no_date_not_even_that_of_a_repository_around_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "around")
    folder = clone(tmp_path, advisory(ONE))
    (folder / ".git" / "HEAD").unlink()
    code, words = audit(tmp_path, folder, "made-up==3")
    assert code == 2
    assert f"{folder}: git cannot say how old it is" in words


@pytest.mark.parametrize("name", ["absent", "empty", "file"])
def test_a_folder_that_is_no_clone_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty" / "vulns").mkdir(parents=True)
    (tmp_path / "file").write_text("")
    code, words = audit(tmp_path, tmp_path / name, "made-up==3")
    assert code == 2
    assert f"{tmp_path / name}: no clone of the advisory database" in words
    assert "git clone https://" in words


def test_a_version_that_cannot_be_compared_is_named_only_where_it_matters(tmp_path: Path) -> None:
    folder = clone(tmp_path, advisory("  ranges:\n" + ranges(WHOLE, "fixed: 2019-09-12")), days=None)
    assert audit(tmp_path, folder, "other==1.0")[0] == 0
    code, words = audit(tmp_path, folder, "made-up==1.0")
    assert code == 2
    assert f"{folder}/vulns/made-up/PYSEC-2026-1.yaml: Invalid version: '2019-09-12'" in words


@pytest.mark.parametrize(
    "line", ["made-up>=1", "made-up", "-e .", "made-up==1.*", "made-up @ https://example.org/a.whl"]
)
def test_a_line_that_pins_no_version_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    code, words = audit(tmp_path, clone(tmp_path, advisory(ONE), days=None), "other==1.0", line)
    assert code == 2
    assert f"{tmp_path}/made.lock:3: not one package with one version" in words
    assert audit(tmp_path, tmp_path / "clone")[1].startswith(f"{tmp_path}/made.lock: names no dependency")


def test_make_audit_takes_a_clone_by_path_and_needs_nothing_of_the_service() -> None:
    planned = subprocess.run(
        ["make", "-n", "-C", ROOT, "audit", "ADVISORIES=/some/where"], capture_output=True, text=True, check=True
    ).stdout
    assert "advisories.py requirements-desk.lock '/some/where'" in planned
    assert "pip-audit" not in planned
