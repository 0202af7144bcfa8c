"""Which versions of everything were measured."""

from __future__ import annotations

import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import ROOT
from benchmarks.competitors import JSON_SERVER

_OURS = ("flask", "marshmallow", "granian", "babel")
_PROGRAMS: Mapping[str, Sequence[str]] = {
    "this service": ("git", "describe", "--always", "--dirty"),
    "nginx": ("nginx", "-v"),
    "wrk": ("wrk", "-v"),
    "node": ("node", "--version"),
}
_PEERS = ("datasette", "pyramid_skosprovider")
_FINDERS = ("flashtext", "flashtext2", "spacy")


def measured() -> dict[str, str]:
    """Return names and versions; what is not there is left out."""
    programs = {name: text for name, command in _PROGRAMS.items() if (text := _printed(command))}
    python = {name: version(name) for name in _OURS}
    return {
        **programs,
        "Python": platform.python_version(),
        **python,
        "json-server": JSON_SERVER,
        **dict(map(_pinned, _PEERS)),
        **dict(_pinned(name, "prose_peers") for name in _FINDERS),
    }


def _printed(command: Sequence[str]) -> str:
    """Return the version in the first line that a program prints about itself."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    first = next(iter((done.stdout + done.stderr).splitlines()), "")
    numbered = re.search(r"\d+\.\d+[\w.+-]*", first)
    return numbered[0] if numbered else first


def _pinned(name: str, file: str = "") -> tuple[str, str]:
    lines = Path(__file__).with_name(f"{file or name}.txt").read_text().splitlines()
    return name, next(line.partition("==")[2] for line in lines if line.startswith(f"{name}=="))
