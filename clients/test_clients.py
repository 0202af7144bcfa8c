"""Partners' tools over the description of the API: no rule is broken, each generated client reads an entry, now and later."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema.validators import validator_for

from clients.tools import NODE, PYTHON, release_to_come, run
from glossary.export import package
from tests.conftest import ROOT
from tests.running import serving

DESCRIPTIONS = ("api.json", "operations.json")
RULES = {"no-ambiguous-paths"}
"""The rules of Redocly whose warnings stay: “terms” in a path is no language, and a server tells them apart."""

CONTACT = {"info-contact"}
"""The rule of Spectral whose warning stays while ``glossary.toml`` has no contact."""


class Service(NamedTuple):
    """A running service: its address, and a folder with its descriptions and clients of it."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service over the content of this repository."""
    folder = tmp_path_factory.mktemp("clients")
    with serving(folder) as running:
        for name, path in zip(DESCRIPTIONS, ("/v1/openapi.json", "/operations.json"), strict=True):
            (folder / name).write_bytes(running.get(path)[1])
        shutil.copytree(ROOT / "clients" / "use", folder, dirs_exist_ok=True)
        (folder / "node_modules").symlink_to(NODE)
        yield Service(f"http://127.0.0.1:{running.port}", folder)


def _openapi_typescript(service: Service) -> None:
    run(service.folder, "openapi-typescript", "api.json", "--output", "openapi-typescript/api.d.ts")


def _hey_api(service: Service) -> None:
    run(service.folder, "openapi-ts", "--input", "./api.json", "--output", "hey-api")


def _orval(service: Service) -> None:
    run(service.folder, "orval", "--config", "orval.config.mjs")


def _openapi_python_client(service: Service) -> None:
    made = ("--meta", "none", "--output-path", "glossary_client", "--overwrite")
    run(service.folder, "openapi-python-client", "generate", "--path", "api.json", *made)


def _datamodel(service: Service) -> None:
    kinds = ("--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel")
    run(service.folder, "datamodel-codegen", "--input", "api.json", *kinds, "--output", "glossary_models.py")


GENERATORS: dict[str, Callable[[Service], None]] = {
    "openapi_typescript.ts": _openapi_typescript,
    "hey_api.ts": _hey_api,
    "orval.ts": _orval,
    "openapi_python_client.py": _openapi_python_client,
    "datamodel_codegen.py": _datamodel,
}
"""What makes the client that each program in ``use/`` has."""


@pytest.fixture(scope="module")
def compiled(service: Service) -> Service:
    """The service, with every client generated and compiled."""
    for generate in GENERATORS.values():
        generate(service)
    run(service.folder, "tsc", "--project", ".")
    run(service.folder, PYTHON / "python", "-m", "compileall", "-q", "glossary_client", "glossary_models.py")
    return service


def _read(service: Service, program: str, address: str) -> dict[str, Any]:
    """Return what a program reads of an entry, from this address."""
    if program.endswith(".py"):
        said = run(service.folder, PYTHON / "python", program, address)
    else:
        said = run(service.folder, "node", f"built/{program.removesuffix('.ts')}.js", address)
    return dict(json.loads(said))


@pytest.mark.parametrize("program", GENERATORS)
def test_a_generated_client_compiles_and_reads_an_entry(compiled: Service, program: str) -> None:
    assert _read(compiled, program, compiled.address) == {
        "id": "csam",
        "language": "en",
        "reason": "awaiting_review",
        "usage": "confident",
        "status": "vetted",
    }


@pytest.mark.parametrize("program", GENERATORS)
def test_a_generated_client_reads_an_entry_of_a_later_release_with_more_fields_and_values(
    compiled: Service, program: str
) -> None:
    with release_to_come(compiled.address, json.loads((compiled.folder / "api.json").read_text())) as address:
        entry = _read(compiled, program, address)
    assert (entry["id"], entry["language"]) == ("csam", "en")
    assert entry["reason"] == entry["usage"] == entry["status"] == "of_a_later_release"


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_redocly_finds_no_error(service: Service, description: str) -> None:
    found = json.loads(
        run(service.folder, "redocly", "lint", "--extends", "recommended", "--format", "json", description)
    )
    assert found["totals"]["errors"] == 0
    assert {problem["ruleId"] for problem in found["problems"]} <= RULES


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_spectral_finds_no_error(service: Service, description: str) -> None:
    (service.folder / "rules.yaml").write_text('extends: ["spectral:oas"]\n')
    said = run(
        service.folder, "spectral", "lint", "--ruleset", "rules.yaml", "--format", "json", "--quiet", description
    )
    assert {problem["code"] for problem in json.loads(said)} <= CONTACT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, where npm would put it."""
    folder = tmp_path_factory.mktemp("package")
    (folder / package.name()).write_bytes(package.pack())
    with tarfile.open(folder / package.name()) as file:
        file.extractall(folder, filter="data")
    (folder / "node_modules").mkdir()
    (folder / "package").rename(folder / "node_modules" / package.NAME)
    return folder


def test_the_types_of_the_package_compile_and_know_the_element(unpacked: Path) -> None:
    (unpacked / "page.mts").write_text("""\
import "glossary-term";
import "glossary-term/glossary-auto.js";
glossaryAuto.stop();
const element = document.querySelector("glossary-term")!;
element.show();
element.addEventListener("glossary-error", ({ detail }) => console.warn(detail.term.toUpperCase(), detail.reason));
// @ts-expect-error: there is no such method
element.open();
""")
    options = ("--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom")
    run(unpacked, "tsc", *options, "page.mts")


def test_the_manifest_of_the_package_is_valid(unpacked: Path) -> None:
    rules = json.loads((NODE / "custom-elements-manifest" / "schema.json").read_text())
    manifest = json.loads((unpacked / "node_modules" / package.NAME / "custom-elements.json").read_text())
    assert list(validator_for(rules)(rules).iter_errors(manifest)) == []
