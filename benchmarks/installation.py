"""Competitors that have to be installed: each of a fixed version, in a folder of its own below ``build/bench``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import BUILD
from benchmarks.errors import Failed

AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
"""Node brings a list of authorities of its own; the machine's is the one that its operator keeps."""


def python(name: str) -> None:
    """Install what ``benchmarks/<name>.txt`` lists in a virtual environment, unless it is there. Raises ``Failed``."""
    requirements, stamp = Path(__file__).with_name(f"{name}.txt"), BUILD / name / "installed.txt"
    if stamp.exists() and stamp.read_bytes() == requirements.read_bytes():
        return
    _run([sys.executable, "-m", "venv", "--clear", BUILD / name])
    pip = (BUILD / name / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run([*pip, "--no-deps", "-r", requirements])
    stamp.write_bytes(requirements.read_bytes())


def node(name: str, version: str) -> None:
    """Install a package of npm's, unless it is there. Raises ``Failed``."""
    stamp = BUILD / name / "installed.txt"
    if stamp.exists() and stamp.read_text() == version:
        return
    (BUILD / name).mkdir(parents=True, exist_ok=True)
    _run(
        [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
            BUILD / name,
            f"{name}@{version}",
        ]
    )
    stamp.write_text(version)


def _run(command: Sequence[str | Path]) -> None:
    authorities = {"NODE_EXTRA_CA_CERTS": str(AUTHORITIES)} if AUTHORITIES.exists() else {}
    try:
        done = subprocess.run(command, env={**authorities, **os.environ}, capture_output=True, text=True, check=False)
    except OSError as error:
        raise Failed(f"{command[0]} could not be started: {error.strerror}") from None
    if done.returncode:
        raise Failed(f"{command[0]} could not install it: {done.stderr.strip()[-300:]}")
