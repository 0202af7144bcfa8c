"""What installs the tests' tools: it waits for apt's lock, shows why apt failed, and under CI stops before the tests.

apt-get needs the network and changes the machine: it is played here.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

APT = """#!/bin/sh
echo "$@" >> {calls}
echo "Reading package lists..."
{fails}
exit 100
"""
NO_PACKAGE = 'echo "E: Unable to locate package no-such-tool" >&2'
LOCKED_ONCE = '[ -f {lock} ] && exit 0; touch {lock}; echo "E: Could not get lock. It is held by process 1" >&2'


def _tools(folder: Path, fails: str = NO_PACKAGE, **environment: str) -> subprocess.CompletedProcess[str]:
    """Ask for a tool that no machine has, with an apt-get that fails."""
    (folder / "apt-get").write_text(APT.format(calls=folder / "calls", fails=fails.format(lock=folder / "lock")))
    (folder / "id").write_text("#!/bin/sh\necho 0\n")
    for name in ("apt-get", "id"):
        (folder / name).chmod(0o755)
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [ROOT / ".ci" / "tools", "sh", "no-such-tool"],
        env={**inherited, "PATH": path, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_last_line_of_apt_says_why_a_tool_is_missing(tmp_path: Path) -> None:
    done = _tools(tmp_path)
    assert "installing no-such-tool" in done.stdout
    assert "apt-get: E: Unable to locate package no-such-tool" in done.stderr
    assert "as root: apt-get install no-such-tool" in done.stderr


def test_apt_waits_for_its_lock(tmp_path: Path) -> None:
    done = _tools(tmp_path, LOCKED_ONCE)
    assert "waiting for another apt to finish" in done.stdout
    calls = (tmp_path / "calls").read_text().splitlines()
    assert [call.split()[-1] for call in calls] == ["-qq", "-qq", "no-such-tool"]  # update, once more, install
    assert all("DPkg::Lock::Timeout=" in call for call in calls)


@pytest.mark.parametrize(("environment", "code"), [({}, 0), ({"CI": "true"}, 1)])
def test_under_ci_a_missing_tool_stops_before_the_tests(tmp_path: Path, environment: dict[str, str], code: int) -> None:
    assert _tools(tmp_path, **environment).returncode == code
