"""Imports point one way, and commands load only what they need."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "glossary"
FLASK = {"flask", "flask_smorest", "flask_cors", "werkzeug"}
KNOW_FLASK = ("http/", "site/", "desk/", "serving/front.py", "serving/logs.py")
"""The packages and modules that may import Flask or what it is made of, beside ``api.py``."""


def _modules(suffix: str = "*.py") -> Iterator[str]:
    return (path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob(suffix)))


def _imports(module: str) -> set[str]:
    imported: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / module).read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return imported


def _users(*names: str) -> set[str]:
    """Return the modules that import one of these packages."""
    return {module for module in _modules() if any(_within(imported, names) for imported in _imports(module))}


def _within(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)


def test_the_tests_here_look_at_all_modules() -> None:
    """A test that looks at nothing passes: this one fails when modules are no longer found where the others look."""
    assert len(list(_modules())) > 70
    assert {"cli.py", "catalogs/po.py", "contract/schemas/entry.py"} <= set(_modules())


def test_the_layers_of_the_package_hold() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("language/tags.py", "from glossary.content import model"),  # upwards
        ("catalogs/po.py", "from glossary.ledger import policy"),  # to a neighbour on its own line
        ("edition/search.py", "import flask"),  # what only the layers of HTTP know
    ],
)
def test_a_broken_layer_is_found(tmp_path: Path, module: str, line: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "glossary", ignore=shutil.ignore_patterns("*.toml", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "glossary" / module
    path.write_text(f"{path.read_text()}\n{line}\n")
    done = _lint(tmp_path)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


def test_every_package_and_module_has_its_place_in_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    for module in _modules():
        if not module.endswith("__init__.py"):
            assert f"`{module}`" in page or f"`{Path(module).name}`" in page, module
    for package in _modules("__init__.py"):
        if package != "__init__.py":
            assert f"`{Path(package).parent.as_posix()}/`" in page, package


def test_nothing_imports_the_application_by_its_name() -> None:
    """It has two: ``serving/locate.py`` finds the one that there is."""
    assert _users("api", "glossary.api") == set()


def test_only_what_answers_over_http_imports_flask() -> None:
    users = _users(*FLASK)
    assert users, "nothing imports Flask: this test looks at the wrong place"
    assert {module for module in users if not module.startswith(KNOW_FLASK)} == set()


def test_only_catalogs_imports_babel_messages() -> None:
    assert {module.split("/")[0] for module in _users("babel.messages")} == {"catalogs"}


@pytest.mark.parametrize("command", ["--help", "check", "sync"])
def test_a_command_that_serves_nothing_loads_no_server(command: str) -> None:
    arguments = [sys.executable, "-X", "importtime", "-m", "glossary", command]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert not loaded & {"flask", "werkzeug", "granian", "rich"}
    assert "glossary" in loaded


HELPED = """
import sys
from glossary.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [("--help",), ("vet", "--help"), ("init", "--help"), ("import", "--help")])
def test_help_reads_no_content_and_a_command_imports_no_other(arguments: tuple[str, ...]) -> None:
    program = [sys.executable, "-c", HELPED, *arguments]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(done.stderr.split())
    tables = {"icu", "babel", "langcodes", "marshmallow", "tomli", "cryptography"}
    assert not modules & {*tables, "glossary.edition.loading"}
    assert ("glossary.commands.desk" in modules) == (arguments == ("--help",))


SERVED = """
import sys
from api import create_app
client = create_app().test_client()
for path in ("/v1/en/terms/csam.json", "/v1/en/terms/csam.evidence.json", "/en/csam/", "/log/checkpoint"):
    client.get(path)
print(*sorted(name for name in sys.modules if name.startswith(("glossary.", "webauthn"))))
"""
NOT_SERVED = ("glossary.desk", "glossary.commands", "glossary.proofs.signing", "glossary.proofs.witness", "webauthn")


def test_the_public_service_imports_what_verifies_and_nothing_that_signs_and_no_desk() -> None:
    done = subprocess.run([sys.executable, "-c", SERVED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "glossary.proofs.signatures" in loaded
    assert [name for name in loaded if name.startswith(NOT_SERVED)] == []
