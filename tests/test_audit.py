"""The audit of dependencies: what could not be asked is never called clean. pip-audit needs the network: it is played."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("output", "code", "expected", "words"),
    [
        ("No known vulnerabilities found", 0, 0, "no known vulnerability in the 2 dependencies"),
        ("Found 1 known vulnerability in 1 package\nflask 1.0 PYSEC-1", 1, 1, "flask 1.0 PYSEC-1"),
        ("ERROR: flask: Dependency not found on PyPI", 1, 2, "was NOT audited"),
        ("requests.exceptions.ConnectionError: no route", 1, 2, "was NOT audited"),
    ],
)
def test_only_an_answer_for_every_dependency_is_called_clean(
    tmp_path: Path, output: str, code: int, expected: int, words: str
) -> None:
    played, lock = tmp_path / "pip-audit", tmp_path / "requirements.lock"
    played.write_text(f"#!/bin/sh\ncat <<'END'\n{output}\nEND\nexit {code}\n")
    played.chmod(0o755)
    lock.write_text("flask==3.1.3 \\\n    --hash=sha256:0\nclick==8.5.1 \\\n    --hash=sha256:0\n")
    done = subprocess.run([ROOT / ".ci" / "audit", played, lock], capture_output=True, text=True, check=False)
    assert done.returncode == expected
    assert words in done.stdout + done.stderr


def test_what_is_audited_is_all_that_is_deployed() -> None:
    """The desk's lock file is that of the service, with what only the desk needs besides."""
    service, desk = (
        set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-desk.lock")
    )
    assert service < desk
    assert any(each.startswith("webauthn==") for each in desk - service)
    audited = re.findall(r"(?:pip-audit|advisories\.py) (\S+\.lock)", (ROOT / "Makefile").read_text())
    assert audited == ["requirements-desk.lock"] * 2
