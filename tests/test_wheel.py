"""The wheel: built, installed into an environment of its own, and run from an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary import __version__
from tests.conftest import ROOT
from tests.running import Running, serving


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel. Its dependencies are read from where the tests have theirs: no network is needed."""
    folder = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    _run(sys.executable, "-m", "pip", "--python", folder, "install", "--quiet", "--no-deps", wheel)
    _packages(folder).joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def _run(*command: str | Path) -> str:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    variables["GLOSSARY_BASE_URL"] = "https://glossary.example.org"
    done = subprocess.run(command, cwd="/", env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _packages(environment: Path) -> Path:
    (folder,) = environment.glob("lib/python*/site-packages")
    return folder


@pytest.fixture(scope="module")
def running(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service of the wheel, started in an empty folder."""
    folder, program = tmp_path_factory.mktemp("log"), (str(environment / "bin" / "glossary"),)
    with serving(folder, {"PYTHONPATH": ""}, program=program, start_in=tmp_path_factory.mktemp("empty")) as service:
        yield service


def test_the_wheel_has_all_content_and_no_bare_api_module(wheel: Path, environment: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "glossary/api.py",
        "glossary/translations/fr/LC_MESSAGES/glossary.po",
        "glossary/terms/csam.toml",
        "glossary/sources/luxembourg-guidelines.toml",
    } <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"glossary", f"child_safety_glossary-{__version__}.dist-info"}
    assert not _packages(environment).joinpath("api.py").exists()


def test_the_wheel_serves_the_vetted_text_and_pages_in_every_language(running: Running) -> None:
    entry = json.loads(running.get("/v1/fr/terms/csam.json")[1])
    assert (entry["id"], entry["language"], entry["vetting"]["status"]) == ("csam", "en", "vetted")
    assert b'lang="fr"' in running.get("/fr/csam/")[1]
    assert running.get("/embedding/")[0].status == 200  # docs/embedding.md lies in the package
    assert len(json.loads(running.get("/v1/languages.json")[1])["languages"]) == 26


def test_the_wheel_s_commands_need_no_checkout(environment: Path, tmp_path: Path) -> None:
    program = environment / "bin" / "glossary"
    assert _run(program, "--version") == f"glossary, version {__version__}\n"
    assert "26 languages" in _run(program, "status")
    assert re.search(r"files, [\d.]+ MB, now public-", _run(program, "export", tmp_path / "public"))
