"""What the extra ``exchange`` brings is for imports only: service, export and a first import do without it."""

from __future__ import annotations

import json
import subprocess
import sys

import tomli

from tests.conftest import ROOT
from tests.exchange.test_import import WIDE, birds, file
from tests.world import World, processes

__all__ = ["birds"]

LIBRARIES = [
    requirement.partition(">")[0]
    for requirement in tomli.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"][
        "exchange"
    ]
]
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({[{"pyyaml": "yaml"}.get(name, name) for name in LIBRARIES]}))
"""
SERVED = """
from api import create_app
client = create_app().test_client()
print(*(f"{path}={client.get(path).status_code}" for path in sys.argv[1:]))
print(*(name for name in sys.modules if name.startswith("glossary.exchange.incoming")))
"""
RUN = """
from glossary.__main__ import main
main()
"""


def _run(world: World, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**processes(world), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WITHOUT + program, *arguments]
    return subprocess.run(command, cwd=world.root, env=environment, capture_output=True, text=True, check=False)


def test_the_service_starts_without_any_library_of_the_extra_and_loads_no_reader(french: World) -> None:
    assert {"tomlkit", "pyyaml", "rdflib"} <= set(LIBRARIES)
    paths = ("/v1/en/terms/dove.json", "/v1/terms.ttl", "/v1/terms.tbx", "/v1/en/terms.csv", "/v1/openapi.json")
    done = _run(french, SERVED, *paths)
    assert done.returncode == 0, done.stderr
    answers, readers = done.stdout.split("\n")[:2]
    assert answers.split() == [f"{path}=200" for path in paths]
    assert readers == ""


def test_a_table_begins_a_glossary_without_the_extra(birds: World) -> None:
    path = file(birds, WIDE)
    done = _run(birds, RUN, "import", path.name, "--group", "birds", "--source", "field-guide", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["written"] == 6
