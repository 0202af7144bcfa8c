"""Imports point one way, and commands load only what they need."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib

import pytest

from tests.conftest import ROOT


def test_the_layers_of_the_package_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_module_has_its_place_in_the_layers_and_in_the_architecture() -> None:
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {name.strip().removeprefix("glossary.") for layer in layers for name in layer.split("|")}
    page = (ROOT / "docs" / "architecture.md").read_text()
    for path in (ROOT / "glossary").glob("[a-z]*.py"):
        assert path.stem in placed
        assert f"`{path.name}`" in page


def _imports(name: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_nothing_below_the_command_line_imports_the_application() -> None:
    for path in (ROOT / "glossary").glob("*.py"):
        assert path.name == "cli.py" or "api" not in _imports(f"glossary/{path.name}")


def test_only_catalogs_imports_babel_messages() -> None:
    users = {
        path.name
        for path in (ROOT / "glossary").glob("*.py")
        if any(name.startswith("babel.messages") for name in _imports(f"glossary/{path.name}"))
    }
    assert users == {"catalogs.py"}


@pytest.mark.parametrize("command", ["--help", "check", "sync"])
def test_a_command_that_serves_nothing_loads_no_server(command: str) -> None:
    arguments = [sys.executable, "-X", "importtime", "-m", "glossary", command]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert not loaded & {"flask", "werkzeug", "granian", "rich"}
    assert "glossary" in loaded
